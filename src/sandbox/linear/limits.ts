/** Points of both kinds that one user may spend in a window. */
export interface Limits {
  requests: number;
  complexity: number;
  windowMs: number;
}

/** Linear's published limits for API keys; answers carry what holds. */
export const defaultLimits: Limits = { requests: 5000, complexity: 3_000_000, windowMs: 3_600_000 };

interface Spending {
  /** What is used up, when something is. */
  exceeded: 'requests' | 'complexity' | null;
  headers: Record<string, string>;
}

export interface Limiter {
  spend(userId: string, points: number): Spending;
}

export const createLimiter = (limits: Limits, now: () => Date): Limiter => {
  const windows = new Map<string, { reset: number; requests: number; complexity: number }>();
  return {
    spend(userId, points) {
      const time = now().getTime();
      const known = windows.get(userId);
      const window =
        known && known.reset > time ? known : { reset: time + limits.windowMs, requests: 0, complexity: 0 };
      windows.set(userId, window);
      let exceeded: Spending['exceeded'] = null;
      if (window.requests + 1 > limits.requests) exceeded = 'requests';
      else if (window.complexity + points > limits.complexity) exceeded = 'complexity';
      else {
        window.requests += 1;
        window.complexity += points;
      }
      const complexityLeft = exceeded === 'complexity' ? 0 : limits.complexity - window.complexity;
      return {
        exceeded,
        headers: {
          'X-Complexity': String(points),
          'X-RateLimit-Requests-Limit': String(limits.requests),
          'X-RateLimit-Requests-Remaining': String(limits.requests - window.requests),
          'X-RateLimit-Requests-Reset': String(window.reset),
          'X-RateLimit-Complexity-Limit': String(limits.complexity),
          'X-RateLimit-Complexity-Remaining': String(complexityLeft),
          'X-RateLimit-Complexity-Reset': String(window.reset),
        },
      };
    },
  };
};
