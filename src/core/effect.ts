import type { Assignment } from '../contracts/assignment.ts';
import type { Reaction } from '../ports/github.ts';
import type { CommandSource } from './event.ts';
import type { AbsorbedTicket, Home } from './item.ts';
import type { Reply } from './reply.ts';
import type { Answer } from './rounds/round.ts';

/**
 * One-shots run one after another per item, each looking for its mark before it repeats.
 * Every member of `oneShotKinds` and `projectionNames` is a write that the failpoint sweep covers.
 */
export const oneShotKinds = [
  'create-branch',
  'put-branch',
  'open-pull',
  'dispatch',
  'cancel-run',
  'merge-delegation',
  'mark-ready',
  'reply',
  'react',
  'remove-label',
  'attach-pull',
  'absorb-ticket',
  'file-follow-up',
  'note-follow-up',
  'answer-thread',
  'update-feature',
] as const;

export type OneShot =
  /** The feature branch, with an empty start commit on `from` that names the ticket. */
  | { kind: 'create-branch'; branch: string; from: string }
  /** The feature branch at a commit that planning brought: made there, or moved there from `from`, never forced. */
  | { kind: 'put-branch'; branch: string; from: string | null; to: string }
  | { kind: 'open-pull'; branch: string; draft: boolean }
  /** Never sent twice. `workflowSha`: commit the workflow runs from; the default branch's when absent. */
  | { kind: 'dispatch'; assignment: Assignment; workflowSha?: string }
  | { kind: 'cancel-run'; assignmentId: string; runId: number | null }
  /** A commit with parents [recordedBase, head] and head's tree, then a non-forced update of the branch: `--no-ff`. */
  | { kind: 'merge-delegation'; delegation: number; branch: string; recordedBase: string; head: string }
  | { kind: 'mark-ready'; nodeId: string }
  /** A new comment because a person is needed or asked. `tag` makes it one comment however often it is sent. */
  | {
      kind: 'reply';
      home: Home;
      tag: string;
      reply: Reply;
      /** Id of a comment of a review thread on `home`: it is answered there. */
      thread?: number;
    }
  | { kind: 'react'; source: CommandSource; reaction: Reaction }
  | { kind: 'remove-label'; source: CommandSource; label: string }
  /** Links an address of ours to the ticket: its pull request, or the GitHub issue it came from. */
  | { kind: 'attach-pull'; url: string; title: string }
  /** Says on a ticket that this one took it in; `relate`: nothing in the tracker says yet that the two belong together. */
  | { kind: 'absorb-ticket'; ticket: AbsorbedTicket; relate: boolean }
  /** Files the ticket of a finding, related to this one; the ticket has an id of ours, so that it is filed once. */
  | { kind: 'file-follow-up'; finding: string }
  /** Says on the ticket of a finding that its code is gone. */
  | { kind: 'note-follow-up'; finding: string; key: string }
  /** Replies in the conversation of a demand what became of it. `tag` makes it one reply however often it is sent. */
  | { kind: 'answer-thread'; finding: string; comment: number; tag: string; answer: Answer }
  /** A merge of `base` into the branch, which was at `from`; never a rebase: what was accepted there stays as it is. */
  | { kind: 'update-feature'; branch: string; from: string; base: string };
export type OneShotKind = OneShot['kind'];

/**
 * Rendered from the current item when performed, coalesced, compared with what is there. `quiet` shows nothing: it
 * tells the item when the time it waits for has come.
 */
export const projectionNames = [
  'status',
  'blocks',
  'deep-review',
  'bot-review',
  'ticket-state',
  'pull-body',
  'quiet',
] as const;
export type ProjectionName = (typeof projectionNames)[number];

export type Effect = { type: 'one-shot'; oneShot: OneShot } | { type: 'project'; name: ProjectionName };
