import type { PullFact } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { copyOf } from '../parts.ts';
import { polish } from '../polishing.ts';

const openPull = ({ item, facts }: Context): PullFact | null =>
  item.pull && facts.pull?.number === item.pull.number && facts.pull.state === 'open' ? facts.pull : null;

/** Until the rounds begin a draft is what it is by itself. */
const isUnderReview = ({ stage, rounds = [] }: Item): boolean =>
  stage.name === 'polishing' || stage.name === 'handed-over' || rounds.length > 0;

/** Somebody goes on with it by hand: what runs may end, and no further head is reviewed. */
export const pullDrafted = (context: Context): Outcome => {
  if (!openPull(context)?.draft) return ignored(context.item, 'GitHub shows no draft');
  const item = copyOf(context.item);
  if (!item.pull || item.pull.draft) return ignored(context.item, 'that draft is known');
  item.pull.draft = true;
  if (isUnderReview(item)) item.pull.draftedBy = context.event.actor.login;
  return moved(item, `made a draft by ${context.event.actor.login}`);
};

/** The rounds go on where the draft held them back. That we marked it ready ourselves is known. */
export const pullReady = (context: Context): Outcome => {
  const { event, facts } = context;
  const pull = openPull(context);
  if (!pull || pull.draft) return ignored(context.item, 'GitHub shows a draft');
  const item = copyOf(context.item);
  if (!item.pull?.draft) return ignored(context.item, 'that it is ready is known');
  item.pull.draft = false;
  const held = item.pull.draftedBy !== undefined;
  delete item.pull.draftedBy;
  return held && item.stage.name === 'polishing'
    ? polish({ item, event, facts })
    : moved(item, `marked ready by ${event.actor.login}`);
};
