import type { Mode } from './item.ts';
import type { Priority } from './rounds/round.ts';

/** Who did it. `id` is the platform's account id as text; GitHub and Linear ids never mix (see `surface`). */
export interface Actor {
  surface: 'github' | 'linear' | 'throughline';
  id: string;
  login: string;
}

/** Where a command stands, so that it can be answered there. */
export type CommandSource =
  /** `review`: the comment stands in a review thread of pull request `issue`. */
  | { on: 'github'; issue: number; commentId: number; via: 'comment' | 'box' | 'label' | 'review' }
  | { on: 'linear'; ticketId: string; commentId: string | null; via: 'comment' | 'label' };

export type Command =
  | {
      name: 'delegate';
      groups: string[][] | 'next' | 'all';
      agent: string | null;
      model: string | null;
      /** No change says what is to be done: an agent writes it from the ticket first. */
      fromTicket?: true;
    }
  /** `option`: of the question that is asked, by id, place or words; absent: what is recommended. */
  | { name: 'confirm'; option?: string }
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
  /** Merges the branch that the pull request goes to into the feature branch. */
  | { name: 'update' }
  /** Has the pull request's head reviewed now. */
  | { name: 'review' }
  /** `hint` may be empty. */
  | { name: 'explore'; hint: string }
  /** Direction by its number, from 1. */
  | { name: 'choose'; direction: number }
  | { name: 'override'; answer: string }
  /** `hint` may be empty. */
  | { name: 'think'; hint: string }
  | { name: 'defer' }
  | { name: 'object'; assumption: string; answer: string }
  | { name: 'back' }
  /** Key of a ticket that this one takes in. */
  | { name: 'absorb'; key: string }
  /** What becomes of a finding; `priority` only for `file`. */
  | {
      name: 'triage';
      finding: string;
      to: 'fix' | 'acknowledge' | 'file';
      priority: Priority | null;
      why: string;
    }
  /** `priority` null: it was not said; `title` empty: that of the review thread it stands in. */
  | { name: 'follow-up'; title: string; priority: Priority | null }
  /** Boxes of a pull request merged with sections open. */
  | { name: 'finish' }
  | { name: 'continue' };
export type CommandName = Command['name'];

/** `filed`: the ticket was made from it. */
export interface Source {
  issue: number;
  url: string;
  title: string;
  filed: boolean;
}

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
    /** Words to the App, not a command: somebody mentioned it in a thread of ours. Without the mention. */
    | { kind: 'replied'; text: string; source: CommandSource }
    /** A line that looked like a command of ours and could not be read. */
    | { kind: 'unreadable-command'; problem: string; source: CommandSource }
    /** Labelled or given to the App in the tracker, or labelled `phase:delegate` on GitHub. */
    | { kind: 'entered'; label: string | null; source: CommandSource }
    /** The ticket came under our care. Comes before what asked for it; `from`: the GitHub issue that led to it. */
    | { kind: 'recorded'; from: Source | null }
    | { kind: 'ticket-changed' }
    | { kind: 'pull-merged' }
    | { kind: 'pull-closed' }
    | { kind: 'pull-reopened' }
    /** It goes to another branch now. */
    | { kind: 'pull-retargeted' }
    | { kind: 'pull-drafted' }
    | { kind: 'pull-ready' }
    /** The feature branch moved by somebody else's hand. */
    | { kind: 'feature-pushed'; sha: string }
    /** `sha`: where it was. */
    | { kind: 'branch-deleted'; branch: string; sha: string }
    /** A code branch of a delegation moved by a human. */
    | { kind: 'code-pushed'; branch: string; sha: string }
    /** A branch that pull requests go to moved; `branch` is absent where it is the default branch. */
    | { kind: 'base-moved'; sha: string; branch?: string }
    /** Nothing more was pushed to the feature branch for a while. */
    | { kind: 'quiet-over'; sha: string }
    | { kind: 'run-finished'; runId: number; runAttempt: number; assignmentId: string }
    /** No sign of a run within its time. Comes from the sweep, like the two below it. */
    | { kind: 'run-lost'; assignmentId: string }
    /** It goes on beyond its limit, or still waits for a runner. */
    | { kind: 'run-late'; assignmentId: string; runId: number; url: string; waiting: boolean }
    /** Something was said on the pull request that may count: by its reviewer, or by a person. It is read anew. */
    | { kind: 'pull-reviewed' }
    /** Another reviewer said nothing within its time. Comes from the sweep. */
    | { kind: 'reviewer-late'; round: number; head: string }
    /** The run of a dispatch whose reply was lost. */
    | { kind: 'run-found'; assignmentId: string; runId: number; url: string }
    | EffectResult
  );

/** Why the branch that the pull request goes to was not merged in. `under-way`: a delegation began meanwhile that the branch has to wait for. */
export type NotUpdated = 'up-to-date' | 'conflict' | 'missing' | 'under-way';

/** What one-shot effects report back; their actor is Throughline. */
export type EffectResult =
  | { kind: 'branch-created'; branch: string; sha: string }
  | { kind: 'pull-opened'; number: number; url: string; nodeId: string; draft: boolean }
  | { kind: 'dispatched'; assignmentId: string; runId: number | null; url: string | null }
  | { kind: 'delegation-merged'; delegation: number; sha: string }
  /** `sha`: the merge, which brought in `base`. */
  | { kind: 'feature-updated'; sha: string; base: string }
  /** `paths`: files that both sides changed; for `conflict`, as far as they are known. */
  | { kind: 'feature-not-updated'; why: NotUpdated; base: string; paths: string[] }
  | { kind: 'follow-up-filed'; finding: string; ticketKey: string; url: string }
  | { kind: 'merge-conflict'; delegation: number; detail: string }
  /** `finding`: the one whose ticket it is about, where it is about one. */
  | {
      kind: 'effect-refused';
      effect: string;
      status: number;
      detail: string;
      remedy: string;
      finding?: string;
    };

export type EventKind = Event['kind'];
