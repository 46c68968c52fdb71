import { type Run, RunRefused } from './run.ts';
import { askRunGit, runGit } from './run-git.ts';

/** Commits of the delegate that set no author of their own carry this. */
const identity: [string, string][] = [
  ['user.name', 'throughline'],
  ['user.email', 'throughline@noreply.invalid'],
];

/** Fetches the base and checks it out on the code branch. The repository never learns the remote's address or token. */
export const makeWorktree = async (run: Run): Promise<void> => {
  const { assignment, folders } = run;
  const cwd = folders.repository;
  await runGit(run, ['init', '--quiet', '--bare', '.'], { cwd });
  await fetchBase(run);
  // The agent's own git reads these: hooks stay off, and nothing runs on after it.
  const settings: [string, string][] = [...identity, ['core.hooksPath', '/dev/null'], ['gc.auto', '0']];
  for (const [key, value] of settings) await runGit(run, ['config', key, value], { cwd });
  const where = [folders.worktree, assignment.base];
  await runGit(run, ['worktree', 'add', '--quiet', '-b', assignment.codeBranch, ...where], { cwd });
};

const fetchFlags = [
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-recurse-submodules',
  '--no-auto-maintenance',
];

const fetchBase = async (run: Run): Promise<void> => {
  const { base, recordedBase } = run.assignment;
  const cwd = run.folders.repository;
  const wanted = [`${base}:refs/throughline/base`, `${recordedBase}:refs/throughline/recorded-base`];
  const exact = await askRunGit(run, ['fetch', ...fetchFlags, run.remote.url, ...wanted], {
    cwd,
    remote: true,
  });
  if (exact.exitCode === 0) return;
  // Some servers hand out only what a ref points at.
  const heads = '+refs/heads/*:refs/throughline/heads/*';
  await runGit(run, ['fetch', ...fetchFlags, run.remote.url, heads], { cwd, remote: true });
  for (const sha of [base, recordedBase]) {
    const found = await askRunGit(run, ['cat-file', '-e', `${sha}^{commit}`], { cwd });
    if (found.exitCode === 0) continue;
    throw new RunRefused(
      `Commit ${sha} is not in the repository any more: ask for a new attempt with /retry.`,
    );
  }
};
