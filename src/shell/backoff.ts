import { RateLimited } from '../ports/errors.ts';

const FIRST_MS = 2_000;
const LONGEST_MS = 3_600_000;

/** When to try again: the platform's own word if it gave one, else doubling up to an hour. */
export const retryAt = (options: { now: Date; attempts: number; error: unknown }): Date => {
  if (options.error instanceof RateLimited) return options.error.until;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(options.attempts, 12));
  return new Date(options.now.getTime() + wait);
};

/** One line without stack or payload. */
export const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0] ?? ''}` : 'unknown error';
