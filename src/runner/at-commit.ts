import type { Run } from './run.ts';
import { askRunGit, runGit } from './run-git.ts';

/** Every path of a commit. */
export const filesAt = async (run: Run, commit: string): Promise<string[]> => {
  const output = await runGit(run, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit], {
    cwd: run.folders.repository,
  });
  return output.split('\0').filter(Boolean);
};

/** Text of a file at a commit, or null. */
export const textAt = async (run: Run, commit: string, path: string): Promise<string | null> => {
  const answer = await askRunGit(run, ['cat-file', 'blob', `${commit}:${path}`], {
    cwd: run.folders.repository,
  });
  return answer.exitCode === 0 ? answer.stdout.toString('utf8') : null;
};
