import { gitEnvironment } from '../../adapters/git/environment.ts';
import type { Assignment } from '../../contracts/assignment.ts';
import type { ProgramRequest, RunProgram } from '../../ports/agent.ts';
import type { Folders } from '../folders.ts';

/** What has to be known of an assignment to collect its work. */
export type Collecting = Pick<Assignment, 'base' | 'codeBranch' | 'ticket'> & {
  /** What the work is, for the message of a commit of ours: `sections 2, 3`. */
  work: string;
};

export const collectingOf = (assignment: Assignment): Collecting => {
  const { base, codeBranch, ticket } = assignment;
  return { base, codeBranch, ticket, work: workOf(assignment) };
};

const workOf = (assignment: Assignment): string => {
  if (assignment.phase !== 'delegate') return `phase ${assignment.phase}`;
  const { sections, fixUp } = assignment;
  if (fixUp) return `the findings of round ${fixUp.round}`;
  return `section${sections.length === 1 ? '' : 's'} ${sections.join(', ')}`;
};

/** The second user's side of a run: whatever reads what the agent could configure runs over there. */
export interface AgentSide {
  run: RunProgram;
  folders: Folders;
  path: string | undefined;
  signal: AbortSignal;
}

export interface SideAnswer {
  exitCode: number | null;
  /** stdout, trimmed. */
  text: string;
}

/** A program over there did not end in time: it waits at a pipe, or has too much to read. */
export class SideStuck extends Error {
  override readonly name = 'SideStuck';
}

export interface SideOptions {
  cwd: string;
  variables?: Record<string, string>;
  input?: string;
  /** Default 120. */
  limitSeconds?: number;
}

/**
 * Git as the second user. A repository's own configuration can name programs (promisor remotes, for one, at the first
 * missing object), so a git of ours never opens one that the agent could write.
 */
export const askTheirs = (side: AgentSide, args: string[], options: SideOptions): Promise<SideAnswer> =>
  askShell(
    side,
    options.input === undefined
      ? ['exec git "$@" 2>/dev/null', ...args]
      : ['printf %s "$GIT_INPUT" | git "$@" 2>/dev/null', ...args],
    options,
  );

/** In KiB of memory of its own, mapped packs apart: a few trees that name each other can be billions of paths. */
const memoryLimit = 'ulimit -d 2097152 2>/dev/null';

/** A shell as the second user, with git's environment: a script of ours and its arguments. Throws `SideStuck`. */
export const askShell = async (
  side: AgentSide,
  [script, ...args]: [string, ...string[]],
  { cwd, variables, input, limitSeconds = 120 }: SideOptions,
): Promise<SideAnswer> => {
  const request: ProgramRequest = {
    argv: ['/bin/sh', '-c', `${memoryLimit}\n${script}`, 'sh', ...args],
    cwd,
    env: {
      ...gitEnvironment({ path: side.path, variables }),
      ...(input === undefined ? {} : { GIT_INPUT: input }),
    },
    limitMs: limitSeconds * 1000,
    capBytes: 64 * 1024,
    signal: side.signal,
  };
  const ended = await side.run(request).catch((error: unknown) => {
    // Something else is where the folder was.
    if (error instanceof Error && 'syscall' in error) return { timedOut: false, exitCode: null, output: '' };
    throw error;
  });
  if (ended.timedOut) throw new SideStuck(`git did not end within ${limitSeconds} s`);
  return { exitCode: ended.exitCode, text: ended.output.trim() };
};

const shaPattern = /^[0-9a-f]{40}$/;

/** What `git rev-parse` makes of a name, or null; whatever else comes out is not believed. */
export const theirSha = async (
  side: AgentSide,
  name: string,
  options: SideOptions,
): Promise<string | null> => {
  const answer = await askTheirs(side, ['rev-parse', '--quiet', '--verify', name], options);
  return answer.exitCode === 0 && shaPattern.test(answer.text) ? answer.text : null;
};
