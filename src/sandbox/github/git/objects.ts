import { git, isSha, objects, tryGit, tryObjects } from './plumbing.ts';
import { refSha } from './refs.ts';

export interface Person {
  name: string;
  email: string;
  /** ISO 8601, UTC. */
  date: string;
}

export interface CommitObject {
  sha: string;
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
}

const commitFormat = ['%H', '%T', '%P', '%an', '%ae', '%at', '%cn', '%ce', '%ct', '%B'].join('%x00');

const fromSeconds = (text: string): string => `${new Date(Number(text) * 1000).toISOString().slice(0, 19)}Z`;

function parseCommit(record: string): CommitObject {
  const [sha = '', tree = '', parents = '', an = '', ae = '', at = '', cn = '', ce = '', ct = '', body = ''] =
    record.split('\0');
  return {
    sha,
    tree,
    parents: parents ? parents.split(' ') : [],
    author: { name: an, email: ae, date: fromSeconds(at) },
    committer: { name: cn, email: ce, date: fromSeconds(ct) },
    message: body.replace(/\n+$/, ''),
  };
}

export async function objectType(dir: string, sha: string): Promise<string | null> {
  if (!isSha(sha)) return null;
  const answer = await tryObjects(dir, ['cat-file', '-t', sha]);
  return answer.ok ? answer.stdout : null;
}

export async function readCommit(dir: string, sha: string): Promise<CommitObject | null> {
  if ((await objectType(dir, sha)) !== 'commit') return null;
  return parseCommit(await objects(dir, ['show', '-s', `--format=${commitFormat}`, sha]));
}

/** The commit itself, or that of an annotated tag. */
async function commitOf(dir: string, sha: string): Promise<string | null> {
  const answer = await tryObjects(dir, ['rev-parse', '--verify', '--quiet', `${sha}^{commit}`]);
  return answer.ok ? answer.stdout : null;
}

/** A commit by SHA, branch, tag or other full ref name; null when there is none. */
export async function resolveCommit(dir: string, name: string): Promise<string | null> {
  const candidates = [
    isSha(name) ? name : null,
    `refs/heads/${name}`,
    `refs/tags/${name}`,
    name.startsWith('refs/') ? name : `refs/${name}`,
  ];
  for (const candidate of candidates) {
    if (candidate === null) continue;
    const sha = isSha(candidate) ? candidate : await refSha(dir, candidate);
    const commit = sha === null ? null : await commitOf(dir, sha);
    if (commit !== null) return commit;
  }
  return null;
}

export interface NewCommit {
  tree: string;
  parents: string[];
  message: string;
  author: Person;
  committer: Person;
}

export const writeCommit = (dir: string, commit: NewCommit): Promise<string> =>
  git(dir, ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent])], {
    input: commit.message,
    env: {
      GIT_AUTHOR_NAME: commit.author.name,
      GIT_AUTHOR_EMAIL: commit.author.email,
      GIT_AUTHOR_DATE: commit.author.date,
      GIT_COMMITTER_NAME: commit.committer.name,
      GIT_COMMITTER_EMAIL: commit.committer.email,
      GIT_COMMITTER_DATE: commit.committer.date,
    },
  });

export interface TreeEntry {
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  size: number | null;
  path: string;
}

/** Entries of a tree (or of a commit's tree), below it too when `recursive`. */
export async function readTree(
  dir: string,
  options: { treeish: string; recursive: boolean },
): Promise<TreeEntry[] | null> {
  const args = ['ls-tree', '-z', '--long', ...(options.recursive ? ['-r', '-t'] : []), options.treeish];
  const bySha = isSha(options.treeish.split(':', 1)[0] ?? '');
  const answer = await (bySha ? tryObjects : tryGit)(dir, args);
  if (!answer.ok) return null;
  return answer.stdout
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [meta = '', path = ''] = line.split('\t', 2);
      const [mode = '', type = '', sha = '', size = '-'] = meta.split(/ +/);
      const kind = type === 'tree' || type === 'commit' ? type : 'blob';
      return { mode, type: kind, sha, size: size === '-' ? null : Number(size), path };
    });
}

export async function readBlob(dir: string, sha: string): Promise<Buffer | null> {
  const answer = await tryObjects(dir, ['cat-file', 'blob', sha]);
  return answer.ok ? answer.bytes : null;
}

/** Commits in base..head, oldest first. */
export async function commitsBetween(
  dir: string,
  options: { base: string | null; head: string; limit: number },
): Promise<CommitObject[]> {
  const range = options.base === null ? [options.head] : [options.head, `^${options.base}`];
  const shas = await git(dir, ['rev-list', '--reverse', '--topo-order', ...range]);
  const wanted = shas.split('\n').filter(Boolean).slice(-options.limit);
  if (wanted.length === 0) return [];
  const records = await objects(dir, ['show', '-s', `--format=${commitFormat}%x00%x01`, ...wanted]);
  return records
    .split('\0\x01')
    .map((record) => record.replace(/^\n/, ''))
    .filter(Boolean)
    .map(parseCommit);
}

export async function isAncestor(dir: string, options: { ancestor: string; of: string }): Promise<boolean> {
  return (await tryObjects(dir, ['merge-base', '--is-ancestor', options.ancestor, options.of])).ok;
}
