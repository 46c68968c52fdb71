import type { AgentLimit, EvidenceFile } from '../contracts/evidence.ts';
import type { CappedLimit } from '../core/facts.ts';
import { plainLine } from './sanitize.ts';

/** Why the work of an agent is not looked at as if it were whole. */
export type AgentTrouble =
  | { state: 'cap-reached'; limit: CappedLimit; detail: string }
  | { state: 'failed'; detail: string };

type Ran = EvidenceFile['agent'];

const isCap = (limit: AgentLimit): limit is CappedLimit =>
  limit === 'requests' || limit === 'tokens' || limit === 'cost';

/** Evidence of a program that was ended at its time limit says so in one of two places. */
const stoppedOf = ({ stopped, timedOut }: Ran): NonNullable<Ran['stopped']> | null =>
  stopped ?? (timedOut ? { limit: 'time', detail: 'the agent was ended at its time limit' } : null);

const modelRemedy =
  'See that the line of this provider in `model-keys` of .github/workflows/throughline.yml names a secret that is set and valid, that its `url` under `models.providers` is right, and that the provider is up.';

const remedies: Record<Exclude<AgentLimit, CappedLimit>, string> = {
  time: 'A longer limit is `caps.minutes`.',
  stall: 'A longer patience is `caps.stall`.',
  model: modelRemedy,
};

const sentence = (text: string): string => {
  const line = plainLine(text, 600);
  return /[.!?]$/.test(line) ? line : `${line}.`;
};

const called = ({ name, model }: Ran): string =>
  `Agent ${plainLine(name, 60)}${model === null ? '' : ` with model ${plainLine(model, 120)}`}`;

const said = ({ problem }: Ran): string => (problem === null ? '' : ` It said: ${sentence(problem)}`);

const endedBadly = (ran: Ran): string => {
  const how = ran.ended === 'failed' ? 'ended by saying that it failed' : 'stopped without a last word';
  const code = ran.exitCode === null ? '' : ` (exit code ${ran.exitCode})`;
  return `${called(ran)} ${how}${code}.${said(ran)}`;
};

const endedEarly = (agent: Ran, stopped: NonNullable<Ran['stopped']>): AgentTrouble => {
  const { limit, detail } = stopped;
  if (isCap(limit)) return { state: 'cap-reached', limit, detail: `${sentence(detail)}${said(agent)}` };
  const what = limit === 'model' ? 'could not go on with its model' : 'was ended';
  return {
    state: 'failed',
    detail: `${called(agent)} ${what}: ${sentence(detail)}${said(agent)} ${remedies[limit]}`,
  };
};

/** A program without a last word has nothing but its exit code to say that it failed. */
const endedUntold = (agent: Ran, head: string | null): AgentTrouble | null => {
  if (agent.exitCode === 0) return null;
  const how = agent.exitCode === null ? 'was ended by a signal' : `ended with exit code ${agent.exitCode}`;
  const nothing = head === null ? ' and changed nothing' : '';
  return { state: 'failed', detail: `${called(agent)} ${how}${nothing}.${said(agent)}` };
};

/**
 * What kept an agent from its own good end; null when it came to it. The exit code of one that has a last word says
 * nothing. One rule for both sides: the run ends red by it, and the App reviews nothing by it.
 */
export const agentTrouble = ({ agent, head }: Pick<EvidenceFile, 'agent' | 'head'>): AgentTrouble | null => {
  const stopped = stoppedOf(agent);
  if (stopped) return endedEarly(agent, stopped);
  // A run that checked the claims and stopped there did its part.
  if (agent.ended === 'completed' || agent.ended === 'not-started') return null;
  if (agent.ended === 'untold') return endedUntold(agent, head);
  return { state: 'failed', detail: endedBadly(agent) };
};
