import { Refused } from '../../ports/errors.ts';

/** Larger files stay at the remote and are read by nobody. */
export const maxFileBytes = 1024 * 1024;

/** Git leaves out what has at least so many bytes. */
export const blobFilter = `blob:limit=${maxFileBytes + 1}`;

/** What one delegation may bring before it is not even described: far beyond what a person would review. */
export const most = {
  commits: 1000,
  files: 3000,
  unfetched: 200,
  /** Bytes of all files, old and new, whose lines are counted. */
  countedBytes: 50 * 1024 * 1024,
};

export const tooMuch = (what: string): Refused =>
  new Refused(`The change has ${what}, which is more than can be reviewed.`, {
    status: 413,
    remedy: 'Delegate fewer sections at once, or have the agent keep to its task.',
  });
