import { currentDelegation } from '../../item.ts';
import type { Outcome } from '../../outcome.ts';
import { type StartingDelegation, startDelegation } from '../dispatching.ts';
import { cancelRun, withdraw } from '../parts.ts';
import { stillToFix } from './fix-up.ts';
import { carryOut } from './starting.ts';

/** Everything that the fix-up was asked for is decided otherwise since: the round goes on without it. Null where something is left. */
export const leaveNeedless = ({ item, event, facts, before = [] }: StartingDelegation): Outcome | null => {
  const { fixUp } = currentDelegation(item) ?? {};
  if (!fixUp || stillToFix(item, fixUp).length > 0) return null;
  const effects = [...before, ...cancelRun(item)];
  withdraw(item, event.actor.login);
  item.stage = { name: 'polishing' };
  return carryOut({ item, event, facts }, effects);
};

/** The delegation under way goes on with another attempt, where one is needed still. */
export const startAnother = (options: StartingDelegation): Outcome =>
  leaveNeedless(options) ?? startDelegation(options);
