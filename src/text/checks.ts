import type { Review } from '../contracts/review.ts';
import { type Attempt, isJudged } from '../core/attempt.ts';
import type { Delegation, Item } from '../core/item.ts';
import type { CheckRun } from '../ports/github.ts';
import {
  checksTable,
  failingEvidence,
  flagsList,
  reasonsLine,
  verificationOutputs,
} from './findings-block.ts';
import { bullets, inline, paragraphs } from './markdown.ts';
import { attemptStatus, commitLink, isBeingJudged, partName } from './places.ts';
import { plainLine } from './sanitize.ts';

const checkName = 'throughline / deep review';

type Conclusion = Extract<CheckRun['state'], { status: 'completed' }>['conclusion'];

/** A person may accept what the review did not recommend: then the check says so and is neither green nor red. */
const conclusionOf = (delegation: Delegation, review: Review): Conclusion => {
  const recommended = review.recommendation === 'accept';
  switch (delegation.state.name) {
    case 'accepted':
    case 'merging':
      return recommended ? 'success' : 'neutral';
    case 'rejected':
    case 'withdrawn':
      return 'neutral';
    default:
      return recommended ? 'success' : 'failure';
  }
};

interface Showing {
  item: Item;
  delegation: Delegation;
  attempt: Attempt;
  headSha: string;
  /** Nobody has reviewed this head. */
  beyond: boolean;
}

/** Commits that came onto the branch after the last merge by another hand. */
const isBeyondReview = (delegation: Delegation, headSha: string): boolean =>
  delegation.state.name === 'accepted' && delegation.state.mergeSha !== headSha;

const stateOf = (showing: Showing): CheckRun['state'] => {
  const { item, delegation, attempt, beyond } = showing;
  if (beyond) return { status: 'completed', conclusion: 'neutral' };
  if (attempt.outcome.state === 'returned' && !isBeingJudged(item, attempt))
    return { status: 'completed', conclusion: conclusionOf(delegation, attempt.outcome.review) };
  if (attempt.outcome.state === 'failed') return { status: 'completed', conclusion: 'failure' };
  // nothing would ever complete it once the run is not awaited any more
  return item.stage.name === 'delegating'
    ? { status: 'in_progress' }
    : { status: 'completed', conclusion: 'neutral' };
};

const historyLine = (item: Item, delegation: Delegation): string => {
  const name = `Delegation ${delegation.number}, ${partName(delegation)}`;
  const { state } = delegation;
  if (state.name === 'accepted')
    return `${name}: accepted by ${inline(state.by, 60)}, merged as ${commitLink(item, state.mergeSha)}`;
  return `${name}: ${state.name}`;
};

const titleOf = ({ delegation, attempt, beyond }: Showing): string => {
  if (beyond) return 'This commit came after the last review';
  const name = `Delegation ${delegation.number}, attempt ${attempt.number}`;
  const { outcome } = attempt;
  return outcome.state === 'returned' && isJudged(attempt)
    ? `${name}: ${outcome.review.recommendation} recommended`
    : `${name}: ${attemptStatus(attempt)}`;
};

const dispatched = (item: Item): Delegation[] => item.delegations.filter((one) => one.attempts.length > 0);

/** The check on the head of the feature branch; null before the first dispatch. */
export const deepReviewCheck = (item: Item, headSha: string): CheckRun | null => {
  const delegation = dispatched(item).at(-1);
  const attempt = delegation?.attempts.at(-1);
  if (!delegation || !attempt) return null;
  return checkOf({ item, delegation, attempt, headSha, beyond: isBeyondReview(delegation, headSha) });
};

/**
 * The checks on the heads that the last delegations started from, once their merge moved the branch on: what accepts
 * itself moves it before anybody was told of its review, and nothing else would ever complete them.
 */
export const settledChecks = (item: Item, headSha: string): CheckRun[] =>
  dispatched(item)
    .slice(-2)
    .flatMap((delegation) => {
      const { state, recordedBase, attempts } = delegation;
      const attempt = attempts.at(-1);
      if (state.name !== 'accepted' || !attempt || recordedBase === null || recordedBase === headSha)
        return [];
      return [checkOf({ item, delegation, attempt, headSha: recordedBase, beyond: false })];
    });

const checkOf = (showing: Showing): CheckRun => {
  const { item, delegation, attempt, headSha } = showing;
  const { outcome } = attempt;
  const before = item.delegations.filter(({ number }) => number <= delegation.number);
  const history = bullets(before.map((one) => historyLine(item, one)));
  const summary =
    outcome.state === 'returned' && isJudged(attempt)
      ? paragraphs(reasonsLine(outcome.review), history)
      : paragraphs(`${titleOf(showing)}.`, history);
  return {
    name: checkName,
    headSha,
    // one check an attempt: GitHub shows the newest, and adds annotations to those that are there
    externalId: `deep-review:${item.id}:d${delegation.number}a${attempt.number}`,
    state: stateOf(showing),
    title: titleOf(showing),
    summary,
    ...(outcome.state === 'returned'
      ? { text: reviewText(outcome.review), annotations: annotationsOf(outcome.review) }
      : {}),
    ...('url' in outcome && outcome.url ? { detailsUrl: outcome.url } : {}),
  };
};

const mostAnnotations = 500;
const mostMessage = 1_000;

/** Beside the lines they are about. */
const annotationsOf = (review: Review): NonNullable<CheckRun['annotations']> =>
  review.checks
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ id, places = [] }) =>
      places.map(({ path, line, text }) => ({
        path,
        line,
        level: 'failure' as const,
        message: `${id}: ${plainLine(text, mostMessage)}`,
      })),
    )
    .slice(0, mostAnnotations);

const reviewText = (review: Review): string => {
  const failing = failingEvidence(review);
  return paragraphs(
    checksTable(review),
    failing === '' ? null : failing,
    flagsList(review),
    verificationOutputs(review, 'github'),
  );
};
