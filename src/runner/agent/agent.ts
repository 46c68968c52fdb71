import { createAgent } from '../../adapters/agents/registry.ts';
import type { Assignment } from '../../contracts/assignment.ts';
import type { AgentReport } from '../../contracts/evidence.ts';
import { modelName } from '../../contracts/models.ts';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { Access, AgentEnded, AgentRequest, ModelAccess } from '../../ports/agent.ts';
import { scrubbedEnvironment } from '../environment.ts';
import type { Equipment } from './equip.ts';
import type { LaidOut } from './lay-out.ts';
import type { AgentSide } from './side.ts';
import type { Signs } from './signs.ts';

export interface AgentRan {
  record: AgentReport['agent'];
  transcript: string;
  entries: TranscriptEntry[];
  /** The answer where its last words hold it. */
  lastWords: string | null;
}

/** One time that the agent is asked. */
export interface Turn {
  /** From 1. */
  number: number;
  paths: LaidOut;
  access: Access;
  /** What is left to it of the assignment's limits. */
  seconds: number;
  steps: number;
  /** Whether another turn may follow. */
  last: boolean;
}

export interface RunAgentOptions {
  assignment: Assignment;
  turn: Turn;
  equipment: Equipment;
  replay: readonly [string, ...string[]] | null;
  /** The boundary around it is ours: its own may be left away. */
  confined: boolean;
  instructions: string | null;
  signs: Signs;
  onLine: (line: string) => void;
}

/** Gives the prompt to the agent and waits, at most as long as the assignment allows. */
export const runAgent = async (side: AgentSide, options: RunAgentOptions): Promise<AgentRan> => {
  const { assignment, equipment } = options;
  const agent = createAgent({
    assignment,
    program: equipment.program,
    replay: options.replay,
    confined: options.confined,
    turn: options.turn.number,
    run: side.run,
  });
  const started = performance.now();
  const ended = await agent.run(requestFor(side, options));
  const durationMs = Math.round(performance.now() - started);
  const { transcript, entries, lastWords } = ended;
  return {
    record: recordOf(ended, { assignment, equipment, durationMs }),
    transcript,
    entries,
    lastWords,
  };
};

const requestFor = (side: AgentSide, options: RunAgentOptions): AgentRequest => {
  const { assignment, turn, equipment } = options;
  const { stallSeconds } = assignment.limits;
  return {
    ...turn.paths,
    worktree: side.folders.worktree,
    home: side.folders.home,
    access: turn.access,
    model: assignment.agent.model ?? null,
    gateway: accessTo(assignment, equipment),
    instructions: options.instructions,
    limits: { seconds: turn.seconds, stallSeconds, steps: turn.steps },
    signs: options.signs,
    env: {
      ...scrubbedEnvironment({
        path: side.path,
        home: side.folders.home,
        temporary: side.folders.temporary,
      }),
      ...equipment.variables,
    },
    onLine: options.onLine,
    signal: side.signal,
  };
};

const accessTo = ({ models }: Assignment, { gateway }: Equipment): ModelAccess | null => {
  const [first] = models.chain;
  return gateway && first
    ? { url: gateway.url, token: gateway.token, api: first.api, model: first.model }
    : null;
};

/** More than these are counted in the transcript, not listed. */
const listed = 20;

const callsOf = (entries: TranscriptEntry[], kind: 'denied' | 'invalid') =>
  entries
    .flatMap((entry) => (entry.kind === kind ? [{ tool: entry.tool, detail: entry.detail }] : []))
    .slice(0, listed);

/** What stands in the report when a person ended the agent, as far as it is known. */
export const recordOf = (
  ended: Pick<AgentEnded, 'exitCode' | 'stopped' | 'ended' | 'problem' | 'entries'>,
  about: { assignment: Assignment; equipment: Equipment; durationMs: number },
): AgentReport['agent'] => {
  const { agent, models } = about.assignment;
  const [first] = models.chain;
  return {
    name: agent.name,
    kind: agent.kind,
    version: about.equipment.program?.version ?? null,
    model: first ? modelName(first) : (agent.model ?? null),
    exitCode: ended.exitCode,
    timedOut: ended.stopped?.limit === 'time',
    durationMs: about.durationMs,
    ended: ended.ended,
    stopped: ended.stopped,
    problem: ended.problem,
    denied: callsOf(ended.entries, 'denied'),
    invalid: callsOf(ended.entries, 'invalid'),
  };
};
