import { moved, type Outcome } from '../../outcome.ts';
import { configurationOf } from '../dispatching.ts';
import { notice } from '../parts.ts';
import type { Rounding } from './asking.ts';
import { takeUpDemands } from './demanding.ts';
import { roundUses } from './uses.ts';

/** The merge is a human's: says what was found and what became of it, or that nobody has reviewed. */
export const handOver = ({
  item,
  event,
  facts,
  effects = [],
  why,
  said = false,
  ...rounding
}: Rounding & { why: 'clean' | 'no-reviewer'; said?: boolean }): Outcome => {
  const demanded = takeUpDemands({ ...rounding, item, event, facts, effects });
  if (demanded) return demanded;
  item.stage = { name: 'handed-over' };
  item.decision = null;
  const note = why === 'clean' ? 'handed over: clean' : 'handed over: no reviewer is configured';
  // nobody reviews what is pushed, and that was said
  if (said) return moved(item, `${note}, as before`, { effects });
  const configuration = configurationOf(facts);
  const caps = configuration ? roundUses({ item, facts, caps: configuration.caps }) : [];
  const { passedBy } = facts.head?.talk ?? {};
  const reply = {
    ...{ kind: 'handed-over' as const, to: item.startedBy, why, caps },
    ...(passedBy ? { passedBy } : {}),
  };
  return moved(item, note, { effects: [...effects, notice(item, event, reply)] });
};
