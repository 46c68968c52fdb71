import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Actions } from '../actions/actions.ts';
import { runLog } from '../actions/logs.ts';
import { createApi, type Env } from './http/api.ts';
import { createRateLimits, type RateLimitOptions } from './http/rate-limits.ts';
import { actionsRoutes } from './routes/actions.ts';
import { appRoutes } from './routes/app.ts';
import { createResults } from './routes/artifacts.ts';
import { checkRoutes } from './routes/checks.ts';
import { commentRoutes } from './routes/comments.ts';
import { contentRoutes } from './routes/contents.ts';
import { deliveryRoutes } from './routes/deliveries.ts';
import { createGitHttp } from './routes/git-http.ts';
import { gitObjectRoutes } from './routes/git-objects.ts';
import { gitRefRoutes } from './routes/git-refs.ts';
import { graphqlRoutes } from './routes/graphql.ts';
import { issueRoutes, labelRoutes } from './routes/issues.ts';
import { jobRoutes } from './routes/jobs.ts';
import { mergeRoutes } from './routes/merges.ts';
import { pullRoutes } from './routes/pulls.ts';
import { repositoryRoutes } from './routes/repos.ts';
import { reviewCommentRoutes } from './routes/review-comments.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { secretRoutes } from './routes/secrets.ts';
import { statusRoutes } from './routes/statuses.ts';
import { userRoutes } from './routes/users.ts';
import type { Principal } from './tokens.ts';
import type { World } from './world.ts';

/** Requests since the start: REST and GraphQL by the kind of token, and git over HTTP. */
export interface RequestCounts {
  total: number;
  byToken: Record<Principal['kind'], number>;
  git: number;
}

function createRunLogPage(world: World, actions: Actions): Hono<Env> {
  const page = new Hono<Env>();
  page.get('/:owner/:repo/actions/runs/:id', (c) => {
    const repository = world.repositories.get(`${c.req.param('owner')}/${c.req.param('repo')}`.toLowerCase());
    const run = repository && actions.runs(repository).find(({ id }) => String(id) === c.req.param('id'));
    if (!run) return c.text('No such run', 404);
    const head = `${run.name}\n${run.status} ${run.conclusion ?? ''} attempt ${run.attempt}\n`;
    return c.text(`${head}\n${runLog(run).join('\n')}\n`);
  });
  return page;
}

/** With or without `.git`, as GitHub takes both. */
const isGit = (path: string): boolean =>
  /^\/(?!repos\/)[^/]+\/[^/]+\/(info\/refs|git-upload-pack|git-receive-pack)$/.test(path);

export function createServer(options: {
  world: World;
  actions: Actions;
  limits: RateLimitOptions;
  execPath: string;
  counts: RequestCounts;
}): Hono<Env> {
  const { world, actions, counts } = options;
  const api = createApi({
    world,
    limits: createRateLimits(world, options.limits),
    counted: ({ kind }) => {
      counts.total += 1;
      counts.byToken[kind] += 1;
    },
  });
  const families = [
    appRoutes,
    userRoutes,
    deliveryRoutes,
    repositoryRoutes,
    contentRoutes,
    gitRefRoutes,
    gitObjectRoutes,
    mergeRoutes,
    pullRoutes,
    reviewRoutes,
    reviewCommentRoutes,
    issueRoutes,
    labelRoutes,
    commentRoutes,
    checkRoutes,
    statusRoutes,
    actionsRoutes,
    jobRoutes,
    secretRoutes,
    graphqlRoutes,
  ];
  for (const family of families) family({ hono: api, world, actions });
  const counted = (): void => {
    counts.git += 1;
  };
  const git = createGitHttp(world, { execPath: options.execPath, counted });
  const page = createRunLogPage(world, actions);
  const results = createResults(actions.artifacts);
  // Git and pages stay outside the API: no rate limit, no ETag over a stream.
  const server = new Hono<Env>();
  server.all('*', async (c) => {
    const { path } = c.req;
    if (isGit(path)) return git.fetch(c.req.raw);
    if (path.startsWith('/_results/')) return results.fetch(c.req.raw);
    if (/^\/(?!repos\/)[^/]+\/[^/]+\/actions\/runs\/\d+$/.test(path)) return page.fetch(c.req.raw);
    return api.fetch(c.req.raw);
  });
  return server;
}

export async function listen(
  server: Hono<Env>,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const close = (): Promise<void> =>
      new Promise((done) => {
        listening.close(() => done());
        if ('closeAllConnections' in listening) listening.closeAllConnections();
      });
    const listening = serve(
      { fetch: server.fetch, port, hostname: '127.0.0.1', overrideGlobalObjects: false },
      (address) => resolve({ url: `http://127.0.0.1:${address.port}`, close }),
    );
    listening.once('error', reject);
  });
}
