import { Hono } from 'hono';
import { actorOf, checkAccess, mayWriteWorkflows, needRead, needWrite } from '../access.ts';
import { afterRefChanges } from '../domain/refs.ts';
import { type BackendRequest, runBackend } from '../git/http-backend.ts';
import { withWriteLock } from '../git/plumbing.ts';
import { listRefs, refDifferences } from '../git/refs.ts';
import type { ApiContext, Env } from '../http/api.ts';
import type { Repository } from '../model.ts';
import { Problem } from '../problems.ts';
import { type Principal, resolveToken, tokenFromHeader } from '../tokens.ts';
import { findRepository, type World } from '../world.ts';

interface Exchange {
  world: World;
  repository: Repository;
  principal: Principal;
  backend: BackendRequest;
}

const plain = (status: Problem['status'], text: string, headers: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });

const challenge = { 'www-authenticate': 'Basic realm="GitHub"' };

function signedIn(world: World, c: ApiContext): Principal {
  const token = tokenFromHeader(c.req.header('authorization'));
  return token === null ? { kind: 'anonymous' } : resolveToken(world, token);
}

/** Git asks without a name first: every refusal to a nameless caller is a 401, so that it asks again with one. */
function refusal(error: unknown, options: { principal: Principal | null; fullName: string }): Response {
  if (!(error instanceof Problem)) throw error;
  if (options.principal === null || options.principal.kind === 'anonymous') {
    return plain(
      401,
      'Invalid username or token. Password authentication is not supported for Git operations.',
      challenge,
    );
  }
  if (error.status === 404) return plain(404, 'Repository not found.');
  if (error.status === 401) return plain(401, error.message, challenge);
  return plain(403, `Write access to repository ${options.fullName} not granted.`);
}

async function takePush(
  execPath: string,
  { world, repository, principal, backend }: Exchange,
): Promise<Response> {
  return withWriteLock(repository, async () => {
    const before = await listRefs(repository.gitDir);
    const { response, finished } = await runBackend(execPath, backend);
    const body = await response.arrayBuffer();
    await finished;
    const changes = refDifferences(before, await listRefs(repository.gitDir));
    await afterRefChanges(world, repository, { changes, actor: actorOf(world, principal) });
    return new Response(body, { status: response.status, headers: response.headers });
  });
}

type Service = 'git-upload-pack' | 'git-receive-pack';

const nameOf = (c: ApiContext): string =>
  `${c.req.param('owner') ?? ''}/${(c.req.param('name') ?? '').replace(/\.git$/, '')}`;

function backendRequest(
  c: ApiContext,
  exchange: Omit<Exchange, 'backend'> & { path: string },
): BackendRequest {
  const { world, repository, principal, path } = exchange;
  return {
    root: world.root,
    path: `/${repository.fullName}.git/${path}`,
    request: c.req.raw,
    login: principal.kind === 'anonymous' ? '' : actorOf(world, principal).account.login,
    env: { SANDBOX_MAY_WRITE_WORKFLOWS: mayWriteWorkflows(principal) ? 'yes' : 'no' },
  };
}

/** Git over HTTP: `/{owner}/{repo}.git/…` or without `.git`, served by `git http-backend` after the token was judged. */
export function createGitHttp(world: World, options: { execPath: string; counted: () => void }): Hono<Env> {
  const hono = new Hono<Env>();

  const serve = (service: Service, path: string) => async (c: ApiContext) => {
    options.counted();
    let principal: Principal | null = null;
    try {
      principal = signedIn(world, c);
      const repository = findRepository(world, nameOf(c));
      const pushes = service === 'git-receive-pack';
      checkAccess(principal, repository, pushes ? needWrite('write', 'contents') : needRead('contents'));
      const backend = backendRequest(c, { world, repository, principal, path });
      if (pushes && path === service) {
        return await takePush(options.execPath, { world, repository, principal, backend });
      }
      return (await runBackend(options.execPath, backend)).response;
    } catch (error) {
      return refusal(error, { principal, fullName: nameOf(c) });
    }
  };

  const base = '/:owner/:name';
  hono.get(`${base}/info/refs`, (c) => {
    const service = c.req.query('service');
    if (service !== 'git-upload-pack' && service !== 'git-receive-pack')
      return plain(403, 'Please upgrade your git client.');
    return serve(service, 'info/refs')(c);
  });
  hono.post(`${base}/git-upload-pack`, serve('git-upload-pack', 'git-upload-pack'));
  hono.post(`${base}/git-receive-pack`, serve('git-receive-pack', 'git-receive-pack'));
  return hono;
}
