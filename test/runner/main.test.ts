import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Assignment } from '../../src/contracts/assignment.ts';
import { answering, assignmentFor, makeWorld, readEvidence, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const environmentFor = (assignment: Assignment): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  ASSIGNMENT: JSON.stringify(assignment),
  REMOTE_URL: `file://${world.remote}`,
  RUN_TOKEN: 'ghs_token-of-this-run',
  RUN_ID: '55',
  RUN_ATTEMPT: '1',
  WORK_DIR: join(world.folder, 'work'),
});

const start = (
  env: Record<string, string>,
): { child: ChildProcess; ended: Promise<{ code: number | null; out: string; err: string }> } => {
  const main = join(import.meta.dirname, '../../src/runner/main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    cwd: join(import.meta.dirname, '../..'),
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, out, err })),
  );
  return { child, ended };
};

const withCommand = (command: string): Assignment =>
  assignmentFor(world, { agent: { name: 'probe', kind: 'command', command } });

describe('the runner as a process', () => {
  it('exits with 0 once the evidence is published, and again when it is there already', async () => {
    const assignment = withCommand(`env; ${answering()}`);
    expect(await start(environmentFor(assignment)).ended).toMatchObject({ code: 0, err: '' });
    const evidence = readEvidence(world, assignment.id);
    expect(evidence.file.run).toEqual({ id: 55, attempt: 1 });
    expect(evidence.text('transcript.log')).not.toMatch(/ghs_token|RUN_|ASSIGNMENT=|REMOTE_URL|WORK_DIR/);
    const again = await start({ ...environmentFor(assignment), RUN_ATTEMPT: '2' }).ended;
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toMatch(/an assignment runs once/);
  });

  it.each([
    ['no assignment', { ASSIGNMENT: '{' }, /^run failed: ASSIGNMENT: .*not JSON\n$/],
    ['an assignment of another shape', { ASSIGNMENT: '{}' }, /^run failed: ASSIGNMENT: .*\n$/],
    ['no run', { RUN_ID: 'x' }, /^run failed: RUN_ID: .*\n$/],
    [
      'a remote that is not there',
      { REMOTE_URL: 'file:///nowhere/at/all.git' },
      /^run failed: git ls-remote failed: .*\n$/,
    ],
  ])('exits with 1 and one line for %s', async (_, change, line) => {
    const ended = await start({ ...environmentFor(withCommand('true')), ...change }).ended;
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(line) });
  });

  it('refuses phases it cannot do', async () => {
    const assignment: Assignment = { ...withCommand('true'), phase: 'explore' };
    const ended = await start(environmentFor(assignment)).ended;
    expect(ended).toMatchObject({ code: 1, err: expect.stringMatching(/cannot do `explore` yet/) });
  });

  it('takes everything it started with it on SIGTERM', async () => {
    const started = join(world.folder, 'started');
    const over = join(world.folder, 'over');
    const command = `(setsid sh -c 'trap "touch ${over}; exit" TERM; touch ${started}; while :; do sleep 0.1; done' &); while :; do sleep 0.1; done`;
    const { child, ended } = start(environmentFor(withCommand(command)));
    await vi.waitFor(() => expect(existsSync(started)).toBe(true), { timeout: 15_000 });
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 1, err: expect.stringMatching(/ended by SIGTERM/) });
    expect(existsSync(over)).toBe(true);
  });
});
