import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { complete } from './settings-samples.ts';

/** Nothing listens there: GitHub and Linear are away. */
const away = 'http://127.0.0.1:1';

interface Server {
  pid: number;
  stdout: () => string;
  stderr: () => string;
  /** Resolves with the exit code. */
  exited: Promise<number | null>;
  /** Resolves with its address once it listens. */
  listening: Promise<string>;
  kill: (signal: NodeJS.Signals) => void;
}

const running: Server[] = [];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-server-'));
});
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill('SIGKILL');
    await server.exited;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (environment: Record<string, string>): Server => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let heard: (url: string) => void = () => undefined;
  const listening = new Promise<string>((resolve) => {
    heard = resolve;
  });
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    const port = /"port":(\d+),"msg":"listening"/.exec(out)?.[1];
    if (port) heard(`http://127.0.0.1:${port}`);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  const server: Server = {
    pid: child.pid ?? 0,
    stdout: () => out,
    stderr: () => err,
    exited,
    listening,
    kill: (signal) => child.kill(signal),
  };
  running.push(server);
  return server;
};

const settings = (dataDir: string): Record<string, string> => ({
  ...complete,
  GITHUB_API_URL: away,
  LINEAR_API_URL: `${away}/graphql`,
  DATA_DIR: join(folder, dataDir),
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'trace',
});

const url = async (server: Server): Promise<string> => {
  const first = await Promise.race([server.listening, server.exited]);
  if (typeof first !== 'string') throw new Error(`it ended: ${server.stderr()}`);
  return first;
};

describe('a start that cannot be', () => {
  it('says in one line what is missing, and makes no folder', async () => {
    const { LINEAR_API_KEY: _, ...rest } = settings('never');
    const server = start(rest);
    expect(await server.exited).toBe(1);
    expect(server.stdout()).toBe('');
    await expect(stat(join(folder, 'never'))).rejects.toThrow('ENOENT');
    expect(server.stderr()).toMatch(
      /^throughline cannot start: LINEAR_API_KEY is missing: it must be [^\n]*\n$/,
    );
  });

  it('says who holds the data folder, and leaves the holder alone', async () => {
    const first = start(settings('held'));
    const address = await url(first);
    const second = start(settings('held'));
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toMatch(/^throughline cannot start: [^\n]*\n$/);
    expect(second.stderr()).toContain(String(first.pid));
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
  });
});

describe('a server whose platforms are away', () => {
  it('answers, keeps its secrets, and ends in peace', async () => {
    const server = start(settings('running'));
    const address = await url(server);
    const ask = async (path: string, method = 'GET') => {
      const body = method === 'POST' ? '{"text":"marked-payload"}' : null;
      const response = await fetch(`${address}${path}`, { method, body });
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        text: await response.text(),
      };
    };
    expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await ask('/readyz')).toMatchObject({ status: 200, text: 'ready\n' });
    const metrics = await ask('/metrics');
    expect(metrics.type).toMatch(/^text\/plain; version=0\.0\.4/);
    for (const name of [
      'deliveries_pending',
      'deliveries_failed',
      'events_pending',
      'one_shots_pending',
      'one_shots_retrying',
    ]) {
      expect(metrics.text).toMatch(new RegExp(`^# TYPE throughline_${name} gauge$`, 'm'));
      expect(metrics.text).toMatch(new RegExp(`^throughline_${name} 0$`, 'm'));
    }

    expect((await ask('/nothing-here')).status).toBe(404);
    for (const path of ['/healthz', '/readyz', '/metrics'])
      expect((await ask(path, 'POST')).status).toBe(405);
    for (const path of ['/api/github/webhooks', '/api/linear/webhooks']) {
      expect((await ask(path)).status).toBe(405);
      expect((await ask(path, 'POST')).status).toBe(401);
    }

    server.kill('SIGTERM');
    expect(await server.exited).toBe(0);
    const lines = server.stdout().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(
      expect.arrayContaining(['listening', 'sweep part failed', 'draining', 'stopped']),
    );
    expect(server.stderr()).toBe('');
    const key = complete.PRIVATE_KEY.split('\n')[3] ?? 'no key';
    for (const secret of ['marked-', key]) expect(server.stdout()).not.toContain(secret);
  });
});
