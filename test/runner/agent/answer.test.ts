import { describe, expect, it } from 'vitest';
import { proposeAnswerSchema } from '../../../src/contracts/planning/propose.ts';
import { readAnswer } from '../../../src/runner/agent/answer.ts';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';

const said = (why: string) =>
  readAnswer('/nowhere/answer.json', {
    schema: proposeAnswerSchema,
    known: knownSecrets([]),
    lastWords: JSON.stringify({ status: 'BLOCKED', why }),
  });

describe('an answer that was said', () => {
  it('counts where there is no file, up to the size of one', async () => {
    expect(await said('No.')).toMatchObject({ state: 'blocked' });
    expect(await said('No. '.repeat(100_000))).toEqual({
      state: 'missing',
      problem: 'The answer is larger than 256 KiB.',
    });
  });
});
