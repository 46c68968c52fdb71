import type { Delegation, Item } from './item.ts';

/** As many worktrees a runner's machine is asked to keep; the newest. */
const mostKept = 200;

/** Under way, waiting for a decision, or rejected: somebody may want to look at what the agent left. */
const isWanted = ({ state }: Delegation): boolean =>
  ['running', 'returned', 'merging', 'rejected'].includes(state.name);

/** Assignments whose worktrees a self-hosted runner keeps, newest first; it sweeps the others of this repository. */
export const keptAssignments = (items: Item[]): string[] =>
  items
    .filter((item) => item.stage.name !== 'done' && item.stage.name !== 'cancelled')
    .flatMap((item) => item.delegations)
    .filter(isWanted)
    .flatMap((delegation) => delegation.attempts)
    .sort((a, b) => Date.parse(b.askedAt) - Date.parse(a.askedAt))
    .slice(0, mostKept)
    .map((attempt) => attempt.assignmentId);
