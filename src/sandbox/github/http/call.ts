import { actorOf, checkAccess, type Need } from '../access.ts';
import type { Actor, GithubApp, Issue, Repository } from '../model.ts';
import { badCredentials, notFound } from '../problems.ts';
import type { Principal } from '../tokens.ts';
import { findIssue, findRepository, type World } from '../world.ts';
import type { Api, ApiContext } from './api.ts';

/** One request about one repository, after it was found allowed. */
export interface Call {
  c: ApiContext;
  world: World;
  repository: Repository;
  principal: Principal;
  /** Whoever the answer's changes are shown under; refuses anonymous callers when asked for. */
  actor(): Actor;
}

type Answer = Response | Promise<Response>;

export const param = (c: ApiContext, name: string): string => c.req.param(name) ?? '';

/** A number in the path; anything else is not found. */
export function numberParam(c: ApiContext, name: string): number {
  const text = param(c, name);
  if (!/^\d{1,15}$/.test(text)) throw notFound();
  return Number(text);
}

function callOf(api: Api, c: ApiContext): Call {
  const { world } = api;
  const principal = c.get('principal');
  const repository = findRepository(world, `${param(c, 'owner')}/${param(c, 'repo')}`);
  return { c, world, repository, principal, actor: () => actorOf(world, principal) };
}

/** A route under `/repos/{owner}/{repo}` that asks for `need`. */
export const onRepository = (api: Api, need: Need, answer: (call: Call) => Answer) => (c: ApiContext) => {
  const call = callOf(api, c);
  checkAccess(call.principal, call.repository, need);
  return answer(call);
};

/** Issues need the `issues` permission; a pull request's thread is open to `pull_requests` as well. */
export function onThread(
  api: Api,
  options: { need: Need; issueOf?: (call: Call) => Issue },
  answer: (call: Call & { issue: Issue }) => Answer,
) {
  const issueOf =
    options.issueOf ?? ((call: Call) => findIssue(call.repository, numberParam(call.c, 'number')));
  return (c: ApiContext) => {
    const call = callOf(api, c);
    const either: Need = { ...options.need, permissions: ['issues', 'pull_requests'] };
    checkAccess(call.principal, call.repository, either);
    const issue = issueOf(call);
    const permissions = issue.pull ? ['issues', 'pull_requests'] : ['issues'];
    checkAccess(call.principal, call.repository, { ...options.need, permissions });
    return answer({ ...call, issue });
  };
}

/** A route for the App itself, signed in with its JSON web token. */
export const onApp = (answer: (c: ApiContext, app: GithubApp) => Answer) => (c: ApiContext) => {
  const principal = c.get('principal');
  if (principal.kind !== 'app') throw badCredentials('A JSON web token could not be decoded');
  return answer(c, principal.app);
};
