import { currentDelegation, type Delegation, type Item } from './item.ts';
import { isUnderWay } from './rules/parts.ts';

/** The branch that the pull request goes to: what is merged into the feature branch, and whose moves are told. */
export const targetOf = ({ pull, repository }: Item): string => pull?.base ?? repository.defaultBranch;

/**
 * Why the branch that the pull request goes to is not merged into the feature branch now; null when it can be. A merge of delegated work has
 * the branch as it was recorded for its first parent, so nothing else may move it until that is decided.
 */
export const updateBarred = (item: Item): string | null => {
  const base = item.repository.defaultBranch;
  if (!item.feature?.head)
    return `there is no feature branch yet: it starts at the newest \`${base}\` with the first scope that is confirmed`;
  if (item.pull?.state === 'merged')
    return `the pull request is merged: what goes on gets a branch of its own, from \`${base}\``;
  const delegation = currentDelegation(item);
  return delegation && needsBranch(item, delegation)
    ? `delegation ${delegation.number} needs the feature branch where it is until its merge: wait for its review and decide it first`
    : null;
};

/** It works, it is back, or it goes on from commits that stand on the branch as it is. */
const needsBranch = (item: Item, { state, attempts, pushed }: Delegation): boolean => {
  if (state.name === 'proposed') return false;
  if (state.name !== 'running' || item.stage.name === 'delegating' || pushed) return true;
  const last = attempts.at(-1);
  if (!last) return false;
  const { outcome } = last;
  const brought = outcome.state === 'returned' || (outcome.state === 'failed' && outcome.head !== undefined);
  return brought || last.pushedBy !== undefined || isUnderWay(last.judging?.at(-1) ?? last);
};
