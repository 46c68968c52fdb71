import type { Assignment } from '../contracts/assignment.ts';
import type { Reaction } from '../ports/github.ts';
import type { CommandSource } from './event.ts';
import type { AbsorbedTicket, Home } from './item.ts';
import type { Reply } from './reply.ts';

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
  | { kind: 'reply'; home: Home; tag: string; reply: Reply }
  | { kind: 'react'; source: CommandSource; reaction: Reaction }
  | { kind: 'remove-label'; source: CommandSource; label: string }
  /** Links an address of ours to the ticket: its pull request, or the GitHub issue it came from. */
  | { kind: 'attach-pull'; url: string; title: string }
  /** Says on a ticket that this one took it in; `relate`: nothing in the tracker says yet that the two belong together. */
  | { kind: 'absorb-ticket'; ticket: AbsorbedTicket; relate: boolean };
export type OneShotKind = OneShot['kind'];

/** Rendered from the current item when performed, coalesced, compared with what is there. */
export const projectionNames = ['status', 'blocks', 'deep-review', 'ticket-state', 'pull-body'] as const;
export type ProjectionName = (typeof projectionNames)[number];

export type Effect = { type: 'one-shot'; oneShot: OneShot } | { type: 'project'; name: ProjectionName };
