import type { Configuration } from '../../../contracts/configuration.ts';
import type { CapOverride } from '../../attempt.ts';
import type { Facts } from '../../facts.ts';
import type { Item } from '../../item.ts';
import type { CapUse } from '../../rounds/cap-use.ts';
import { capUses } from '../caps.ts';

interface Asking {
  item: Item;
  facts: Pick<Facts, 'now' | 'spent'>;
  caps: Configuration['caps'];
}

/** Rounds that count: one that was left out by rule took nobody's time, and what people ask for is theirs. */
export const roundsUsed = ({ rounds = [] }: Item): number =>
  rounds.filter(({ state, demands }) => state.name !== 'skipped' && !demands).length;

/** A person's word for one more round, which is used up by it. */
export const roundsOverride = (override: CapOverride | undefined): CapOverride | null =>
  override?.caps.includes('caps.rounds') ? override : null;

/** Every cap that can end the rounds and is set. */
export const roundUses = (asking: Asking): CapUse[] => [
  { setting: 'caps.rounds', used: roundsUsed(asking.item), most: asking.caps.rounds },
  ...capUses(asking),
];

/** What is said when caps end the rounds: those that are reached, and those beside them. */
export const roundsStopped = (
  asking: Asking,
  reached: readonly string[],
): { reached: CapUse[]; caps: CapUse[] } => {
  const all = roundUses(asking);
  return {
    reached: all.filter(({ setting }) => reached.includes(setting)),
    caps: all.filter(({ setting }) => !reached.includes(setting)),
  };
};
