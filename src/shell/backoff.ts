import { RateLimited, Refused, Unavailable } from '../ports/errors.ts';

const FIRST_MS = 2_000;
const LONGEST_MS = 3_600_000;

/** When to try again: the platform's own word if it gave one, else doubling up to an hour. */
export const retryAt = (options: { now: Date; attempts: number; error: unknown }): Date => {
  if (options.error instanceof RateLimited) return options.error.until;
  const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(options.attempts, 12));
  return new Date(options.now.getTime() + wait);
};

/** A failure nobody foresaw is tried this often: it may pass, and it must not hold an item back for ever. */
export const MOST_ATTEMPTS = 8;

/** The platform is away or busy: that passes, however long it takes. */
export const isPassing = (error: unknown): boolean =>
  error instanceof RateLimited || error instanceof Unavailable;

/** Whether trying again is of no use. */
export const isFinal = (error: unknown, attempts: number): boolean =>
  error instanceof Refused || (!isPassing(error) && attempts >= MOST_ATTEMPTS);

/** What is told of a final failure. */
export const refusalOf = (error: unknown): { status: number; detail: string; remedy: string } =>
  error instanceof Refused
    ? { status: error.status, detail: error.message, remedy: error.remedy }
    : { status: 500, detail: describe(error), remedy: "The App's log has more; `/retry` tries again." };

/** One line without stack or payload. */
export const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0] ?? ''}` : 'unknown error';
