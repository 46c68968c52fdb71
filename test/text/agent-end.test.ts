import { describe, expect, it } from 'vitest';
import type { AgentReport } from '../../src/contracts/evidence.ts';
import { agentTrouble } from '../../src/text/agent-end.ts';
import { ranWell } from '../agent-ran.ts';

const head = 'a'.repeat(40);
const trouble = (agent: AgentReport['agent'], left: string | null = head) =>
  agentTrouble({ agent, head: left });

describe('an agent', () => {
  it.each([
    ['that said it is done', ranWell({ ended: 'completed' })],
    ['without a last word that ended with 0', ranWell()],
  ])('%s came to its own end', (_, agent) => {
    expect(trouble(agent)).toBeNull();
  });

  it.each<[string, Partial<AgentReport['agent']>, RegExp]>([
    [
      'was ended at its time limit',
      { ended: 'none', exitCode: null, stopped: { limit: 'time', detail: 'after 5 s' } },
      /was ended: after 5 s.*`caps\.minutes`/,
    ],
    [
      'fell silent',
      { ended: 'none', exitCode: null, stopped: { limit: 'stall', detail: 'for 9 s' } },
      /`caps\.stall`/,
    ],
    [
      'could not reach its model',
      { ended: 'failed', exitCode: 1, stopped: { limit: 'model', detail: 'acme refuses the key' } },
      /could not go on with its model: acme refuses the key.*`model-keys`/,
    ],
    ['had no last word, though its exit code is 0', { ended: 'none' }, /without a last word \(exit code 0\)/],
    [
      'said that it failed',
      { ended: 'failed', exitCode: 1, problem: 'no key' },
      /saying that it failed.*no key/,
    ],
    ['is a program that failed', { exitCode: 3 }, /ended with exit code 3\./],
    ['is a program that was killed', { exitCode: null }, /was ended by a signal\./],
  ])('did not when it %s', (_, changes, said) => {
    expect(trouble(ranWell(changes))).toMatchObject({ state: 'failed', detail: expect.stringMatching(said) });
  });

  it.each(['requests', 'tokens', 'cost'] as const)('that reached its cap of %s is told apart', (limit) => {
    const agent = ranWell({ ended: 'none', exitCode: null, stopped: { limit, detail: 'all used up' } });
    expect(trouble(agent)).toEqual({ state: 'cap-reached', limit, detail: 'all used up.' });
  });

  it('that left nothing is said to have changed nothing', () => {
    expect(trouble(ranWell({ exitCode: 3 }), null)?.detail).toContain('and changed nothing');
  });
});
