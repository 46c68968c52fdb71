import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { modelName, type Usage } from '../../contracts/models.ts';
import { addressProblem } from './address.ts';
import { systemClock } from './clock.ts';
import { createDoor, type Door } from './door.ts';
import { createHealth, usualPatienceMs } from './health.ts';
import type { House, Visit } from './house.ts';
import { createLedger } from './ledger.ts';
import type { GatewayOptions, GatewayStop } from './options.ts';
import { protocols } from './protocols/registry.ts';
import { sendError } from './respond.ts';
import { splitUrl } from './routes.ts';
import { serve } from './serve.ts';
import { createUpstream } from './upstream.ts';

export type { GatewayOptions, GatewayStop } from './options.ts';

/** The only way from an agent to a model: an address on loopback that holds the keys, counts, and says when it is enough. */
export interface Gateway {
  /** `http://127.0.0.1:<port>`; the protocols lie under `/v1`. */
  url: string;
  /** Stands where the agent expects a key; every request without it gets 401. */
  token: string;
  usage(): Usage;
  /** Aborts when the agent can get nothing more; its `reason` is a `GatewayStop`. */
  stopped: AbortSignal;
  /** Ends what is under way and counts it; idempotent. */
  close(): Promise<void>;
}

/** Throws, with a remedy, when the chain cannot be served as it is. */
export const openGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const first = checkChain(options);
  const { chain, keys, paths, redact, log, onSign, clock = systemClock } = options;
  const { patienceMs = usualPatienceMs } = options;
  const ledger = options.ledger ?? createLedger(options.budget);
  const stopped = new AbortController();
  let reason: GatewayStop | null = null;
  const stop = (why: GatewayStop): void => {
    reason ??= { ...why, detail: redact(why.detail) };
    stopped.abort(reason);
  };
  const upstream = createUpstream(keys);
  const house: House = {
    first,
    paths,
    means: { upstream, ledger, clock, redact, onSign },
    health: createHealth({ chain, clock, patienceMs, stop }),
    patienceMs,
    hasKey: (model) => keys.has(model.provider),
    stop,
    stopped: () => reason,
  };

  let url = '';
  const door = createDoor(() => [url.replace('http://', ''), url.replace('http://127.0.0.1', 'localhost')]);
  const underWay = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const visit = receive({ request, response }, { house, door, log });
    underWay.add(visit);
    void visit.finally(() => underWay.delete(visit));
  });
  url = await listen(server);

  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await Promise.all(underWay);
    await upstream.close();
  };
  let closing: Promise<void> | null = null;
  return {
    url,
    token: door.token,
    usage: ledger.usage,
    stopped: stopped.signal,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

const checkChain = ({ chain, budget }: GatewayOptions) => {
  const [first] = chain;
  if (first === undefined)
    throw new Error(
      'No model is configured for this agent: set `agents.allowed.<name>.model` in .github/throughline.yml.',
    );
  for (const model of chain) {
    const problem = addressProblem(model);
    if (problem) throw new Error(`${problem.what} ${problem.remedy}`);
    if (model.api !== first.api)
      throw new Error(
        `${modelName(model)} speaks ${model.api} and cannot stand in for ${modelName(first)}, which speaks ${first.api}: choose a fallback with the same \`api\`.`,
      );
    if (budget.cost !== null && model.price === null)
      throw new Error(
        `The cost of ${modelName(model)} cannot be capped: set \`models.prices."${modelName(model)}"\` in .github/throughline.yml, or remove \`caps.cost\`.`,
      );
  }
  return first;
};

const listen = (server: Server): Promise<string> => {
  // agents keep connections open; one closed at the moment it is used again looks like an outage to them
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(`http://127.0.0.1:${address.port}`);
      else reject(new Error('The gateway found no port to listen on.'));
    });
  });
};

interface Reception {
  house: House;
  door: Door;
  log: (line: string) => void;
}

/** From the first byte of a request to its line in the log; never rejects. */
const receive = async (
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { house, door, log }: Reception,
): Promise<void> => {
  const { clock, redact } = house.means;
  const began = clock.now();
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.on('error', () => {});
  const visit: Visit = { request, response, protocol: protocols[house.first.api], signal: gone.signal };
  const said = await answer(visit, { house, door });
  const path = redact(splitUrl(request.url ?? '').path).slice(0, 100);
  log(`${request.method ?? ''} ${path}: ${redact(said)}, ${Math.round(clock.now() - began)} ms`);
};

const answer = async (visit: Visit, { house, door }: Omit<Reception, 'log'>): Promise<string> => {
  const { request, response, protocol } = visit;
  try {
    const refusal = door.refusal(request);
    if (refusal === null) return await serve(visit, house);
    response.setHeader('connection', 'close');
    sendError(response, { protocol, status: 401, message: refusal });
    return '401';
  } catch (error) {
    response.destroy();
    return `failed in the gateway itself (${error instanceof Error ? error.name : 'unknown'})`;
  }
};
