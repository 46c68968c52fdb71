import type { OneShot } from '../../effect.ts';
import type { Event } from '../../event.ts';
import type { Facts } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { type Context, ignored, moved, type Outcome } from '../../outcome.ts';
import { openRoundOf } from '../../rounds/current.ts';
import { configurationOf } from '../dispatching.ts';
import { copyOf } from '../parts.ts';
import { polish } from '../polishing.ts';
import { dropReview } from './heads.ts';

/** Whether a new head is reviewed where the item stands: after the last section, also where the reviewer failed on an older one. */
export const reviewsHeads = (item: Item): boolean => {
  const { stage, pull } = item;
  if (pull?.state !== 'open') return false;
  if (stage.name === 'polishing' || stage.name === 'handed-over') return true;
  const failed = stage.name === 'blocked' && stage.cause === 'run-failed' && stage.resume === 'polishing';
  return failed && openRoundOf(item)?.state.name === 'not-reviewed';
};

/**
 * Somebody pushed: reviewed when nothing more comes for a while, so that several pushes in a row are one review. What is
 * being said of the head before is dropped at once.
 */
export const headPushed = (pushed: {
  item: Item;
  event: Event;
  facts: Facts;
  before?: OneShot[];
}): Outcome => {
  const { item, facts, before = [] } = pushed;
  const { quiet: seconds = 0, reviewer } = configurationOf(facts)?.rounds ?? {};
  const sha = item.feature?.head;
  const open = openRoundOf(item);
  if (!sha || seconds === 0 || reviewer !== 'throughline' || open?.head === sha) return polish(pushed);
  const dropped = open && open.findings.length === 0 ? dropReview(open) : [];
  item.stage = { name: 'polishing' };
  item.decision = null;
  item.quiet = { sha, until: new Date(Date.parse(facts.now) + seconds * 1000).toISOString() };
  return moved(item, `${sha} is reviewed when nothing more is pushed until ${item.quiet.until}`, {
    effects: [...before, ...dropped],
  });
};

/** Nothing more was pushed. What was, and is not told yet, counts as a push all the same. */
export const quietOver = (context: Context): Outcome => {
  const { event, facts } = context;
  if (event.kind !== 'quiet-over' || context.item.quiet?.sha !== event.sha)
    return ignored(context.item, 'that head is not waited for');
  const item = copyOf(context.item);
  delete item.quiet;
  if (!reviewsHeads(item)) return moved(item, `${event.sha} waits for what is blocked`);
  if (!item.feature || !facts.featureSha || facts.featureSha === event.sha)
    return polish({ item, event, facts });
  item.feature.head = facts.featureSha;
  return headPushed({ item, event, facts });
};
