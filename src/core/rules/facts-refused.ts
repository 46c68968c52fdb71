import type { FactsRefused } from '../facts.ts';
import type { Context, Outcome } from '../outcome.ts';
import { ignored } from '../outcome.ts';
import { refuseWith, to } from './parts.ts';
import { result } from './returning.ts';
import { stopWork } from './steering.ts';

/** Results of our own writes, and a silence that is said once: without what they bring the work would stand still and nobody would know. */
const awaited = ['branch-created', 'pull-opened', 'delegation-merged', 'follow-up-filed', 'reviewer-late'];

/**
 * What this decision rests on cannot be read, and asking again would not help. Nothing is guessed: the person who
 * asked is told, work that waited for it is blocked, and news of the platforms is read again by the sweep.
 */
export const factsRefused = (context: Context, refused: FactsRefused): Outcome => {
  const { item, event, facts } = context;
  const { detail, remedy } = refused;
  if ('source' in event)
    return refuseWith(context, `facts refused: ${detail}`, {
      kind: 'facts-refused',
      to: to(event),
      ...refused,
    });
  const over = item.stage.name === 'done' || item.stage.name === 'cancelled';
  if (
    event.kind === 'run-finished' &&
    ['exploring', 'grilling', 'proposing', 'delegating', 'polishing', 'blocked'].includes(item.stage.name)
  )
    return result({
      ...context,
      facts: {
        ...facts,
        returned: { state: 'failed', failure: 'failed', detail: `${detail} ${remedy}`, url: null },
      },
    });
  if (awaited.includes(event.kind) && !over)
    return stopWork(context, { cause: 'configuration', detail: `${detail} ${remedy}` });
  return ignored(item, `could not be looked at: ${detail}`);
};
