import { dirname } from 'node:path';
import type { AgentReport } from '../../contracts/evidence.ts';
import type { RunProgram } from '../../ports/agent.ts';
import { capMiddle } from '../../text/sanitize.ts';
import { type Folders, lentFolders } from '../folders.ts';
import { createRunProgram, type Isolation, lend, reclaim } from '../isolation/isolation.ts';
import type { Kept } from '../kept/kept.ts';
import type { StepOptions } from '../run.ts';
import { type AgentRan, recordOf, runAgent, type Turn } from './agent.ts';
import { collectApart } from './apart.ts';
import { type Collected, collectWork } from './collect.ts';
import type { Equipment } from './equip.ts';
import { type AgentSide, collectingOf } from './side.ts';
import type { Signs } from './signs.ts';

/** What an agent works with, and where. */
export interface Working {
  options: Pick<StepOptions, 'assignment' | 'path' | 'hidden' | 'log' | 'signal'> & {
    self: readonly [string, ...string[]] | null;
    recordings: string | null;
  };
  folders: Folders;
  isolation: Isolation;
  instructions: string | null;
  equipment: Equipment;
  signs: Signs;
  kept: Kept;
}

export interface Worked {
  ran: AgentRan;
  /** null where the agent had nothing to write to. */
  collected: Collected | null;
}

/** The part that belongs to the second user: its folders are its own until this is over. */
export const work = async (working: Working, turn: Turn): Promise<Worked> => {
  const { options, folders, isolation, equipment, kept } = working;
  const { assignment, path, log } = options;
  const lent = lentFolders(folders);
  // Its own either way, or git would not open it; what is not to be written is mounted so that it cannot be.
  const readOnly = turn.access === 'read' ? [folders.worktree, folders.repository] : [];
  const run: RunProgram = createRunProgram({
    isolation,
    writable: lent.filter((folder) => !readOnly.includes(folder)),
    readable: [...readableFor(working), ...readOnly],
    hidden: options.hidden,
  });
  const signals = [options.signal, kept.signal, ...(equipment.gateway ? [equipment.gateway.stopped] : [])];
  const side: AgentSide = { run, folders, path, signal: AbortSignal.any(signals) };
  await lend(isolation, lent);
  try {
    log(`agent: ${assignment.agent.name}, ${turnNote(turn)}at most ${turn.seconds} s`);
    const ran = await runIt(side, working, turn);
    log(`agent: ${howItEnded(ran.record)}`);
    // Nobody speaks for the agent any more: what is collected goes to no model.
    if (turn.last) await equipment.gateway?.close();
    if (turn.access === 'read') return { ran, collected: null };
    const after: AgentSide = { ...side, signal: options.signal };
    const collecting = collectingOf(assignment);
    const collected = options.self
      ? await collectApart(after, { assignment: collecting, program: [...options.self, 'collect'] })
      : await collectWork(after, collecting);
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

const turnNote = ({ number }: Turn): string => (number === 1 ? '' : `turn ${number}, `);

const runIt = async (side: AgentSide, working: Working, turn: Turn): Promise<AgentRan> => {
  const { options, isolation, instructions, equipment, signs, kept } = working;
  const { assignment } = options;
  const started = performance.now();
  try {
    return await runAgent(side, {
      assignment,
      turn,
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
