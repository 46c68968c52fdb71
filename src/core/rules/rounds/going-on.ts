import type { Item } from '../../item.ts';
import { moved, type Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { openFindings } from '../../rounds/earlier.ts';
import type { Round } from '../../rounds/round.ts';
import { configurationOf } from '../dispatching.ts';
import { isWaitedFor, type Rounding } from './asking.ts';
import { seekAnswers } from './seeking.ts';
import { carryOut, startRound } from './starting.ts';
import { stopOnRounds } from './stopping.ts';
import { roundsOverride, roundsUsed } from './uses.ts';

/** More was said of a head than `caps.rounds` lets anybody answer without a person's word. */
const waitsForWord = (item: Item, { round, most }: { round: Round; most: number }): boolean =>
  round.state.name === 'triaging' &&
  round.triages.length === 0 &&
  round.override === undefined &&
  openFindings(item.findings ?? []).length > 0 &&
  roundsUsed(item) > most;

/** Takes up the rounds where they stand: after a pause, a failure or a push. A newer head is reviewed anew. */
export const goOnWithRounds = (rounding: Rounding): Outcome => {
  const { item, event, facts, effects = [], override } = rounding;
  const round = openRoundOf(item);
  // what was found is answered first, whatever was pushed meanwhile: the next round sees it
  const unread = round === null || (round.findings.length === 0 && round.state.name !== 'answering');
  if (unread) return startRound(rounding);
  if (isWaitedFor(round)) return moved(item, `round ${round.number} is being answered`, { effects });
  const over = roundsOverride(override);
  if (over) round.override = over;
  const configuration = configurationOf(facts);
  if (configuration && waitsForWord(item, { round, most: configuration.caps.rounds }))
    return stopOnRounds(rounding, configuration);
  item.stage = { name: 'polishing' };
  item.decision = null;
  return round.state.name === 'answering'
    ? carryOut({ item, event, facts, ...(override ? { override } : {}) }, effects)
    : seekAnswers(rounding);
};
