import { expect, it } from 'vitest';
import { raise } from '../../../src/adapters/git/failure.ts';
import { type GitAnswer, GitFailure } from '../../../src/adapters/git/process.ts';
import { Refused, Unavailable } from '../../../src/ports/errors.ts';

const ended = (command: string, how: GitAnswer['ended']): unknown => {
  const answer = { exitCode: null, stdout: Buffer.alloc(0), stderr: '', ended: how };
  try {
    return raise(new GitFailure({ args: [command] }, answer), 'Reading');
  } catch (error) {
    return error;
  }
};

it('a change whose description takes too long or grows too large is refused', () => {
  for (const error of [ended('log', 'timeout'), ended('diff-tree', 'too-large'), ended('fetch', 'too-large')])
    expect(error).toMatchObject({ name: 'Refused', status: 413 });
});

it('a fetch that takes too long is tried a few times: neither refused at once nor waited for without end', () => {
  const error = ended('fetch', 'timeout');
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(Refused);
  expect(error).not.toBeInstanceOf(Unavailable);
  expect(ended('fetch', 'not-started')).toBeInstanceOf(Unavailable);
});
