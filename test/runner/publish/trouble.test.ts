import { describe, expect, it } from 'vitest';
import { agentTrouble } from '../../../src/runner/publish/trouble.ts';
import { ranWell } from '../../agent-ran.ts';

describe('a published run', () => {
  it.each([
    ['an agent that said it is done', ranWell({ ended: 'completed' })],
    [
      'an agent that said so, whatever its exit code was before',
      ranWell({ ended: 'completed', exitCode: 0 }),
    ],
    ['a program without a last word that ended with 0', ranWell()],
  ])('is green after %s', (_, agent) => {
    expect(agentTrouble({ agent })).toBeNull();
  });

  it.each([
    [
      'a limit',
      ranWell({ ended: 'none', exitCode: null, stopped: { limit: 'time', detail: 'after 5 s' } }),
      /after 5 s/,
    ],
    ['no last word', ranWell({ ended: 'none', exitCode: 0 }), /without a last word \(with exit code 0\)/],
    ['a failure of its own', ranWell({ ended: 'failed', exitCode: 1, problem: 'no key' }), /failed.*no key/],
    ['a program that failed', ranWell({ exitCode: 3 }), /exit code 3/],
    ['a program that was killed', ranWell({ exitCode: null }), /by a signal/],
  ])('is red after %s', (_, agent, said) => {
    expect(agentTrouble({ agent })).toMatch(said);
  });
});
