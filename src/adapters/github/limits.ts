import { RateLimited } from '../../ports/errors.ts';
import type { Failure } from './failure.ts';

const minute = 60_000;
const limitText = /rate limit|abuse detection|quota exhausted/i;

const later = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);

function retryAfter(text: string | undefined, now: Date): Date | null {
  if (text === undefined || text.trim() === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return later(now, Math.max(1, seconds) * 1000);
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** When the hourly allowance is used up, GitHub says when the next one begins (seconds since 1970). */
function nextWindow({ headers }: Failure, now: Date): Date | null {
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset) || reset <= 0) return null;
  // A reset in the past is a difference between the two clocks.
  return new Date(Math.max(reset * 1000, now.getTime()) + 1000);
}

/** Null when the failure is not about a limit. GitHub's order: retry-after, then reset, then at least a minute. */
export function readLimit(failure: Failure, now: Date): RateLimited | null {
  if (failure.status !== 403 && failure.status !== 429) return null;
  const said = retryAfter(failure.headers['retry-after'], now) ?? nextWindow(failure, now);
  if (said === null && failure.status === 403 && !limitText.test(failure.message)) return null;
  const until = said ?? later(now, minute);
  return new RateLimited(`GitHub's rate limit is reached; nothing is sent until ${until.toISOString()}`, {
    until,
  });
}
