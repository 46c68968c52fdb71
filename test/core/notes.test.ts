import { describe, expect, it } from 'vitest';
import { notesForNextAttempt } from '../../src/core/rules/notes.ts';
import { itemAt, reviewOf } from './support.ts';

const told = (output: string): string => {
  const [delegation] = itemAt('deciding').delegations;
  const [attempt] = delegation?.attempts ?? [];
  if (!delegation || attempt?.outcome.state !== 'returned') throw new Error('nothing came back');
  const verification = [{ command: 'npm test', passed: false, output }];
  const review = { ...reviewOf('accept'), recommendation: 'iterate' as const, verification };
  const outcome = { ...attempt.outcome, review };
  const notes = notesForNextAttempt({ ...delegation, attempts: [{ ...attempt, outcome }] }, '');
  return notes.find((note) => note.startsWith('`npm test` printed:\n'))?.slice(20) ?? '';
};
const lines = (count: number, text: string): string =>
  Array.from({ length: count }, (_, index) => `${index} ${text}`).join('\n');

describe('what the next attempt is told of a failing command', () => {
  it.each([
    ['all of a short output', 'not ok 1\n', 'not ok 1'],
    [
      'the last sixty lines of a long one',
      lines(200, 'ok'),
      `…\n${lines(200, 'ok').split('\n').slice(140).join('\n')}`,
    ],
    ['the end of one endless line', 'x'.repeat(9_000), `…\n${'x'.repeat(3_000)}`],
  ])('%s', (_what, output, expected) => {
    expect(told(output)).toBe(expected);
  });

  it('whole lines, however long they are', () => {
    const shown = told(lines(100, 'a'.repeat(100)));
    expect(shown.length).toBeLessThanOrEqual(3_002);
    expect(shown.split('\n').slice(1)).toEqual(lines(100, 'a'.repeat(100)).split('\n').slice(-28));
  });
});
