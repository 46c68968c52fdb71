import { commitIdentity } from '../contracts/assignment.ts';
import { makeRepository } from './base.ts';
import type { Folders } from './folders.ts';
import type { StepOptions } from './run.ts';
import { type GitPlace, runGit } from './run-git.ts';

/** The agent's own git reads these: hooks stay off, and nothing runs on after it. */
const settings: [string, string][] = [
  ['user.name', commitIdentity.name],
  ['user.email', commitIdentity.email],
  ['core.hooksPath', '/dev/null'],
  ['gc.auto', '0'],
];

/** Checks the base out on the code branch, in a repository of the worktree's own. */
export const makeWorktree = async (
  options: StepOptions & { source: string },
  folders: Folders,
): Promise<void> => {
  const { assignment, path, signal } = options;
  const place: GitPlace = { cwd: folders.repository, path, signal };
  await makeRepository(place, { assignment, source: { folder: options.source } });
  for (const [key, value] of settings) await runGit(place, ['config', key, value]);
  const where = [folders.worktree, assignment.base];
  await runGit(place, ['worktree', 'add', '--quiet', '--force', '-b', assignment.codeBranch, ...where]);
};
