import nock from 'nock';
import { ProbotOctokit } from 'probot';
import { createGithub } from '../../../src/adapters/github/github.ts';
import type { Github } from '../../../src/ports/github.ts';
import { createOpenApiCheck } from '../../contracts/openapi.ts';
import { createSampler } from '../../contracts/sample.ts';

const check = createOpenApiCheck();
const sample = createSampler();

export const token = 'ghs_1234567890abcdefghijklmnopqrstuvwxyz';
export const now = new Date('2026-01-02T03:04:05Z');
export const ref = { fullName: 'octo/hello', installationId: 7 };
export const repo = '/repos/octo/hello';
const api = 'https://api.github.com';

interface Sent {
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

interface Canned {
  status?: number;
  /** Fields that matter; the rest of the answer is made from GitHub's description. */
  body?: unknown;
  /** Sends `body` as it is, unchecked: what a broken or foreign server would send. */
  raw?: string;
  headers?: Record<string, string>;
}

export interface Stage {
  github: Github;
  sent: Sent[];
  logged: string[];
  /** Expects a request and answers it, once. `path` is as sent, with its query in any order. */
  on(method: string, path: string, answer?: Canned): void;
  /** The connection breaks. */
  breaksOn(method: string, path: string): void;
  /** Problems with the contract, and expected requests that did not come. */
  leftovers(): string[];
}

const client = () =>
  new ProbotOctokit({
    auth: { token },
    throttle: { enabled: false },
    retry: { enabled: false },
    log: silent,
  });

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function queryOf(path: string): Record<string, string> {
  return Object.fromEntries(new URL(path, api).searchParams);
}

/** GitHub played by nock; every request and every answer is held to GitHub's own description. */
export function createStage(options: { timeoutMs?: number; now?: () => Date } = {}): Stage {
  nock.cleanAll();
  nock.disableNetConnect();
  const problems: string[] = [];
  const sent: Sent[] = [];
  const logged: string[] = [];
  const log = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }));
  const expected = (method: string, path: string) =>
    nock(api)
      .intercept((uri) => decodeURIComponent(uri.split('?')[0] ?? '') === path.split('?')[0], method)
      .query(queryOf(path));

  const canned = (operation: string, { status = 200, body }: Canned): unknown => {
    if (status >= 400)
      return {
        message: 'Not Found',
        documentation_url: 'https://docs.github.com/x',
        status: String(status),
        ...Object(body),
      };
    if (status === 204 || status === 304) return undefined;
    return sample(operation, status, body);
  };

  const played = (method: string, uri: string, body: unknown, answer: Canned): nock.ReplyFnResult => {
    const { status = 200, headers = {} } = answer;
    if (uri === '/graphql') return [status, Object(answer.body), headers];
    problems.push(...check.checkRequest(method, uri, body));
    if (answer.raw !== undefined)
      return [status, answer.raw, { 'content-type': 'application/json', ...headers }];
    const made = canned(check.matches(method, uri) ?? '', answer);
    if (status !== 304) problems.push(...check.checkResponse(method, uri, status, made));
    return made === undefined ? [status, '', headers] : [status, Object(made), headers];
  };

  return {
    sent,
    logged,
    github: createGithub({
      app: async () => client(),
      installation: async () => client(),
      log: { debug: log, warn: log },
      now: () => now,
      ...options,
    }),
    on(method, path, answer = {}) {
      expected(method, path).reply(function reply(uri, given) {
        const body = given === '' ? undefined : given;
        sent.push({ method, path: uri, body, headers: Object(this.req.headers) });
        return played(method, uri, body, answer);
      });
    },
    breaksOn(method, path) {
      expected(method, path).replyWithError(
        Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
      );
    },
    leftovers: () => [...problems, ...nock.pendingMocks().map((each) => `never asked: ${each}`)],
  };
}

/** What a rejected promise was rejected with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}

/** An account as comments, runs and pull requests show it. */
export const user = (login: string, id: number, type = 'User') => ({ login, id, type });
