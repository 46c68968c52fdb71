/** Port to a coding agent: one prompt in, one answer file out. */

import type { AgentLimit } from '../contracts/evidence.ts';
import type { WireApi } from '../contracts/models.ts';
import type { TranscriptEntry } from '../contracts/transcript.ts';

/** What an agent may do in its checkout. */
export type Access = 'read' | 'edit';

/** The way to a model: an address on loopback, and what opens it. The key itself stays in the action's process. */
export interface ModelAccess {
  /** `http://127.0.0.1:<port>`; the protocols lie under `/v1`. */
  url: string;
  /** Stands where the agent expects a key. */
  token: string;
  api: WireApi;
  /** As the provider names it; whatever the agent asks for, it is given this one. */
  model: string;
}

export interface AgentRequest {
  /** Markdown; the agent knows nothing but this. */
  promptPath: string;
  /** Where it writes its answer (JSON). Outside the worktree. */
  answerPath: string;
  /** JSON Schema of the answer. */
  schemaPath: string;
  /** Checkout it works in; its current directory. */
  worktree: string;
  /** Empty folder of this run, for its settings. */
  home: string;
  access: Access;
  /** Model to use where the agent has several; null for its own choice. */
  model: string | null;
  /** null when it goes to no model through the gateway. */
  gateway: ModelAccess | null;
  /** The project's instructions to agents (AGENTS.md, CLAUDE.md) at the recorded base; null when it has none. */
  instructions: string | null;
  limits: {
    /** Wall clock. */
    seconds: number;
    /** Without a sign of life. */
    stallSeconds: number;
    /** Answers of the model. */
    steps: number;
  };
  /** The agent's whole environment, apart from what its adapter adds about this request. */
  env: Record<string, string>;
  /** Called with each thing it does, in a line a person can read, as it does it. */
  onLine: (line: string) => void;
  /** Signs of life beside its output, such as bytes from its model: when the last one was, on the clock of `performance.now()`. */
  signs: { last(): number };
  /** Aborting with a reason of the shape of `stopped` ends it as a limit does; with any other, `run` rejects with that. */
  signal: AbortSignal;
}

export interface AgentEnded {
  /** null when a signal or a limit ended it. */
  exitCode: number | null;
  /** The limit that ended it, or null. */
  stopped: { limit: AgentLimit; detail: string } | null;
  /** Its own last word; `untold` for agents that have none. */
  ended: 'completed' | 'failed' | 'none' | 'untold';
  /** What it said of its failure; one line. */
  problem: string | null;
  /** What it printed, capped; the cut is noted in the text. */
  transcript: string;
  /** The same in the common form; capped in number, with a note. Empty for agents that print what they like. */
  entries: TranscriptEntry[];
  /** The JSON object that its last words are or end with: its answer, if it left none in the file. */
  lastWords: string | null;
}

/** Never throws for what the agent did; an agent that cannot be started ends with exit code 127 and says why. */
export interface Agent {
  run(request: AgentRequest): Promise<AgentEnded>;
}

export interface ProgramRequest {
  /** File and arguments; never a shell string put together from names. */
  argv: [string, ...string[]];
  cwd: string;
  /** The whole environment. */
  env: Record<string, string>;
  /** Wall clock, milliseconds. */
  limitMs: number;
  /** Bytes of output kept: the beginning and the end. */
  capBytes: number;
  /** Called with the output as it comes, uncapped. */
  onOutput?: (chunk: Buffer) => void;
  signal: AbortSignal;
}

export interface ProgramEnded {
  exitCode: number | null;
  timedOut: boolean;
  durationMs: number;
  /** stdout and stderr in the order they were written. */
  output: string;
}

/** Runs a program with closed stdin; when this resolves, nothing it started is alive. */
export type RunProgram = (request: ProgramRequest) => Promise<ProgramEnded>;
