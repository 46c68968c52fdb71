import type { House, Visit } from './house.ts';
import { at, parseJson } from './json.ts';
import type { Protocol } from './protocols/protocol.ts';
import { protocols } from './protocols/registry.ts';
import { largestRequest, readRequest } from './read-request.ts';
import { sendError, sendJson } from './respond.ts';
import { countPath, type Route, routeOf, splitUrl } from './routes.ts';
import { serveAsk } from './serve-ask.ts';
import { servePass } from './serve-pass.ts';

/** Serves a request that has shown the token. Gives what the log says of it. */
export const serve = async (visit: Visit, house: House): Promise<string> => {
  const { request, response } = visit;
  const route = routeOf({ method: request.method ?? '', url: request.url ?? '', paths: house.paths });
  switch (route.kind) {
    case 'hello':
      sendJson(response, 200, { throughline: 'gateway' });
      return '200';
    case 'models':
      sendJson(response, 200, modelList(house));
      return '200';
    case 'unknown':
      return refusePath(visit, house);
    default:
      return await serveBody(visit, route, house);
  }
};

/** One list for both families of protocols. */
const modelList = ({ first }: House) => ({
  object: 'list',
  data: [
    {
      id: first.model,
      object: 'model',
      type: 'model',
      created: 0,
      created_at: '1970-01-01T00:00:00Z',
      owned_by: first.provider,
      display_name: first.model,
    },
  ],
  has_more: false,
  first_id: first.model,
  last_id: first.model,
});

const refusePath = ({ request, response, protocol }: Visit, { means, first }: House): string => {
  const { path } = splitUrl(request.url ?? '');
  means.ledger.refused(means.redact(path));
  sendError(response, {
    protocol,
    status: 404,
    message: `this path is not allowed by the gateway; \`models.providers.${first.provider}.paths\` allows a path by name.`,
  });
  return '404, refused';
};

type BodyRoute = Extract<Route, { kind: 'ask' | 'count' | 'pass' }>;

const serveBody = async (visit: Visit, route: BodyRoute, house: House): Promise<string> => {
  const { request, response } = visit;
  const body = await readRequest(request);
  if (body.kind === 'gone') return 'the agent hung up';
  if (body.kind === 'too-large') {
    response.setHeader('connection', 'close');
    const message = `the request is larger than ${largestRequest / 1024 / 1024} MiB.`;
    sendError(response, { protocol: visit.protocol, status: 413, message });
    return '413';
  }
  const stop = house.stopped();
  if (stop) return refuse(visit, stop.detail);
  if (route.kind !== 'pass') return await serveJson(visit, { route, bytes: body.bytes }, house);
  if (!house.means.ledger.passed(house.means.redact(route.path))) return refuse(visit, tooManyPassed);
  return await servePass(visit, { ...route, body: body.bytes.length === 0 ? null : body.bytes }, house);
};

const refuse = ({ response, protocol }: Visit, message: string): string => {
  // 400: agents give up at once; what else says no they try again
  sendError(response, { protocol, status: 400, message });
  return '400';
};

const serveJson = async (
  visit: Visit,
  asked: { route: Exclude<BodyRoute, { kind: 'pass' }>; bytes: Buffer },
  house: House,
): Promise<string> => {
  const { route, bytes } = asked;
  const { first } = house;
  const spoken = route.kind === 'ask' ? route.protocol : protocols['anthropic-messages'];
  if (first.api !== spoken.api) return refuse({ ...visit, protocol: spoken }, wrongProtocol(spoken, house));
  const body = objectIn(bytes);
  if (body === null) return refuse(visit, 'the body of the request is no JSON object.');
  if (route.kind === 'count') {
    if (!house.means.ledger.passed(countPath)) return refuse(visit, tooManyPassed);
    return await servePass(
      visit,
      {
        method: 'POST',
        path: countPath,
        query: route.query,
        body: JSON.stringify({ ...body, model: first.model }),
      },
      house,
    );
  }
  const server = protocols[first.api].serverTools(body);
  if (server.length > 0) return refuse(visit, withoutServerTools(server, house));
  // it would go on after the answer, and nobody would count it
  if (body.background === true)
    return refuse(visit, '`background` is not allowed, because its tokens could not be counted.');
  const question = {
    body,
    streaming: body.stream === true,
    headers: visit.request.headers,
    query: route.query,
    signal: visit.signal,
  };
  return await serveAsk(visit, question, house);
};

const tooManyPassed =
  'too many requests that are none to a model; there may be four times as many as `caps.requests` allows to models.';

/** What a provider executes by itself has a price and a reach of its own, and passes by all that the run forbids. */
const withoutServerTools = (tools: string[], { means }: House): string => {
  const named = [...new Set(tools)].slice(0, 10).map((tool) => `\`${means.redact(tool).slice(0, 60)}\``);
  return `tools that the provider executes are not allowed: ${named.join(', ')}. Use tools of the agent's own.`;
};

const wrongProtocol = (spoken: Protocol, { first }: House): string =>
  `the agent speaks ${spoken.api} (${spoken.path}), but provider \`${first.provider}\` speaks ${first.api} (${protocols[first.api].path}); choose a model whose \`models.providers.<name>.api\` is \`${spoken.api}\`, or another agent.`;

const objectIn = (bytes: Buffer): Record<string, unknown> | null => {
  const value = parseJson(bytes.toString());
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.keys(value).map((key) => [key, at(value, key)]));
};
