import type { IncomingHttpHeaders } from 'node:http';
import type { OutageCause } from './attempt.ts';
import type { Clock } from './clock.ts';

/** Longest wait that a provider may ask for before another try; beyond it the model counts as out of order. */
const longestWait = 60_000;
const firstPause = 500;
const longestPause = 20_000;

/** Tries of one model within one request, while nobody has patience. Silence has cost its time already. */
const tries = { usual: 3, silent: 2 };

/** These do not pass by waiting. */
export const lasting: readonly OutageCause[] = ['credit', 'proxy'];

/** They pass most of the time. */
const passing: readonly OutageCause[] = ['busy', 'network'];

/** `retry-after` in seconds or as a date; null when there is none. */
export const retryAfterMs = (headers: IncomingHttpHeaders, clock: Clock): number | null => {
  const told = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(told)) return Number(told) * 1000;
  const date = Date.parse(told);
  return Number.isNaN(date) ? null : Math.max(0, date - clock.now());
};

/**
 * Milliseconds to wait before the next try of the same model; null when there is no next one. `patienceMs`: how long
 * after its first failure, `failedAt`, a request goes on with a model that may come back.
 */
export const pauseBefore = (options: {
  outage: { cause: OutageCause; retryAfterMs: number | null };
  tried: number;
  failedAt: number;
  patienceMs: number;
  clock: Clock;
}): number | null => {
  const { outage, tried, failedAt, patienceMs, clock } = options;
  const told = outage.retryAfterMs ?? 0;
  if (lasting.includes(outage.cause) || told > longestWait) return null;
  const backOff = Math.min(longestPause, firstPause * 2 ** (tried - 1) * (1 + clock.random()));
  if (passing.includes(outage.cause) && patienceMs > 0) {
    const left = failedAt + patienceMs - clock.now();
    return left <= 0 ? null : Math.max(told, Math.min(backOff, left));
  }
  if (tried >= (outage.cause === 'silence' ? tries.silent : tries.usual)) return null;
  return Math.max(told, backOff);
};
