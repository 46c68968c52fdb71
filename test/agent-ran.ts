import type { AgentReport } from '../src/contracts/evidence.ts';

/** An agent that ended well. */
export const ranWell = (changes: Partial<AgentReport['agent']> = {}): AgentReport['agent'] => ({
  name: 'replay',
  kind: 'replay',
  version: null,
  model: null,
  exitCode: 0,
  timedOut: false,
  durationMs: 1,
  ended: 'untold',
  stopped: null,
  problem: null,
  denied: [],
  invalid: [],
  ...changes,
});
