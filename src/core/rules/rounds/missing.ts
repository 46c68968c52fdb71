import type { Word } from '../../../reviewers/reader.ts';
import { moved, type Outcome } from '../../outcome.ts';
import type { NotReviewed, Round } from '../../rounds/round.ts';
import { blocked, notice } from '../parts.ts';
import type { Rounding } from './asking.ts';

/** How the causes that another reviewer's text can name are called here. */
export const causeOfWord: Record<Extract<Word, { state: 'not-reviewed' }>['cause'], NotReviewed> = {
  died: 'died',
  skipped: 'refused',
  limited: 'refused',
  unreadable: 'unreadable',
};

/** Another reviewer did not review: people are told once, and a later word of it still counts. */
export const missingReview = (
  { item, event, effects = [] }: Rounding,
  round: Round,
  missing: { cause: NotReviewed; detail: string; url: string | null },
): Outcome => {
  const isTold = item.stage.name === 'blocked' && round.state.name === 'not-reviewed';
  round.state = { name: 'not-reviewed', ...missing };
  const { detail, url } = missing;
  item.stage = blocked({ cause: 'run-failed', detail, url, resume: 'polishing' });
  item.decision = null;
  const said = isTold ? [] : [notice(item, event, { kind: 'blocked', to: item.startedBy })];
  return moved(item, `not reviewed by ${round.reviewer}: ${missing.cause}`, {
    effects: [...effects, ...said],
  });
};
