import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import type { ActionsOptions } from '../../../src/sandbox/actions/run.ts';
import {
  type LocalGithub,
  type LocalGithubOptions,
  startGithub,
} from '../../../src/sandbox/github/github.ts';
import type { Permissions } from '../../../src/sandbox/github/model.ts';
import { createOpenApiCheck } from '../../contracts/openapi.ts';

const makeKeys = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
export const keys = makeKeys();
export const otherKeys = makeKeys();

export const permissions: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  statuses: 'write',
};
const events = ['issue_comment', 'issues', 'pull_request', 'push', 'check_run', 'workflow_run'];
export const fullName = 'acme/widgets';
export const appId = 101;
export const foreignAppId = 202;

export const appOptions = (id: number, publicKey: string) => ({
  id,
  slug: `app-${id}`,
  name: `App ${id}`,
  owner: 'acme',
  publicKey,
  permissions,
  events,
});

/** A run does what its note says: `wait` until it is released. */
const workflow = `name: Throughline
run-name: throughline \${{ inputs.assignment }}
on:
  workflow_dispatch:
    inputs:
      assignment: { required: true, type: string }
      note: { type: string }
permissions: { contents: read }
jobs:
  publish:
    runs-on: ubuntu-latest
    permissions: { contents: write }
    steps:
      - name: Work
        env:
          ASSIGNMENT: \${{ inputs.assignment }}
          NOTE: \${{ inputs.note }}
          TOKEN: \${{ github.token }}
        run: |
          echo "<b>working</b> on \${ASSIGNMENT:0:40}"
          [ "$NOTE" = wait ] || exit 0
          echo "$TOKEN" > "$HELD/$GITHUB_RUN_ID.part"
          mv "$HELD/$GITHUB_RUN_ID.part" "$HELD/began-$ASSIGNMENT"
          while [ ! -e "$HELD/end-$ASSIGNMENT" ]; do sleep 0.02; done
          exit "$(cat "$HELD/end-$ASSIGNMENT")"
`;

const plainFiles: Record<string, string> = {
  'README.md': '# Widgets\n',
  'docs/guide.md': 'Guide\n',
  '.github/workflows/throughline.yml': workflow,
  '.github/workflows/push-only.yml':
    'name: Push\non: push\njobs: { a: { runs-on: x, steps: [{ run: "true" }] } }\n',
};

export interface FakeClock {
  now(): Date;
  advance(ms: number): void;
}

function fakeClock(): FakeClock {
  let at = Date.parse('2026-03-01T10:00:00Z');
  return {
    now: () => new Date(at),
    advance: (ms) => {
      at += ms;
    },
  };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function jwt(claims: Record<string, unknown>, options: { key?: string; alg?: string } = {}): string {
  const signed = `${part({ alg: options.alg ?? 'RS256', typ: 'JWT' })}.${part(claims)}`;
  const signature = createSign('RSA-SHA256')
    .update(signed)
    .sign(options.key ?? keys.privateKey, 'base64url');
  return `${signed}.${signature}`;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by the tests
  body: any;
}

export interface RequestOptions {
  token?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

const contract = createOpenApiCheck();

/** The description asks here for an account that is a user and an enterprise at once; elsewhere it is either. */
const contradictory = /^GET \/app\/installations 200: \/\d+\/account /;

/** What is out of date has no line any more; the description forgot that. */
const outOfDate = /pulls\/.* 20[01]: \/(\d+\/)?(line|position|original_line) must be integer /;

function checkContract(request: string, answer: { status: number; text: string; body: unknown }): void {
  const [method = '', path = ''] = request.split(' ');
  if (answer.status === 304 || contract.matches(method, path) === null) return;
  // GitHub refuses in more ways than its description lists, and says why where it lists none.
  const problems = contract
    .checkResponse(method, path, answer.status, answer.text === '' ? undefined : answer.body)
    .filter((problem) => !contradictory.test(problem) && !outOfDate.test(problem));
  const undocumented =
    problems.length === 1 &&
    / (?:does not answer 4\d\d|answers 4\d\d without a body)$/.test(problems[0] ?? '');
  if (problems.length > 0 && !undocumented) throw new Error(`${request}: ${problems.join('\n')}`);
}

export interface TestWorld {
  github: LocalGithub;
  clock: FakeClock;
  installationId: number;
  foreignInstallationId: number;
  /** An installation token with all the App's permissions. */
  token: string;
  appToken(): string;
  tokenWith(permissions: Permissions): Promise<string>;
  /** `GET /path`; the answer is held to GitHub's description. */
  send(request: string, options?: RequestOptions): Promise<Answer>;
  /** Folder of the whole world. */
  folder: string;
  /** The token of a run with the note `wait`, once it works. */
  began(assignment: string): Promise<string>;
  /** Lets a run with the note `wait` end. */
  release(assignment: string, exitCode?: number): Promise<void>;
  stop(): Promise<void>;
}

async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries({ ...plainFiles, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Machines whose processes find `bash`, `git` and the folder of held runs, and nothing of the test's own environment. */
const actionsIn = (
  folder: string,
  { runners, more }: { runners: number; more: Partial<ActionsOptions> },
): ActionsOptions => ({
  folder: join(folder, 'runners'),
  machine: {
    environment: 'github-hosted',
    count: runners,
    env: { PATH: process.env.PATH ?? '', HOME: folder, HELD: join(folder, 'held') },
  },
  resolve: { workflow: async () => null, action: async () => null, known: [] },
  ...more,
});

export interface WorldOptions extends Partial<Omit<LocalGithubOptions, 'actions'>> {
  actions?: Partial<ActionsOptions>;
  /** Jobs at once. */
  runners?: number;
  /** What the repositories hold beside the plain files. */
  files?: Record<string, string>;
}

/** One App on one private repository, people of every role, and a second, foreign App on another repository. */
export async function createWorld({
  files,
  actions,
  runners = 2,
  ...options
}: WorldOptions = {}): Promise<TestWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'local-github-'));
  const held = join(folder, 'held');
  await mkdir(held);
  await writeFiles(join(folder, 'seed'), files ?? {});
  const clock = fakeClock();
  const github = await startGithub({
    root: join(folder, 'repositories'),
    app: appOptions(appId, keys.publicKey),
    actions: actionsIn(folder, { runners, more: actions ?? {} }),
    clock,
    ...options,
  });
  const from = { folder: join(folder, 'seed') };
  await github.createRepository({ fullName, from });
  await github.createRepository({ fullName: 'acme/plain', from, drafts: false });
  await github.createRepository({ fullName: 'other/secret', from });
  for (const role of ['read', 'triage', 'write', 'maintain', 'admin'] as const) {
    github.addUser({ login: `${role}er`, roles: { [fullName]: role, 'acme/plain': role } });
  }
  github.addUser({ login: 'stranger' });
  github.registerApp(appOptions(foreignAppId, otherKeys.publicKey));
  const { id: foreignInstallationId } = github.installApp({
    appId: foreignAppId,
    repositories: ['other/secret'],
  });
  const { id: installationId } = github.installApp({ appId, repositories: [fullName, 'acme/plain'] });

  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);
  const appToken = (): string => jwt({ iss: appId, iat: seconds() - 30, exp: seconds() + 540 });
  const send = async (request: string, { token, body, headers }: RequestOptions = {}): Promise<Answer> => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await fetch(`${github.url}${path}`, {
      method,
      headers: {
        'user-agent': 'test',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = answer.headers.get('content-type')?.startsWith('application/json') ?? false;
    const result = {
      status: answer.status,
      headers: answer.headers,
      text,
      body: json ? JSON.parse(text) : null,
    };
    if (json || text === '') checkContract(request, result);
    return result;
  };
  const tokenWith = async (wanted: Permissions): Promise<string> => {
    const path = `/app/installations/${installationId}/access_tokens`;
    const answer = await send(`POST ${path}`, { token: appToken(), body: { permissions: wanted } });
    return answer.body.token;
  };
  return {
    github,
    clock,
    installationId,
    foreignInstallationId,
    token: await tokenWith(permissions),
    appToken,
    tokenWith,
    send,
    folder,
    began: (assignment) =>
      vi.waitFor(async () => (await readFile(join(held, `began-${assignment}`), 'utf8')).trim(), 10_000),
    async release(assignment, exitCode = 0) {
      await writeFile(join(held, `end-${assignment}.part`), String(exitCode));
      await rename(join(held, `end-${assignment}.part`), join(held, `end-${assignment}`));
    },
    async stop() {
      await github.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Received {
  headers: Record<string, string | string[] | undefined>;
  body: string;
  // biome-ignore lint/suspicious/noExplicitAny: payloads are looked into freely by the tests
  payload: any;
}

/** A webhook receiver that answers as `answers` says, 200 when it says nothing. */
export async function createReceiver(answers: number[] = []) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({ headers: request.headers, body, payload: JSON.parse(body) });
      response.writeHead(answers.shift() ?? 200).end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return {
    received,
    url: `http://127.0.0.1:${address.port}/hook`,
    names: () =>
      received.map(({ headers, payload }) =>
        [headers['x-github-event'], payload.action].filter(Boolean).join('.'),
      ),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
