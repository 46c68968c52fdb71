import { type Context, Hono } from 'hono';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import type { Actions } from '../../actions/actions.ts';
import { notFound, Problem } from '../problems.ts';
import { type Principal, resolveToken, tokenFromHeader } from '../tokens.ts';
import type { World } from '../world.ts';
import type { RateLimits } from './rate-limits.ts';

export interface Env {
  Variables: { principal: Principal };
}

export type ApiContext = Context<Env>;

/** What a family of routes gets to work with. */
export interface Api {
  hono: Hono<Env>;
  world: World;
  actions: Actions;
}

const maxRequestBytes = 40 * 1024 * 1024;
const anonymous: Principal = { kind: 'anonymous' };

const contentPaths = /\/(issues|pulls|comments|reviews|replies)$/;

function writeRateHeaders(c: ApiContext, limits: RateLimits): void {
  const { limit, used, reset } = limits.state(c.get('principal'));
  c.header('x-ratelimit-limit', String(limit));
  c.header('x-ratelimit-remaining', String(Math.max(0, limit - used)));
  c.header('x-ratelimit-used', String(used));
  c.header('x-ratelimit-reset', String(reset));
  c.header('x-ratelimit-resource', c.req.path === '/graphql' ? 'graphql' : 'core');
}

function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error;
  console.error('local GitHub:', error);
  return new Problem(500, 'Server Error');
}

/**
 * The API without its routes: who asks, how often, and the form of every refusal. `counted` is told of
 * each request.
 */
export function createApi(options: {
  world: World;
  limits: RateLimits;
  counted: (principal: Principal) => void;
}): Hono<Env> {
  const { world, limits, counted } = options;
  const hono = new Hono<Env>();
  const retainedHeaders = [
    ...RETAINED_304_HEADERS,
    ...['limit', 'remaining', 'used', 'reset', 'resource'].map((name) => `x-ratelimit-${name}`),
  ];

  hono.use(async (c, next) => {
    c.set('principal', anonymous);
    await next();
    if (c.res.status === 304) limits.refund(c.get('principal'));
    writeRateHeaders(c, limits);
  });
  hono.use(etag({ weak: true, retainedHeaders }));
  hono.use(async (c, next) => {
    if (!c.req.header('user-agent')) {
      throw new Problem(
        403,
        'Request forbidden by administrative rules. Please make sure your request has a User-Agent header',
      );
    }
    if (Number(c.req.header('content-length') ?? 0) > maxRequestBytes) {
      throw new Problem(413, 'Request entity too large');
    }
    const token = tokenFromHeader(c.req.header('authorization'));
    if (token !== null) c.set('principal', resolveToken(world, token));
    const principal = c.get('principal');
    counted(principal);
    limits.count(principal, { createsContent: c.req.method === 'POST' && contentPaths.test(c.req.path) });
    await next();
  });
  const refuse = (c: ApiContext, problem: Problem) => c.json(problem.body(), problem.status, problem.headers);
  hono.onError((error, c) => refuse(c, problemOf(error)));
  hono.notFound((c) => refuse(c, notFound()));
  return hono;
}
