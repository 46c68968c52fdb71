/** Port to a coding agent: one prompt in, one answer file out. */

/** What an agent may do in its checkout. */
export type Access = 'read' | 'edit';

export interface AgentRequest {
  /** Markdown; the agent knows nothing but this. */
  promptPath: string;
  /** Where it writes its answer (JSON). Outside the worktree. */
  answerPath: string;
  /** JSON Schema of the answer. */
  schemaPath: string;
  /** Checkout it works in; its current directory. */
  worktree: string;
  access: Access;
  /** Model to use where the agent has several; null for its own choice. */
  model: string | null;
  limits: { /** Wall clock. */ seconds: number };
  /** The agent's whole environment, apart from what its adapter adds about this request. */
  env: Record<string, string>;
  /** Called with what it prints, as it prints it. */
  onOutput: (chunk: Buffer) => void;
  signal: AbortSignal;
}

export interface AgentEnded {
  /** null when a signal or the time limit ended it. */
  exitCode: number | null;
  timedOut: boolean;
  /** What it printed, capped; the cut is noted in the text. */
  transcript: string;
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
