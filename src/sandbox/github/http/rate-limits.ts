import { Problem } from '../problems.ts';
import type { Principal } from '../tokens.ts';
import { now, type World } from '../world.ts';

export interface RateLimitOptions {
  /** Requests per hour of an App's installation, an App or a person; 5,000 when absent. */
  primary?: number;
  /** Requests per hour without a token; 60 when absent. */
  anonymous?: number;
  /** Requests that create content, per minute and per hour; 80 and 500 when absent. */
  contentPerMinute?: number;
  contentPerHour?: number;
}

interface Window {
  used: number;
  resetAt: number;
  /** Times of content-creating requests within the last hour, ms. */
  content: number[];
}

export interface RateState {
  limit: number;
  used: number;
  /** Seconds since 1970. */
  reset: number;
}

export interface RateLimits {
  /** Counts a request; refuses it with 403 when a limit is used up. */
  count(principal: Principal, options: { createsContent: boolean }): void;
  /** Gives a request back: an answer 304 costs nothing. */
  refund(principal: Principal): void;
  state(principal: Principal): RateState;
}

const hour = 3_600_000;

const keyOf = (principal: Principal): string => {
  switch (principal.kind) {
    case 'installation':
      return `installation ID ${principal.installation.id}`;
    case 'run':
      return `repository ${principal.repositoryId}`;
    case 'user':
      return `user ID ${principal.account.id}`;
    case 'app':
      return `app ID ${principal.app.id}`;
    case 'anonymous':
      return '127.0.0.1';
  }
};

const reasonOfSecondary =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';

export function createRateLimits(world: World, options: RateLimitOptions): RateLimits {
  const windows = new Map<string, Window>();
  const limitOf = ({ kind }: Principal): number => {
    if (kind === 'anonymous') return options.anonymous ?? 60;
    return kind === 'run' ? 1_000 : (options.primary ?? 5_000);
  };
  const windowOf = (principal: Principal): Window => {
    const at = now(world).getTime();
    const key = keyOf(principal);
    const known = windows.get(key);
    if (known && known.resetAt > at) return known;
    const fresh = { used: 0, resetAt: at + hour, content: known?.content ?? [] };
    windows.set(key, fresh);
    return fresh;
  };
  const stateOf = (principal: Principal): RateState => {
    const window = windowOf(principal);
    return { limit: limitOf(principal), used: window.used, reset: Math.ceil(window.resetAt / 1000) };
  };

  function countContent(window: Window): void {
    const at = now(world).getTime();
    window.content = window.content.filter((time) => time > at - hour);
    const lastMinute = window.content.filter((time) => time > at - 60_000).length;
    const full =
      lastMinute >= (options.contentPerMinute ?? 80) ||
      window.content.length >= (options.contentPerHour ?? 500);
    if (full) throw new Problem(403, reasonOfSecondary, { headers: { 'retry-after': '60' } });
    window.content.push(at);
  }

  return {
    count(principal, { createsContent }) {
      const window = windowOf(principal);
      if (window.used >= limitOf(principal)) {
        throw new Problem(403, `API rate limit exceeded for ${keyOf(principal)}.`);
      }
      window.used += 1;
      if (createsContent) countContent(window);
    },
    refund(principal) {
      const window = windowOf(principal);
      window.used = Math.max(0, window.used - 1);
    },
    state: stateOf,
  };
}
