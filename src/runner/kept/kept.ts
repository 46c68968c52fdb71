import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sessionName } from '../../contracts/assignment.ts';
import type { AgentReport } from '../../contracts/evidence.ts';
import { cleanText } from '../../text/sanitize.ts';
import type { Folders } from '../folders.ts';
import { type SweepOptions, stateFile, sweepKept } from './sweep.ts';
import { openSession, type Session } from './tmux.ts';

/** What a self-hosted runner leaves for people: the worktree, and a tmux session that shows the agent's output. */
export interface Kept {
  names: Pick<AgentReport['runner'], 'worktree' | 'tmux'>;
  /** Aborted when a person kills the session. */
  signal: AbortSignal;
  /** What the agent prints, as it prints it. */
  show(chunk: Buffer): void;
  killed(): boolean;
  /** All that was shown. */
  shown(): Promise<string>;
  /** The agent has ended; the session stays. */
  end(): Promise<void>;
}

export interface KeptOptions extends SweepOptions {
  folders: Folders;
  environment: AgentReport['runner']['environment'];
}

export const openKept = async (options: KeptOptions): Promise<Kept> =>
  options.environment === 'self-hosted' ? keepHere(options) : goneWithItsMachine;

const never = new AbortController().signal;

const goneWithItsMachine: Kept = {
  names: { worktree: null, tmux: null },
  signal: never,
  show: () => undefined,
  killed: () => false,
  shown: () => Promise.resolve(''),
  end: () => Promise.resolve(),
};

/** An agent that prints without end shall not fill the disk. */
const shownBytes = 16 * 1024 * 1024;

const keepHere = async (options: KeptOptions): Promise<Kept> => {
  const { assignment, folders, log, path } = options;
  await sweepKept(options);
  const state = join(folders.own, stateFile);
  await writeFile(state, JSON.stringify({ pid: process.pid, ended: null }));
  const output = join(folders.own, 'session.log');
  await writeFile(
    output,
    cleanText(`${assignment.agent.name} on ${assignment.ticket.key}, ${assignment.codeBranch}\n\n`),
  );
  const session: Session | null = await openSession({ name: sessionName(assignment.id), output, path });
  if (session) log(`watch the agent: tmux -L throughline attach -t ${session.name}`);
  let last: Promise<void> = Promise.resolve();
  const decoder = new TextDecoder();
  let room = shownBytes;
  const append = (text: string): void => {
    last = last.then(() => appendFile(output, text)).catch(() => undefined);
  };
  return {
    names: { worktree: folders.worktree, tmux: session?.name ?? null },
    signal: session?.killed ?? never,
    show: (chunk) => {
      if (room <= 0) return;
      room -= chunk.length;
      // A terminal does what its input says; people shall read the agent, not obey it.
      append(cleanText(decoder.decode(chunk, { stream: true })));
      if (room <= 0) append('\n[… what follows is not shown here …]\n');
    },
    killed: () => session?.killed.aborted ?? false,
    shown: async () => {
      await last;
      return readFile(output, 'utf8');
    },
    end: async () => {
      await last;
      session?.stopWatching();
      await writeFile(state, JSON.stringify({ pid: process.pid, ended: new Date().toISOString() }));
      await rm(folders.outbox, { recursive: true, force: true });
    },
  };
};
