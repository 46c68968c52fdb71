import { tryGit } from '../github/git/plumbing.ts';

/** What an address may name: branches as git allows them in the main, never an option, a range or a reflog. */
const branchPattern = /^(?!-)(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[\w./+@-]{1,200}$/;
const shaPattern = /^[0-9a-f]{7,40}$/;

/** Long enough for any delegation, short enough for a phone. */
const longestText = 400_000;

const commitNamed = async (dir: string, name: string): Promise<string | null> => {
  const answer = await tryGit(dir, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  return answer.ok ? answer.stdout : null;
};

/** The whole SHA of a commit on its own name; null for anything else, also a branch of that name. */
export const findCommit = async (dir: string, sha: string): Promise<string | null> => {
  if (!shaPattern.test(sha)) return null;
  const found = await commitNamed(dir, sha);
  return found?.startsWith(sha) ? found : null;
};

export const findBranch = async (dir: string, branch: string): Promise<string | null> =>
  branchPattern.test(branch) ? commitNamed(dir, `refs/heads/${branch}`) : null;

const cut = (text: string): string =>
  text.length <= longestText
    ? text
    : `${text.slice(0, longestText)}\n… ${text.length - longestText} more characters are in the repository`;

const readGit = async (dir: string, args: string[]): Promise<string> => {
  const answer = await tryGit(dir, args);
  return cut(answer.ok ? answer.stdout : answer.stderr);
};

/** Nothing of the repository may run a program here. */
const plainDiff = ['--no-color', '--no-ext-diff', '--no-textconv', '--stat', '--patch'];

/** A merge is shown as what it brought to its first parent. */
export const showCommit = (dir: string, sha: string): Promise<string> =>
  readGit(dir, [
    'show',
    ...plainDiff,
    '--format=fuller',
    '--diff-merges=first-parent',
    '--end-of-options',
    sha,
  ]);

export const showRange = (dir: string, range: { base: string; head: string }): Promise<string> =>
  readGit(dir, ['diff', ...plainDiff, '--end-of-options', `${range.base}...${range.head}`]);

export const listCommits = (dir: string, sha: string): Promise<string> =>
  readGit(dir, ['log', '--max-count=30', '--format=%H%x09%an%x09%s', '--end-of-options', sha]);

export const listFiles = (dir: string, sha: string): Promise<string> =>
  readGit(dir, ['ls-tree', '-r', '--name-only', '--full-tree', sha]);

/** A file as it was at a commit; null where there is none of that path. */
export const showFile = async (dir: string, at: { sha: string; path: string }): Promise<string | null> => {
  const answer = await tryGit(dir, ['cat-file', 'blob', `${at.sha}:${at.path}`]);
  return answer.ok ? cut(answer.stdout) : null;
};
