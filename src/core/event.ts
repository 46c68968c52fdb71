import type { Mode } from './item.ts';

/** Who did it. `id` is the platform's account id as text; GitHub and Linear ids never mix (see `surface`). */
export interface Actor {
  surface: 'github' | 'linear' | 'throughline';
  id: string;
  login: string;
}

/** Where a command stands, so that it can be answered there. */
export type CommandSource =
  | { on: 'github'; issue: number; commentId: number; via: 'comment' | 'box' | 'label' }
  | { on: 'linear'; ticketId: string; commentId: string | null; via: 'comment' | 'label' };

export type Command =
  | { name: 'delegate'; groups: string[][] | 'next' | 'all'; agent: string | null; model: string | null }
  | { name: 'confirm' }
  | { name: 'accept' }
  | { name: 'iterate'; notes: string; agent?: string | null; model?: string | null }
  | { name: 'reject'; why: string }
  | { name: 'status' }
  | { name: 'help' }
  | { name: 'pause' }
  | { name: 'resume' }
  | { name: 'retry'; agent?: string | null; model?: string | null }
  | { name: 'cancel' }
  | { name: 'drop'; sections: string[]; why: string }
  | { name: 'mode'; mode: Mode }
  | { name: 'prompt' }
  | { name: 'merged'; sha: string }
  /** Boxes of a pull request merged with sections open. */
  | { name: 'finish' }
  | { name: 'continue' };
export type CommandName = Command['name'];

interface Common {
  /** Unique per thing that happened, not per delivery: the same key twice is one event. */
  key: string;
  /** The platform's own time of it, ISO 8601. */
  at: string;
  actor: Actor;
}

export type Event = Common &
  (
    | {
        kind: 'command';
        command: Command;
        source: CommandSource;
        /** Decision a box belongs to (`d2a1`); null for typed commands, which are judged by their time. */
        decision: string | null;
      }
    /** A line that looked like a command of ours and could not be read. */
    | { kind: 'unreadable-command'; problem: string; source: CommandSource }
    /** Labelled or given to the App in the tracker, or labelled `phase:delegate` on GitHub. */
    | { kind: 'entered'; label: string | null; source: CommandSource }
    | { kind: 'ticket-changed' }
    | { kind: 'pull-merged' }
    | { kind: 'pull-closed' }
    | { kind: 'pull-reopened' }
    /** The feature branch moved by somebody else's hand. */
    | { kind: 'feature-pushed'; sha: string }
    /** A code branch of a delegation moved by a human. */
    | { kind: 'code-pushed'; branch: string; sha: string }
    /** The default branch moved. */
    | { kind: 'base-moved'; sha: string }
    | { kind: 'run-finished'; runId: number; runAttempt: number; assignmentId: string }
    /** No sign of a run within its time. Comes from the sweep, like the two below it. */
    | { kind: 'run-lost'; assignmentId: string }
    /** It goes on beyond its limit, or still waits for a runner. */
    | { kind: 'run-late'; assignmentId: string; runId: number; url: string; waiting: boolean }
    /** The run of a dispatch whose reply was lost. */
    | { kind: 'run-found'; assignmentId: string; runId: number; url: string }
    | EffectResult
  );

/** What one-shot effects report back; their actor is Throughline. */
export type EffectResult =
  | { kind: 'branch-created'; branch: string; sha: string }
  | { kind: 'pull-opened'; number: number; url: string; nodeId: string; draft: boolean }
  | { kind: 'dispatched'; assignmentId: string; runId: number | null; url: string | null }
  | { kind: 'delegation-merged'; delegation: number; sha: string }
  | { kind: 'merge-conflict'; delegation: number; detail: string }
  | { kind: 'effect-refused'; effect: string; status: number; detail: string; remedy: string };

export type EventKind = Event['kind'];
