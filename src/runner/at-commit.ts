import { askRunGit, type GitPlace, runGit } from './run-git.ts';

/** Every path of a commit. */
export const filesAt = async (place: GitPlace, commit: string): Promise<string[]> => {
  const output = await runGit(place, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]);
  return output.split('\0').filter(Boolean);
};

/** Names of what lies at the root of a commit. */
export const rootAt = async (place: GitPlace, commit: string): Promise<string[]> => {
  const output = await runGit(place, ['ls-tree', '-z', '--name-only', '--full-tree', commit]);
  return output.split('\0').filter(Boolean);
};

/** Text of a file at a commit, or null. */
export const textAt = async (place: GitPlace, commit: string, path: string): Promise<string | null> => {
  const answer = await askRunGit(place, ['cat-file', 'blob', `${commit}:${path}`]);
  return answer.exitCode === 0 ? answer.stdout.toString('utf8') : null;
};

/** The same for files that somebody named: null also for what is no text. */
export const foundAt = async (place: GitPlace, commit: string, path: string): Promise<string | null> => {
  const answer = await askRunGit(place, ['cat-file', 'blob', `${commit}:${path}`]);
  if (answer.exitCode !== 0 || answer.stdout.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(answer.stdout);
  } catch {
    return null;
  }
};
