/** A second user in PID, mount and IPC namespaces of its own. */
export interface UserAndPid {
  kind: 'user+pid';
  /** User and group number of the programs; no other run on this machine has it at the same time. */
  uid: number;
  /** What comes before a command that needs root: nothing as root, `sudo -n --` otherwise. */
  asRoot: string[];
  /** Folder of ours that the second user cannot reach. */
  scratch: string;
}

export type Isolation =
  | UserAndPid
  /** One sentence for a person: what is missing and how to get it. */
  | { kind: 'none'; gap: string };

export interface Confinement {
  isolation: Isolation;
  /** Folders the program may write. Absolute, and free of symbolic links on the way to them. */
  writable: string[];
  /** Files or folders it may read though they lie in places that are covered (`/root`, `/home`, `/tmp`, `/run`). */
  readable: string[];
  /** Folders to show empty, though they lie elsewhere. */
  hidden?: string[];
  /** Most processes and threads at once, 1024 if not said. */
  processes?: number;
}
