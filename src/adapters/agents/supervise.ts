import { z } from 'zod';
import { agentLimitSchema } from '../../contracts/evidence.ts';
import type { AgentEnded, AgentRequest, ProgramRequest, RunProgram } from '../../ports/agent.ts';

type Stopped = NonNullable<AgentEnded['stopped']>;

const stopSchema = z.object({ limit: agentLimitSchema, detail: z.string() });

/** What an abort was about, if it was a limit. */
const stopOf = (reason: unknown): Stopped | null => {
  const parsed = stopSchema.safeParse(reason);
  return parsed.success ? parsed.data : null;
};

export interface Supervised {
  /** null when a signal or a limit ended it. */
  exitCode: number | null;
  stopped: Stopped | null;
}

export interface SuperviseOptions {
  run: RunProgram;
  request: AgentRequest;
  program: Pick<ProgramRequest, 'argv' | 'env'>;
  onOutput: (chunk: Buffer) => void;
  /** Handed what ends it at a limit that only its reader can see. */
  onStart?: (stop: (reason: Stopped) => void) => void;
}

/**
 * Runs an agent's program within the limits of its request: wall clock, silence, and whatever the request's signal
 * or `stop` say. Rejects when the run is cancelled.
 */
export const supervise = async (options: SuperviseOptions): Promise<Supervised> => {
  const { run, request, program, onOutput } = options;
  const { limits, worktree } = request;
  const own = new AbortController();
  const signal = AbortSignal.any([request.signal, own.signal]);
  options.onStart?.((reason) => own.abort(reason));
  let heard = performance.now();
  let told = false;
  const hear = (chunk: Buffer): void => {
    heard = performance.now();
    onOutput(chunk);
  };
  const watch = watchSilence({
    seconds: limits.stallSeconds,
    last: () => Math.max(heard, request.signs.last()),
    onSilent: (reason) => own.abort(reason),
  });
  try {
    const ended = await run({
      ...program,
      cwd: worktree,
      limitMs: limits.seconds * 1000,
      // What is kept is kept by the reader; this is for what is said of a program that did not start.
      capBytes: 4096,
      onOutput: (chunk) => {
        told = true;
        hear(chunk);
      },
      signal,
    });
    if (!told && ended.output !== '') hear(Buffer.from(ended.output));
    const late: Stopped = { limit: 'time', detail: `It was ended after ${limits.seconds} s, its limit.` };
    // A gateway that has nothing more to give often makes the agent end by itself before it is ended.
    const stopped = ended.timedOut ? late : stopOf(signal.reason);
    return { exitCode: ended.exitCode, stopped };
  } catch (error) {
    const stopped = signal.aborted ? stopOf(signal.reason) : null;
    if (stopped === null) throw error;
    return { exitCode: null, stopped };
  } finally {
    watch.end();
  }
};

const watchSilence = (options: {
  seconds: number;
  last: () => number;
  onSilent: (reason: Stopped) => void;
}): { end(): void } => {
  const { seconds, last, onSilent } = options;
  const detail = `Neither the agent nor its model gave a sign of life for ${seconds} s.`;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const left = last() + seconds * 1000 - performance.now();
    if (left <= 0) onSilent({ limit: 'stall', detail });
    else timer = setTimeout(look, Math.ceil(left));
  };
  look();
  return { end: () => clearTimeout(timer) };
};
