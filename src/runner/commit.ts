import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from './run.ts';
import { askRunGit, type RunGitOptions, runGit, runGitLine } from './run-git.ts';

export interface Work {
  /** What is published; null when nothing was committed and nothing left behind. */
  head: string | null;
  leftoversCommitted: boolean;
  /** What a person should know about how it came about. */
  remarks: string[];
}

/**
 * Takes what the agent left, by way of a repository the agent never could configure: its filters, hooks and
 * helpers would otherwise run with ours.
 */
export const collectWork = async (run: Run): Promise<Work> => {
  await makeOutbox(run);
  const { commit, remarks } = await findHead(run);
  const leftovers = await commitLeftovers(run, commit);
  const head = leftovers.commit ?? commit;
  const { base } = run.assignment;
  if (head === base)
    return { head: null, leftoversCommitted: false, remarks: [...remarks, ...leftovers.remarks] };
  const ancestor = await askRunGit(run, ['merge-base', '--is-ancestor', base, head], {
    cwd: run.folders.outbox,
  });
  const rewritten =
    ancestor.exitCode === 0 ? [] : [`The agent rewrote history: ${head} does not build on the base ${base}.`];
  return {
    head,
    leftoversCommitted: leftovers.commit !== null,
    remarks: [...remarks, ...leftovers.remarks, ...rewritten],
  };
};

const makeOutbox = async (run: Run): Promise<void> => {
  const { outbox, repository } = run.folders;
  await runGit(run, ['init', '--quiet', '--bare', '.'], { cwd: outbox });
  await mkdir(join(outbox, 'objects', 'info'), { recursive: true });
  await writeFile(join(outbox, 'objects', 'info', 'alternates'), `${join(repository, 'objects')}\n`);
};

const commitOf = async (run: Run, name: string, cwd: string): Promise<string | null> => {
  const answer = await askRunGit(run, ['rev-parse', '--quiet', '--verify', `${name}^{commit}`], { cwd });
  return answer.exitCode === 0 ? answer.stdout.toString('utf8').trim() : null;
};

/** The commit the worktree stands on, and whether it stands where it was put. */
const findHead = async (run: Run): Promise<{ commit: string; remarks: string[] }> => {
  const { worktree, repository } = run.folders;
  const { base, codeBranch } = run.assignment;
  const branchHead = await commitOf(run, `refs/heads/${codeBranch}`, repository);
  // Were its `.git` gone, git would look in the folders above and find somebody else's repository.
  const variables = { GIT_CEILING_DIRECTORIES: run.folders.root };
  const name = await askRunGit(run, ['symbolic-ref', '--quiet', 'HEAD'], { cwd: worktree, variables });
  const top = await askRunGit(run, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], {
    cwd: worktree,
    variables,
  });
  if (top.exitCode !== 0) {
    const commit = branchHead ?? base;
    return { commit, remarks: [`The agent left the worktree without a readable HEAD; taken as ${commit}.`] };
  }
  const commit = top.stdout.toString('utf8').trim();
  const at = name.exitCode === 0 ? name.stdout.toString('utf8').trim() : 'no branch';
  if (at === `refs/heads/${codeBranch}`) return { commit, remarks: [] };
  const lost =
    branchHead === null || branchHead === commit ? '' : ` ${codeBranch} itself stands at ${branchHead}.`;
  return {
    commit,
    remarks: [`The agent left its branch: HEAD is on ${at} at ${commit}, which is taken.${lost}`],
  };
};

interface Leftovers {
  commit: string | null;
  remarks: string[];
}

const commitLeftovers = async (run: Run, head: string): Promise<Leftovers> => {
  const { outbox, worktree } = run.folders;
  const options: RunGitOptions = {
    cwd: worktree,
    variables: { GIT_DIR: outbox, GIT_WORK_TREE: worktree, GIT_INDEX_FILE: join(outbox, 'leftovers.index') },
  };
  await runGit(run, ['read-tree', head], options);
  const added = await askRunGit(run, ['add', '--all', '--ignore-errors', '.'], options);
  const remarks =
    added.exitCode === 0 ? [] : [`Not everything the agent left could be added: ${firstLine(added.stderr)}`];
  const tree = await runGitLine(run, ['write-tree'], options);
  if (tree === (await runGitLine(run, ['rev-parse', `${head}^{tree}`], options)))
    return { commit: null, remarks };
  const { ticket, sections } = run.assignment;
  const label = sections.length === 1 ? 'section' : 'sections';
  const message = `${ticket.key}: keep what was left uncommitted for ${label} ${sections.join(', ')}\n`;
  const commit = await runGitLine(run, ['commit-tree', tree, '-p', head, '-F', '-'], {
    ...options,
    variables: { ...options.variables, ...runnerIdentity },
    input: message,
  });
  return { commit, remarks };
};

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.slice(0, 300) ?? '';

/** Author of the runner's own commits. */
export const runnerIdentity: Record<string, string> = {
  GIT_AUTHOR_NAME: 'throughline',
  GIT_AUTHOR_EMAIL: 'throughline@noreply.invalid',
  GIT_COMMITTER_NAME: 'throughline',
  GIT_COMMITTER_EMAIL: 'throughline@noreply.invalid',
};
