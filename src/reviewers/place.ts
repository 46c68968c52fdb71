/** Where a finding is. `path` null: it is no place of this repository. */
export interface Place {
  path: string | null;
  /** 1-based. */
  line: number | null;
}

const longest = 400;

const blob =
  /^https?:\/\/([^/\s]+\/[^/\s]+\/[^/\s]+)\/(?:blob|raw|blame|edit|tree)\/[^/\s]+\/([^?#\s]+)(?:\?[^#\s]*)?(?:#L(\d{1,9}))?/i;
const repositoryOf = (url: string): string | null =>
  /^https?:\/\/([^/\s]+\/[^/\s]+\/[^/\s]+)\/(?:pull|issues|runs|actions|commit)\//i
    .exec(url)?.[1]
    ?.toLowerCase() ?? null;

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** A path that the API gives: it is relative already, and a folder `a` is a folder. null for anything outside. */
export const givenPath = (path: string): string | null => {
  const plain = path.trim().replaceAll('\\', '/');
  if (/^(?:\/|~|[a-z][a-z0-9+.-]*:)/i.test(plain) || /[\p{Cc}\p{Cf}]/u.test(plain)) return null;
  const steps = plain.split('/').filter((step) => step !== '' && step !== '.');
  const joined = steps.join('/');
  return joined === '' || joined.length > longest || steps.includes('..') ? null : joined;
};

/**
 * Repository-relative path of what a reviewer wrote: `./x`, `a/x` and `b/x` of a diff, an address of this repository's
 * files. `at`: address of the comment, which tells the repository. null for anything outside.
 */
export const repositoryPath = (written: string, at: string): string | null => {
  const address = blob.exec(written.trim());
  if (!address) return givenPath(written.trim().replace(/^(?:\.[/\\])*[ab][/\\](?=[^/\\])/, ''));
  const here = repositoryOf(at);
  const foreign = here !== null && address[1]?.toLowerCase() !== here;
  return foreign ? null : givenPath(decoded(address[2] ?? ''));
};

/** A line as the contract wants it: whole, from 1. */
export const lineNumber = (line: string | number | null | undefined): number | null => {
  const number = Number(line ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 1 ? number : null;
};

const lines =
  /(?::(\d{1,9})(?:[:–-]\d{1,9}){0,3}|#L(\d{1,9})(?:C\d{1,9})?(?:[-–]L?\d{1,9}(?:C\d{1,9})?)?|,?\s{0,3}\(?(?:at )?lines? (\d{1,9})(?:\s?[-–]\s?\d{1,9})?\)?)$/i;
/** `e.g` and `i.e` are none: a single letter needs a folder before it. */
const fileName =
  /(?:[/\\][^/\\\s]{1,200}|^[^/\\\s]{2,200})\.[a-z][a-z0-9]{0,9}$|(?:^|[/\\])\.[a-z][^/\\\s]{2,60}$/i;
const noPath = /[<>"|?*`]|\(\)|^[-,;:]/;

/** `file:line`, `file:line-line`, `file#L12`, `file (line 12)`, a file alone, an address. null: it is not a place. */
export const readPlace = (written: string, at: string): Place | null => {
  const text = written.trim();
  if (text === '' || text.length > 1_000) return null;
  const address = blob.exec(text);
  if (address) {
    const path = repositoryPath(text, at);
    return { path, line: path === null ? null : lineNumber(address[3]) };
  }
  if (/^https?:/i.test(text)) return null;
  const found = lines.exec(text);
  const path = (found ? text.slice(0, found.index) : text).trim();
  if (path === '' || noPath.test(path) || (!found && !fileName.test(path))) return null;
  const known = repositoryPath(path, at);
  const line = lineNumber(found?.[1] ?? found?.[2] ?? found?.[3]);
  return { path: known, line: known === null ? null : line };
};
