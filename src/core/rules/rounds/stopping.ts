import type { Configuration } from '../../../contracts/configuration.ts';
import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Facts } from '../../facts.ts';
import { moved, type Outcome } from '../../outcome.ts';
import { blocked, notice } from '../parts.ts';
import type { Rounding } from './asking.ts';
import { roundsStopped, roundsUsed } from './uses.ts';

type Stopping = Pick<Rounding, 'item' | 'event' | 'effects'> & { facts: Pick<Facts, 'now' | 'spent'> };

/** The rounds end before they are clean: one person is told what was used and what is open, and can go on once. */
export const stopRounds = (
  { item, event, facts, effects = [] }: Stopping,
  { reached, detail, configuration }: { reached: string[]; detail: string; configuration: Configuration },
): Outcome => {
  item.stage = blocked({ cause: 'caps', caps: reached, detail, resume: 'polishing' });
  // a confirmation that was written before this was asked answers something else
  item.decision = { id: `caps-r${(item.rounds ?? []).length}`, asks: 'caps', since: event.at };
  return moved(item, `blocked: ${reached.join(', ')}`, {
    effects: [...effects, stoppedNotice({ item, event, facts }, { reached, configuration })],
  });
};

const stoppedNotice = (
  { item, event, facts }: Stopping & { event: Event },
  { reached, configuration }: { reached: string[]; configuration: Configuration },
): OneShot =>
  notice(item, event, {
    kind: 'rounds-stopped',
    to: item.startedBy,
    ...roundsStopped({ item, facts, caps: configuration.caps }, reached),
  });

/** So many rounds and still something is found, or nobody has seen what was fixed last. */
export const stopOnRounds = (stopping: Stopping, configuration: Configuration): Outcome => {
  const most = configuration.caps.rounds;
  const used = roundsUsed(stopping.item);
  const detail = `\`caps.rounds\`: ${used} of ${most} rounds of review are used.`;
  return stopRounds(stopping, { reached: ['caps.rounds'], detail, configuration });
};
