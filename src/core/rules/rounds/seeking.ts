import type { Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { openFindings } from '../../rounds/earlier.ts';
import type { Rounding } from './asking.ts';
import { carryOut } from './starting.ts';
import { startTriage } from './triaging.ts';

/** Answers are sought to what was found, but where people have given all of them already. */
export const seekAnswers = (rounding: Rounding): Outcome => {
  const { item, effects = [] } = rounding;
  const round = openRoundOf(item);
  if (!round || openFindings(item.findings ?? []).length > 0) return startTriage(rounding);
  item.stage = { name: 'polishing' };
  round.state = { name: 'answering' };
  return carryOut(rounding, effects);
};
