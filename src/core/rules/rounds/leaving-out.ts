import type { Configuration } from '../../../contracts/configuration.ts';
import type { RoundFact } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { lastRound, moveRound } from '../../rounds/current.ts';
import { isDocumentationOnly } from '../../rounds/documentation.ts';
import type { Round } from '../../rounds/round.ts';
import type { Rounding } from './asking.ts';
import { newRound } from './beginning.ts';
import { notePushed } from './waiting.ts';

/** The work ticks its own tasks, which is checked elsewhere: nothing else would ever be documentation only. */
export const isLeftOut = ({ change }: Item, { changed }: RoundFact): boolean =>
  isDocumentationOnly(
    changed.filter((path) => change === null || path !== `openspec/changes/${change}/tasks.md`),
  );

interface LeavingOut {
  configuration: Configuration;
  head: RoundFact;
  open: Round | null;
}

/** Leaves the head out of the reviews. `isTold`: the one before it was left out as well, and this one is shown there. */
export const leaveOut = (
  { item, facts }: Rounding,
  { configuration, head, open }: LeavingOut,
): { isTold: boolean } => {
  const last = lastRound(item);
  const before = last?.state.name === 'skipped' ? last : null;
  const { reviewer } = configuration.rounds;
  const round = open ?? before ?? newRound(item, { head: head.sha, at: facts.now, reviewer: 'throughline' });
  moveRound(round, head.sha);
  round.mergeBase = head.mergeBase;
  round.state = { name: 'skipped', why: 'documentation only' };
  if (typeof reviewer === 'object') {
    // nobody waits for its word, and it counts where it speaks
    round.reviewer = reviewer.login;
    notePushed({ item, facts }, head);
  }
  return { isTold: before !== null };
};
