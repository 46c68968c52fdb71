import type { Assignment } from '../contracts/assignment.ts';
import type { Folders } from './folders.ts';

export interface Remote {
  /** Clone address (https, http or file). */
  url: string;
  token: string;
}

/** What every step of one run needs. */
export interface Run {
  assignment: Assignment;
  remote: Remote;
  folders: Folders;
  /** Search path of programs. */
  path: string | undefined;
  signal: AbortSignal;
  log: (line: string) => void;
}

/** The run cannot go on; `message` is one line that says what to do. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
}
