import type { Endpoints } from '@octokit/types';
import { Unavailable } from '../../ports/errors.ts';
import type { GithubClient, GithubLog } from './client.ts';
import { toPortError } from './errors.ts';
import type { RestOperation } from './permissions.ts';

/** Only operations of the permissions table can be sent. */
export type Operation = RestOperation & keyof Endpoints;
export type Answer<O extends Operation> = Endpoints[O]['response'];
type Parameters<O extends Operation> = Endpoints[O]['parameters'] & {
  headers?: Record<string, string>;
};

/** Another version answers in other shapes; the contract extract describes this one. */
const apiVersion = '2022-11-28';

export interface Requester {
  /** Sends one request. Throws Refused, RateLimited or Unavailable and nothing else. */
  send<O extends Operation>(operation: O, parameters: Parameters<O>): Promise<Answer<O>>;
  /** Runs a GraphQL document; an error inside a 200 answer is an error. `name` is the field, as in the permissions table. */
  graphql(name: string, document: string, variables: Record<string, unknown>): Promise<unknown>;
}

export interface RequesterOptions {
  client: () => Promise<GithubClient>;
  /** Repository or installation, for messages and logs. */
  on: string;
  log: GithubLog;
  now: () => Date;
  timeoutMs: number;
}

/**
 * Octokit reads a JSON body that was cut off on its way as an empty text and calls it success.
 */
function assertWhole(answer: { status: number; data?: unknown }): void {
  const hasBody = answer.status === 200 || answer.status === 201;
  if (hasBody && (answer.data === undefined || typeof answer.data === 'string')) {
    throw new Unavailable('The answer of GitHub was cut off on its way');
  }
}

/**
 * The signal alone is not enough: the request for a token that Octokit sends first does not know it.
 */
async function within<T>(timeoutMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Unavailable(`No answer from GitHub within ${timeoutMs / 1000} s`));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

export function createRequester({ client, on, log, now, timeoutMs }: RequesterOptions): Requester {
  async function attempt<T>(operation: string, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const started = now().getTime();
    try {
      const answer = await within(timeoutMs, run);
      log.debug({ operation, on, ms: now().getTime() - started }, 'GitHub answered');
      return answer;
    } catch (error) {
      const mapped = toPortError(error, { operation, on, now: now() });
      log.debug({ operation, on, ms: now().getTime() - started, error: mapped.message }, 'GitHub did not');
      throw mapped;
    }
  }

  return {
    send: <O extends Operation>(operation: O, parameters: Parameters<O>) =>
      attempt(operation, async (signal) => {
        const octokit = await client();
        const request = { signal, retries: 0 };
        const headers = { 'x-github-api-version': apiVersion, ...parameters.headers };
        // The route names the type of its answer; the compiler cannot follow it through a type parameter.
        const answer = (await octokit.request(operation as string, {
          ...parameters,
          headers,
          request,
        })) as Answer<O>;
        assertWhole(answer);
        return answer;
      }),
    graphql: (name, document, variables) =>
      attempt(name, async (signal) => {
        const octokit = await client();
        return octokit.graphql<unknown>(document, { ...variables, request: { signal, retries: 0 } });
      }),
  };
}
