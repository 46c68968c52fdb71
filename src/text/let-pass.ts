import type { CheckId } from '../contracts/review.ts';
import type { Delegation, Item } from '../core/item.ts';
import { code, inline } from './markdown.ts';
import { partName } from './places.ts';

/** Checks that did not pass of what was accepted all the same. */
const letPass = ({ state, attempts }: Delegation): CheckId[] => {
  const outcome = attempts.at(-1)?.outcome;
  if (state.name !== 'accepted' || outcome?.state !== 'returned') return [];
  return outcome.review.checks
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'missing')
    .map(({ id }) => id);
};

const named = (ids: CheckId[]): string => ids.map((id) => code(id)).join(', ');

/** `, ⚠️ without passing test-integrity`; empty where every check passed. */
export const withoutPassing = (delegation: Delegation): string => {
  const ids = letPass(delegation);
  return ids.length === 0 ? '' : `, ⚠️ without passing ${named(ids)}`;
};

/** One line for whoever merges; null where every check of what was accepted passed. */
export const letPassLine = ({ delegations }: Item): string | null => {
  const parts = delegations.flatMap((delegation) => {
    const { state } = delegation;
    const ids = letPass(delegation);
    if (state.name !== 'accepted' || ids.length === 0) return [];
    return [`${partName(delegation)} (${named(ids)}, by ${inline(state.by, 60)})`];
  });
  return parts.length === 0 ? null : `⚠️ **Accepted without passing:** ${parts.join('; ')}`;
};
