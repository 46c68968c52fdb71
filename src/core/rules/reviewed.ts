import type { Review } from '../../contracts/review.ts';
import type { Attempt } from '../attempt.ts';
import type { Facts } from '../facts.ts';
import { currentDelegation, type Item } from '../item.ts';
import { type Context, ignored, moved, type Outcome } from '../outcome.ts';
import { acceptReturned } from './deciding.ts';
import { ciIsRed, configurationOf, needsDecision } from './dispatching.ts';
import { reviewPush, showFindings } from './judging.ts';
import { notesForNextAttempt } from './notes.ts';
import { reviewedAttempts } from './parts.ts';
import { startAnother } from './rounds/fixing-again.ts';

/** The review is whole: people are asked, or auto mode goes on. */
export const askToDecide = (options: {
  context: Context;
  item: Item;
  attempt: Attempt;
  /** Platform time from which on an answer counts. */
  since: string;
}): Outcome => {
  const { context, item, attempt, since } = options;
  const delegation = currentDelegation(item);
  if (!delegation || attempt.outcome.state !== 'returned') return ignored(item, 'no delegation');
  const { pushed } = delegation;
  if (pushed && pushed.sha !== attempt.outcome.head) return reviewPush({ ...context, item }, pushed);
  delete delegation.pushed;
  delegation.state = { name: 'returned' };
  item.stage = { name: 'deciding' };
  item.decision = { id: `d${delegation.number}a${attempt.number}`, asks: 'accept', since };
  const known = showFindings(item);
  if (item.mode === 'auto' && !item.paused) return continueAuto({ ...context, item });
  const taken = acceptFixUp(item);
  if (taken) return taken;
  const { recommendation } = attempt.outcome.review;
  const what = delegation.fixUp
    ? `the fix-up of round ${delegation.fixUp.round}`
    : `section${delegation.sections.length === 1 ? '' : 's'} ${delegation.sections.join(', ')}`;
  const why = `attempt ${attempt.number} of ${what} is back: ${recommendation} is recommended`;
  return moved(item, `review posted: ${recommendation}`, {
    // an edit notifies nobody, and a first review is a new comment anyway
    effects: known ? [needsDecision(item, context.event, why)] : [],
  });
};

/** A fix-up that passes accepts itself: when its review is whole, or once a pause that kept it is over; null where people decide. */
export const acceptFixUp = (item: Item): Outcome | null => {
  const delegation = currentDelegation(item);
  const outcome = delegation?.attempts.at(-1)?.outcome;
  if (item.paused || !delegation?.fixUp || outcome?.state !== 'returned' || !passesWhole(outcome.review))
    return null;
  const taken = acceptReturned(item, 'throughline');
  return taken && moved(item, 'fix-up accepted: every check passes', { effects: taken.effects });
};

/** Only where nobody has anything to look at. */
const passesWhole = ({ recommendation, flags = [] }: Review): boolean =>
  recommendation === 'accept' && flags.length === 0;

const flaggedWhy = ([first = '', ...others]: string[]): string =>
  `auto mode stops here, because a person has to look at ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;

/** Another attempt would not help: the reviewer itself came to nothing, or others' checks are red on what is there already. */
const whyAutoStops = (review: Review, facts: Facts): string | null => {
  if (review.judgement === 'unusable') return 'the reviewer gave no usable judgement; `/retry` asks it again';
  return ciIsRed(facts);
};

/** Auto mode at a review: accept on accept, iterate up to the cap, then stop and ask; at once when something is flagged. */
export const continueAuto = (context: Context): Outcome => {
  const { item, event, facts } = context;
  const delegation = currentDelegation(item);
  const attempt = delegation?.attempts.at(-1);
  if (!delegation || attempt?.outcome.state !== 'returned') return moved(item, 'nothing to continue');
  const flags = attempt.outcome.review.flags ?? [];
  if (flags.length > 0)
    return moved(item, 'auto mode stopped: something needs a look', {
      effects: [needsDecision(item, event, flaggedWhy(flags))],
    });
  if (attempt.outcome.review.recommendation === 'accept') {
    const taken = acceptReturned(item, 'auto mode');
    return moved(item, 'accepted by auto mode', { effects: taken?.effects ?? [] });
  }
  const unable = whyAutoStops(attempt.outcome.review, facts);
  if (unable !== null)
    return moved(item, 'auto mode stopped: a person decides', {
      effects: [needsDecision(item, event, `auto mode stops here: ${unable}`)],
    });
  const cap = configurationOf(facts)?.caps.attempts ?? 1;
  if (attempt.outcome.review.recommendation === 'iterate' && reviewedAttempts(delegation) < cap)
    return startAnother({ item, event, facts, notes: notesForNextAttempt(delegation, '') });
  return moved(item, 'auto mode stopped: a person decides', {
    effects: [
      needsDecision(item, event, `auto mode stops here: ${attempt.outcome.review.reasons.join('; ')}`),
    ],
  });
};
