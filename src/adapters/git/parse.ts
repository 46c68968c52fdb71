import type { CommitInfo, FileChange, FileStatus } from '../../ports/git.ts';

/**
 * `-z` output is the only form that survives every file name. Names that are not UTF-8 come out with replacement
 * characters: they can be shown and refused, not read.
 */
const tokens = (output: Buffer): string[] => output.toString('utf8').split('\0');

/** For `git log`: every field ends with NUL, so that no message or name can pass for another field. */
export const logFormat = '--format=format:%x00%H%x00%P%x00%an%x00%ae%x00%ce%x00%B%x00';

/** Reads `git log -z --raw --no-renames` in `logFormat`. */
export const parseLog = (output: Buffer): CommitInfo[] => {
  const list = tokens(output);
  const commits: CommitInfo[] = [];
  let at = 0;
  while (at < list.length) {
    if (!/^[0-9a-f]{40}$/.test(list[at] ?? '')) {
      at += 1;
      continue;
    }
    const [sha = '', parents = '', authorName = '', authorEmail = '', ...rest] = list.slice(at, at + 6);
    const [committerEmail = '', message = ''] = rest;
    at += 6;
    const paths: string[] = [];
    // Git puts a newline between the message and the first record.
    while (/^\n?:/.test(list[at] ?? '')) {
      paths.push(list[at + 1] ?? '');
      at += 2;
    }
    commits.push({
      sha,
      parents: parents.split(' ').filter(Boolean),
      message: message.trimEnd(),
      authorName,
      authorEmail,
      committerEmail,
      paths,
    });
  }
  return commits;
};

const statuses: Record<string, FileStatus> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type-changed',
};

/** Reads `git diff-tree -r -M -z --raw --numstat`: all raw records, then all counts, in the same order. */
export const parseDiff = (output: Buffer): FileChange[] => {
  const list = tokens(output);
  const files: FileChange[] = [];
  let at = 0;
  while (list[at]?.startsWith(':')) {
    const file = readRecord(list.slice(at, at + 3));
    files.push(file);
    at += file.oldPath === null ? 2 : 3;
  }
  for (const file of files) {
    const match = /^(\d+|-)\t(\d+|-)\t/.exec(list[at] ?? '');
    file.additions = count(match?.[1]);
    file.deletions = count(match?.[2]);
    at += file.oldPath === null ? 1 : 3;
  }
  return files;
};

export interface RawChange {
  file: FileChange;
  /** Zeros where there is no file. */
  oldSha: string;
  newSha: string;
}

/** Reads `git diff-tree -r --no-renames -z --raw`. */
export const parseRaw = (output: Buffer): RawChange[] => {
  const list = tokens(output);
  const changes: RawChange[] = [];
  for (let at = 0; list[at]?.startsWith(':'); at += 2) {
    const record = list.slice(at, at + 2);
    const [, , oldSha = '', newSha = ''] = record[0]?.split(' ') ?? [];
    changes.push({ file: readRecord(record), oldSha, newSha });
  }
  return changes;
};

const readRecord = ([modes = '', first = '', second = '']: string[]): FileChange => {
  const [oldMode = '', newMode = '', , , letter = ''] = modes.slice(1).split(' ');
  const status = statuses[letter.charAt(0)] ?? 'modified';
  const moved = status === 'renamed' || status === 'copied';
  return {
    path: moved ? second : first,
    oldPath: moved ? first : null,
    status,
    oldMode,
    newMode,
    additions: null,
    deletions: null,
    bytes: null,
  };
};

const count = (text: string | undefined): number | null =>
  text === undefined || text === '-' ? null : Number(text);
