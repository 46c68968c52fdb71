import { dirname } from 'node:path';
import type { AgentReport } from '../../contracts/evidence.ts';
import type { RunProgram } from '../../ports/agent.ts';
import { capMiddle } from '../../text/sanitize.ts';
import { type Folders, lentFolders } from '../folders.ts';
import { createRunProgram, type Isolation, lend, reclaim } from '../isolation/isolation.ts';
import type { Kept } from '../kept/kept.ts';
import type { Prepared } from '../prompt/prepare.ts';
import type { StepOptions } from '../run.ts';
import { type AgentRan, recordOf, runAgent } from './agent.ts';
import { collectApart } from './apart.ts';
import { type Collected, collectWork } from './collect.ts';
import type { Equipment } from './equip.ts';
import type { AgentSide } from './side.ts';
import type { Signs } from './signs.ts';

/** What an agent works with, and where. */
export interface Working {
  options: Pick<StepOptions, 'assignment' | 'path' | 'hidden' | 'log' | 'signal'> & {
    self: readonly [string, ...string[]] | null;
    recordings: string | null;
  };
  folders: Folders;
  isolation: Isolation;
  prepared: Prepared;
  instructions: string | null;
  equipment: Equipment;
  signs: Signs;
  kept: Kept;
}

export interface Worked {
  ran: AgentRan;
  collected: Collected;
}

/** The part that belongs to the second user: its folders are its own until this is over. */
export const work = async (working: Working): Promise<Worked> => {
  const { options, folders, isolation, equipment, kept } = working;
  const { assignment, path, log } = options;
  const lent = lentFolders(folders);
  const run: RunProgram = createRunProgram({
    isolation,
    writable: lent,
    readable: readableFor(working),
    hidden: options.hidden,
  });
  const signals = [options.signal, kept.signal, ...(equipment.gateway ? [equipment.gateway.stopped] : [])];
  const side: AgentSide = { run, folders, path, signal: AbortSignal.any(signals) };
  await lend(isolation, lent);
  try {
    log(`agent: ${assignment.agent.name}, at most ${assignment.limits.agentSeconds} s`);
    const ran = await runIt(side, working);
    log(`agent: ${howItEnded(ran.record)}`);
    // Nobody speaks for the agent any more: what is collected goes to no model.
    await equipment.gateway?.close();
    const after: AgentSide = { ...side, signal: options.signal };
    const collected = options.self
      ? await collectApart(after, { assignment, program: [...options.self, 'collect'] })
      : await collectWork(after, assignment);
    return { ran, collected };
  } finally {
    await reclaim(isolation, lent);
  }
};

const readableFor = ({ options, equipment }: Working): string[] => [
  ...(options.self ? [dirname(options.self.at(-1) ?? '')] : []),
  ...(options.recordings === null ? [] : [options.recordings]),
  ...(equipment.program ? [equipment.program.folder] : []),
];

const runIt = async (side: AgentSide, working: Working): Promise<AgentRan> => {
  const { options, isolation, prepared, instructions, equipment, signs, kept } = working;
  const { assignment } = options;
  const started = performance.now();
  try {
    return await runAgent(side, {
      assignment,
      prepared,
      equipment,
      replay: replayOf(options),
      confined: isolation.kind !== 'none',
      instructions,
      signs,
      onLine: (line) => kept.show(Buffer.from(`${line}\n`)),
    });
  } catch (error) {
    if (options.signal.aborted || !kept.killed()) throw error;
    return endedByHand(working, Math.round(performance.now() - started));
  }
};

const replayOf = ({ self, recordings }: Working['options']): readonly [string, ...string[]] | null =>
  self && recordings !== null ? [...self, 'replay', recordings] : null;

const endedByHand = async ({ options, equipment, kept }: Working, durationMs: number): Promise<AgentRan> => {
  const ended = { exitCode: null, stopped: null, ended: 'none', problem: null, entries: [] } as const;
  return {
    record: recordOf({ ...ended, entries: [] }, { assignment: options.assignment, equipment, durationMs }),
    transcript: capMiddle(await kept.shown(), 1024 * 1024),
    entries: [],
    lastWords: null,
  };
};

const howItEnded = ({ stopped, ended, exitCode, problem }: AgentReport['agent']): string => {
  if (stopped) return `ended by the run: ${stopped.detail}`;
  const code = exitCode === null ? 'by a signal' : `with ${exitCode}`;
  return `ended ${code}${ended === 'untold' ? '' : `, its last word: ${ended}`}${problem === null ? '' : ` (${problem})`}`;
};
