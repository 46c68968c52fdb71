import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAgent } from '../../../src/adapters/agents/registry.ts';
import { createReplayAgent, playRecording } from '../../../src/adapters/agents/replay.ts';
import type { ProgramRequest } from '../../../src/ports/agent.ts';
import { assignmentFor, gitIn } from '../../runner/world.ts';
import { requestFor } from './support.ts';

let folder: string;
let worktree: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-replay-'));
  worktree = join(folder, 'worktree');
  gitIn(folder, 'init', '--quiet', worktree);
  gitIn(worktree, 'config', 'user.name', 'Ada');
  gitIn(worktree, 'config', 'user.email', 'ada@example.test');
  writeFileSync(join(worktree, 'a.txt'), 'one\ntwo\ntwo\nthree\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const answer = { status: 'DONE', summary: 'Did.', files: [], verification: [], notes: '' };

const record = (steps: unknown[]): string => {
  const recordings = join(folder, 'recordings');
  const place = join(recordings, '2-3', '1');
  mkdirSync(join(place, 'files'), { recursive: true });
  writeFileSync(join(place, 'files', 'new.txt'), 'from a file\n');
  writeFileSync(join(place, 'recording.json'), JSON.stringify({ steps, answer }));
  return recordings;
};

const play = async (steps: unknown[], env: Record<string, string> = {}) => {
  const lines: string[] = [];
  const exitCode = await playRecording({
    recordings: record(steps),
    cwd: worktree,
    env: {
      PATH: process.env.PATH,
      ANSWER_FILE: join(folder, 'answer.json'),
      REPLAY: '2-3/1',
      ...env,
    },
    print: (line) => lines.push(line),
  });
  return { exitCode, printed: lines.join('\n') };
};
const text = (path: string): string => readFileSync(join(worktree, path), 'utf8');

describe('a recording', () => {
  it('is really applied, committed and answered', async () => {
    const ended = await play([
      { do: 'say', text: 'Looking around.' },
      { do: 'write', path: 'deep/new.txt', from: 'files/new.txt' },
      { do: 'write-text', path: 'lines.txt', text: ['a', 'b'] },
      { do: 'replace', path: 'a.txt', old: 'one', new: '$& 1' },
      { do: 'commit', message: 'PER-1: Write' },
      { do: 'rename', path: 'lines.txt', to: 'other/lines.txt' },
      { do: 'delete', path: 'deep/new.txt' },
    ]);
    expect(ended.exitCode).toBe(0);
    expect(ended.printed).toMatch(/^Looking around\.\nwrite deep\/new\.txt\n[\s\S]*delete deep\/new\.txt$/);
    expect(text('a.txt')).toBe('$& 1\ntwo\ntwo\nthree\n');
    expect(text('other/lines.txt')).toBe('a\nb\n');
    expect(existsSync(join(worktree, 'deep/new.txt'))).toBe(false);
    expect(gitIn(worktree, 'log', '--format=%s')).toBe('PER-1: Write');
    expect(gitIn(worktree, 'show', 'HEAD:deep/new.txt')).toBe('from a file');
    expect(JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'))).toEqual(answer);
  });

  it.each([
    [
      'text that is not there',
      { do: 'replace', path: 'a.txt', old: 'four', new: 'x' },
      /does not hold the text/,
    ],
    ['text that is there twice', { do: 'replace', path: 'a.txt', old: 'two', new: 'x' }, /more than once/],
    ['a missing file', { do: 'delete', path: 'none.txt' }, /is not a file of the worktree/],
    ['a path that leads out', { do: 'write-text', path: '../out.txt', text: 'x' }, /is not inside/],
    ['an absolute path', { do: 'write-text', path: '/tmp/out.txt', text: 'x' }, /is not inside/],
    ['a source that leads out', { do: 'write', path: 'x', from: '../../../a.txt' }, /is not inside/],
    ['nothing to commit on top of', { do: 'shout' }, /Invalid/],
  ])('fails on %s, says why, and leaves no answer', async (_, step, reason) => {
    const ended = await play([step]);
    expect(ended.exitCode).toBe(1);
    expect(ended.printed).toMatch(reason);
    expect(existsSync(join(folder, 'answer.json'))).toBe(false);
    expect(text('a.txt')).toBe('one\ntwo\ntwo\nthree\n');
  });

  it('that does not exist is named', async () => {
    const ended = await play([], { REPLAY: '2-3/4' });
    expect(ended.exitCode).toBe(1);
    expect(ended.printed).toMatch(/Nothing is recorded.*2-3\/4\/recording\.json/);
  });

  it('is not played without knowing where the answer goes', async () => {
    const ended = await playRecording({
      recordings: record([{ do: 'write-text', path: 'x', text: 'x' }]),
      cwd: worktree,
      env: { PATH: process.env.PATH, REPLAY: '2-3/1' },
      print: () => {},
    });
    expect(ended).toBe(1);
    expect(existsSync(join(worktree, 'x'))).toBe(false);
  });
});

describe('a recording of a planning phase', () => {
  const recorded = (place: string, recording: unknown): void => {
    mkdirSync(join(folder, 'recordings', place), { recursive: true });
    writeFileSync(join(folder, 'recordings', place, 'recording.json'), JSON.stringify(recording));
  };
  const playTurn = async (turn: number) => {
    const lines: string[] = [];
    const exitCode = await playRecording({
      recordings: join(folder, 'recordings'),
      cwd: worktree,
      env: {
        PATH: process.env.PATH,
        ANSWER_FILE: join(folder, 'answer.json'),
        REPLAY: 'grill/2',
        REPLAY_TURN: String(turn),
      },
      print: (line) => lines.push(line),
    });
    return { exitCode, printed: lines.join('\n') };
  };
  const answered = (): unknown => JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));

  it('has a folder for each turn, may do nothing, and may answer anything', async () => {
    recorded('grill/2/1', { answer: { nodes: 'wrong' } });
    recorded('grill/2/2', { steps: [{ do: 'say', text: 'Better.' }], answer: ['another'] });
    expect(await playTurn(1)).toEqual({ exitCode: 0, printed: '' });
    expect(answered()).toEqual({ nodes: 'wrong' });
    expect(await playTurn(2)).toEqual({ exitCode: 0, printed: 'Better.' });
    expect(answered()).toEqual(['another']);
  });

  it('needs no folder for its first turn, and is not played again in the second', async () => {
    recorded('grill/2', { answer: 1 });
    expect(await playTurn(1)).toMatchObject({ exitCode: 0 });
    expect(await playTurn(2)).toMatchObject({ exitCode: 1, printed: expect.stringMatching(/grill\/2\/2/) });
  });
});

describe('the agent `replay`', () => {
  it('is a program that is told what to play by its environment, within the limits of any agent', async () => {
    const asked: ProgramRequest[] = [];
    const agent = createReplayAgent({
      program: ['node', 'player.js'],
      part: '2-3',
      attempt: 4,
      turn: null,
      run: (asking) => {
        asked.push(asking);
        asking.onOutput?.(Buffer.from('said'));
        return Promise.resolve({ exitCode: null, timedOut: true, durationMs: 5, output: 'said' });
      },
    });
    const limits = { seconds: 10, stallSeconds: 10, steps: 10 };
    const request = requestFor({ worktree: '/w', answerPath: '/a.json', env: { PATH: '/bin' }, limits });
    expect(await agent.run(request)).toMatchObject({
      exitCode: null,
      stopped: { limit: 'time' },
      ended: 'untold',
      transcript: 'said\n',
    });
    expect(asked).toMatchObject([
      {
        argv: ['node', 'player.js'],
        cwd: '/w',
        env: { PATH: '/bin', ANSWER_FILE: '/a.json', REPLAY: '2-3/4' },
        limitMs: 10_000,
      },
    ]);
  });

  it('needs recordings, and says how to give them', () => {
    const assignment = assignmentFor({ base: 'a'.repeat(40) }, { agent: { name: 'replay', kind: 'replay' } });
    const run = () => Promise.reject(new Error('not to be run'));
    const context = { assignment, program: null, confined: false, run };
    expect(() => createAgent({ ...context, replay: null })).toThrow(/THROUGHLINE_RECORDINGS/);
    expect(() => createAgent({ ...context, replay: ['node'] })).not.toThrow();
  });
});
