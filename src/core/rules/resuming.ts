import { isUnconfirmed } from '../authored.ts';
import { awaitedAttempt, currentDelegation, type Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import { reviewPush, takeUpDelegation } from './judging.ts';
import { copyOf, isUnderWay } from './parts.ts';
import { isPlanning, takeUpPlanning } from './planning/starting.ts';
import { polish } from './polishing.ts';
import { acceptFixUp, continueAuto } from './reviewed.ts';
import { confirmScope } from './scope.ts';

/** Takes up what a pause held back. */
export const resume = (context: Context): Outcome => {
  const item = copyOf(context.item);
  item.paused = false;
  return goOn({ ...context, item }, 'resumed');
};

export const mode = (context: Context): Outcome => {
  const { event } = context;
  if (event.kind !== 'command' || event.command.name !== 'mode') return ignored(context.item, 'not a mode');
  const item = copyOf(context.item);
  item.mode = event.command.mode;
  return goOn({ ...context, item }, `mode ${item.mode}`);
};

const goOn = (context: Context, note: string): Outcome => {
  const { item, event, facts } = context;
  if (item.paused) return moved(item, note);
  if (item.stage.name === 'delegating' && !runUnderWay(item)) return takeUpDelegation({ item, event, facts });
  const { pushed, state } = item.delegations.at(-1) ?? {};
  if (pushed && (state?.name === 'returned' || state?.name === 'rejected'))
    return reviewPush({ item, event, facts }, pushed);
  if (isPlanning(item.stage.name) && item.planning?.next) return takeUpPlanning({ item, event, facts });
  if (item.stage.name === 'polishing') return polish({ item, event, facts });
  return answerAlone(context) ?? moved(item, note);
};

/** What nobody has to be asked about in this mode; null where a person is waited for. */
const answerAlone = (context: Context): Outcome | null => {
  const { item } = context;
  const { asks } = item.decision ?? {};
  if (item.stage.name === 'deciding' && asks === 'accept')
    return item.mode === 'auto' ? continueAuto(context) : acceptFixUp(item);
  const confirms = item.mode === 'auto' && !isUnconfirmed(item);
  return confirms && item.stage.name === 'planned' && asks === 'scope' ? confirmScope(context) : null;
};

const runUnderWay = (item: Item): boolean => {
  const awaited = currentDelegation(item) ? awaitedAttempt(item) : null;
  return awaited !== null && isUnderWay(awaited);
};
