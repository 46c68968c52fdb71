import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReplayAgent } from '../../../src/adapters/agents/replay.ts';
import { gitIn } from '../../runner/world.ts';

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

const play = (steps: unknown[], options: { attempt?: number; answer?: unknown } = {}) => {
  const place = join(folder, 'recordings', '2-3', '1');
  mkdirSync(join(place, 'files'), { recursive: true });
  writeFileSync(join(place, 'files', 'new.txt'), 'from a file\n');
  writeFileSync(join(place, 'recording.json'), JSON.stringify({ steps, answer: options.answer ?? answer }));
  const recordings = join(folder, 'recordings');
  return createReplayAgent({ recordings, sections: '2-3', attempt: options.attempt ?? 1 }).run({
    promptPath: '',
    answerPath: join(folder, 'answer.json'),
    schemaPath: '',
    worktree,
    access: 'edit',
    model: null,
    limits: { seconds: 10 },
    env: { PATH: process.env.PATH ?? '' },
    signal: new AbortController().signal,
  });
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
    expect(ended).toMatchObject({ exitCode: 0, timedOut: false });
    expect(ended.transcript).toMatch(
      /^Looking around\.\nwrite deep\/new\.txt\n[\s\S]*delete deep\/new\.txt\n$/,
    );
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
    expect(ended.transcript).toMatch(reason);
    expect(existsSync(join(folder, 'answer.json'))).toBe(false);
    expect(text('a.txt')).toBe('one\ntwo\ntwo\nthree\n');
  });

  it('that does not exist is named', async () => {
    const ended = await play([], { attempt: 4 });
    expect(ended).toMatchObject({ exitCode: 1 });
    expect(ended.transcript).toMatch(/attempt 4 of sections 2-3.*recording\.json/);
  });
});
