import type { AgentKind } from '../../contracts/assignment.ts';
import type { TranscriptEntry } from '../../contracts/transcript.ts';
import type { AgentRequest, RunProgram } from '../../ports/agent.ts';

export type CliKind = Exclude<AgentKind, 'command' | 'replay'>;

/** What a CLI is started with. It reads the prompt from its standard input. */
export interface CliSettings {
  /** Program and arguments. */
  argv: [string, ...string[]];
  /** Its whole environment. */
  env: Record<string, string>;
  /** Absolute path below the run's home → text, written before it starts, readable for its user alone. */
  files: Record<string, string>;
  /** Handed over on descriptor 3, where neither an environment nor a file of its tools shows it. */
  secret?: string;
}

/** The terminal word of a CLI, from everything that was read. */
export interface LastWord {
  ended: 'completed' | 'failed' | 'none';
  problem: string | null;
}

/** Entries that follow from one event, and what has to be remembered. */
export interface Read<State> {
  entries: TranscriptEntry[];
  state: State;
}

/** A CLI's settings and language; all of it pure. */
export interface Cli<State> {
  kind: CliKind;
  /** Its events tell each answer of the model, as a `step`. */
  tellsAnswers: boolean;
  settings(request: AgentRequest): CliSettings;
  /** State before the first line. */
  start: State;
  /** `event` is the JSON of one line. What is none of its events gives nothing. */
  read(event: unknown, state: State): Read<State>;
  /** A line that is no JSON, where that says more than that it was printed. */
  readText?(line: string): TranscriptEntry[];
  lastWord(state: State, exitCode: number | null): LastWord;
}

/** What the machine has for an agent. */
export interface CliContext {
  program: { path: string; version: string };
  /** The runner has put a boundary around whatever `run` starts. */
  confined: boolean;
  run: RunProgram;
}
