import { moved, type Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { isWaitedFor, type Rounding } from './asking.ts';
import { seekAnswers } from './seeking.ts';
import { carryOut, startRound } from './starting.ts';
import { roundsOverride } from './uses.ts';

/** Takes up the rounds where they stand: after a pause, a failure or a push. A newer head is reviewed anew. */
export const goOnWithRounds = (rounding: Rounding): Outcome => {
  const { item, event, facts, effects = [], override } = rounding;
  const round = openRoundOf(item);
  // what was found is answered first, whatever was pushed meanwhile: the next round sees it
  const unread = round === null || (round.findings.length === 0 && round.state.name !== 'answering');
  if (unread) return startRound(rounding);
  if (isWaitedFor(round)) return moved(item, `round ${round.number} is being answered`, { effects });
  item.stage = { name: 'polishing' };
  item.decision = null;
  const over = roundsOverride(override);
  if (over) round.override = over;
  return round.state.name === 'answering'
    ? carryOut({ item, event, facts, ...(override ? { override } : {}) }, effects)
    : seekAnswers(rounding);
};
