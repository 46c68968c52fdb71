import type { OneShot } from '../effect.ts';
import type { Event } from '../event.ts';
import type { Facts } from '../facts.ts';
import type { Item } from '../item.ts';
import { moved, type Outcome } from '../outcome.ts';
import { leaveClosedPull } from './dispatching.ts';
import { goOnWithRounds } from './rounds/going-on.ts';

/** No section is left: the pull request is marked ready, and its head reviewed. With `pull.open: last-accept` it opens only now. */
export const polish = (options: { item: Item; event: Event; facts: Facts; before?: OneShot[] }): Outcome => {
  const { item, event, facts } = options;
  const effects = [...(options.before ?? [])];
  item.decision = null;
  leaveClosedPull(item);
  if (!item.pull && item.feature?.head) {
    item.stage = { name: 'polishing' };
    const { branch, head, deleted } = item.feature;
    if (deleted && !facts.featureSha) {
      effects.push({ kind: 'put-branch', branch, from: null, to: head });
      return moved(item, `branch ${branch} is to be back at ${head}`, { effects });
    }
    const draft = facts.configuration?.state === 'valid' && facts.configuration.value.pull.draft;
    effects.push({ kind: 'open-pull', branch, draft });
    return moved(item, 'all sections decided: pull request asked for', { effects });
  }
  if (!item.pull) {
    item.stage = { name: 'planned' };
    return moved(item, 'every section is dropped and nothing was delegated', { effects });
  }
  // what a person made a draft again is theirs to mark ready
  if (item.pull.draftedBy === undefined) {
    if (item.pull.draft) effects.push({ kind: 'mark-ready', nodeId: item.pull.nodeId });
    item.pull.draft = false;
  }
  return goOnWithRounds({ item, event, facts, effects });
};
