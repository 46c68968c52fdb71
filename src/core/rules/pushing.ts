import type { OneShot } from '../effect.ts';
import type { Actor } from '../event.ts';
import type { Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import { pushedOf } from '../rounds/pushed.ts';
import { isBranchBack, noteRewrite } from './branch.ts';
import { takeUpDelegation } from './judging.ts';
import { copyOf } from './parts.ts';
import { polish } from './polishing.ts';
import { fixedByHand, waitsForHand } from './rounds/by-hand.ts';
import { headPushed, reviewsHeads } from './rounds/quiet.ts';
import { fixPushed, rejectedFixUp } from './rounds/rejecting.ts';
import { toldOfPush } from './rounds/reviewed.ts';
import { containsBase } from './updating.ts';

const isPerson = ({ surface, login }: Actor): boolean => surface === 'github' && !login.endsWith('[bot]');

/** The feature branch is somewhere, as a push tells or a write of ours brought back. */
export const featureMoved = (context: Context): Outcome => {
  const { event, facts } = context;
  const item = copyOf(context.item);
  // news of our own push: what waits for the branch is started by `branch-created`
  if (event.kind === 'feature-pushed' && !item.feature?.head)
    return ignored(item, 'the branch is being made');
  if (event.kind === 'feature-pushed' && facts.featureSha === null)
    return ignored(item, 'the branch is gone again');
  const back = isBranchBack(item, facts);
  // a push is a hint: one that is told late must not move the branch back
  const sha = facts.featureSha ?? ('sha' in event ? event.sha : null);
  if (!item.feature || !sha) return ignored(item, 'the feature branch is where it was');
  if (item.feature.head === sha) return whereItWas({ ...context, item }, { sha, back });
  const before = noteRewrite(item, event, facts);
  item.feature.head = sha;
  item.feature.pushed = pushedOf(item, event, { sha, now: facts.now });
  if (facts.caughtUp && item.baseMoved) containsBase(item, item.baseMoved);
  return goOnFrom({ ...context, item }, { sha, before });
};

const whereItWas = (context: Context, { sha, back }: { sha: string; back: boolean }): Outcome => {
  const told = toldOfPush(context, sha);
  if (told) return told;
  // its pull request went with it, and a new one waits for the branch
  if (back && context.item.stage.name === 'polishing' && !context.item.pull) return polish(context);
  return back
    ? moved(context.item, 'the feature branch is back')
    : ignored(context.item, 'the feature branch is where it was');
};

const hasStaleClaims = ({ stage }: Item): boolean =>
  stage.name === 'blocked' && stage.cause === 'stale-claims';

/** A person's commits; a push that takes merges away, or brings back what another one took away, mends nothing. */
const mayMend = ({ event, facts: { branch } }: Context): boolean => {
  const takesAway = branch?.forced && branch.lost.length > 0;
  return event.kind === 'feature-pushed' && isPerson(event.actor) && !takesAway && !branch?.restored;
};

const goOnFrom = (
  { item, event, facts }: Context,
  { sha, before }: { sha: string; before: OneShot[] },
): Outcome => {
  const isTold = event.kind === 'feature-pushed';
  // the tasks may have been corrected: they are looked up again
  if (isTold && hasStaleClaims(item)) return takeUpDelegation({ item, event, facts, before });
  const mends = mayMend({ item, event, facts });
  if (mends && rejectedFixUp(item)) return fixPushed({ item, event, facts }, { sha, before });
  if (mends && waitsForHand(item))
    return fixedByHand({ item, event, facts }, { sha, by: event.actor.login, before });
  // nobody has reviewed that head: whoever pushed it, it goes through a round; somebody's pushes come in a row
  if (reviewsHeads(item))
    return isTold ? headPushed({ item, event, facts, before }) : polish({ item, event, facts, before });
  return moved(item, `feature branch moved to ${sha}`, { effects: before });
};
