import { RunRefused } from '../run.ts';

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error));

export const diskFull = (what: string): string =>
  `The runner's disk is full, and ${what} needs up to 1 GB: free some, or use a larger runner.`;

const unusable = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ELOOP', 'ENAMETOOLONG'];

/** What is to be thrown when something in the folder of the CLIs cannot be made, as `RunRefused` where a person can mend it. */
export const folderTrouble = (
  error: unknown,
  { folder, what }: { folder: string; what: string },
): unknown => {
  if (isDiskFull(error)) return new RunRefused(diskFull(what));
  const code = codeOf(error);
  if (!unusable.includes(code)) return error;
  return new RunRefused(
    `${what} cannot be kept in ${folder} (${code}): let the runner's user write there, or name another folder by the input \`agents\` of the action, or by \`THROUGHLINE_AGENTS\` in the runner's environment.`,
  );
};
