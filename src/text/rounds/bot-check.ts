import type { Severity } from '../../contracts/rounds/finding.ts';
import type { Item } from '../../core/item.ts';
import { isReviewed } from '../../core/rounds/current.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import type { CheckAnnotation, CheckRun } from '../../ports/github.ts';
import { bullets, code, inline, link, paragraphs } from '../markdown.ts';
import { commitLink, ticketLink, ticketTitle } from '../places.ts';
import { plainLine } from '../sanitize.ts';
import { wordingOf } from './answer.ts';
import { fitBullets } from './fitting.ts';
import { causeText, missingText, nextText } from './not-reviewed.ts';
import { said } from './said.ts';
import { timeText } from './waiting.ts';
import {
  afterFixes,
  findingsOf,
  isBlocking,
  isClean,
  placeName,
  reviewerName,
  severityCounts,
  titleOf,
} from './words.ts';

const checkName = 'throughline / bot review';

const mostAnnotations = 500;
const mostMessage = 1_000;
const listRoom = 30_000;

const levels: Record<Severity, CheckAnnotation['level']> = {
  high: 'failure',
  medium: 'warning',
  low: 'notice',
  note: 'notice',
};

/** Beside the lines they are about; one without a line stands in the summary alone. */
const annotationsOf = (found: Finding[]): CheckAnnotation[] =>
  found
    .flatMap(({ id, severity, title, path, line, detail }) =>
      path === null || line === null
        ? []
        : [
            {
              path,
              line,
              level: levels[severity],
              message: plainLine(`${id}: ${title}${detail === '' ? '' : ` — ${detail}`}`, mostMessage),
            },
          ],
    )
    .slice(0, mostAnnotations);

/** What people asked for or corrected has its answers, and that is all there is: nobody has looked at the commit. */
const isUnread = (item: Item, { demands, head }: Round): boolean =>
  demands === true && !isReviewed(item, head);

/** A review of it was asked for and never came. GitHub shows the newest check of a commit, and answers alone do not mend that. */
const isMissed = ({ rounds = [] }: Item, { head }: Round): boolean =>
  rounds.some((round) => round.head === head && round.state.name === 'not-reviewed');

/** Green is a head that was reviewed, or left out by rule, and keeps nobody from merging; everything else is not. */
const stateOf = (item: Item, round: Round, found: Finding[]): CheckRun['state'] => {
  const completed = (conclusion: 'success' | 'failure' | 'neutral'): CheckRun['state'] => ({
    status: 'completed',
    conclusion,
  });
  const isMissedUnread = isUnread(item, round) && isMissed(item, round);
  switch (round.state.name) {
    case 'reviewing':
      return { status: 'in_progress' };
    case 'skipped':
      return completed('success');
    case 'not-reviewed':
      return completed('failure');
    case 'closed':
      if (!isClean(round, found)) return completed('failure');
      if (isMissedUnread) return completed('failure');
      return completed(isUnread(item, round) ? 'neutral' : 'success');
    default:
      return completed(found.some(isBlocking) || isMissedUnread ? 'failure' : 'neutral');
  }
};

const titleText = (item: Item, round: Round, found: Finding[]): string => {
  const counts = severityCounts(found);
  switch (round.state.name) {
    case 'reviewing':
      return `Round ${round.number}: being reviewed`;
    case 'skipped':
      return `Round ${round.number}: skipped: ${said(round.state.why, 100)}`;
    case 'not-reviewed':
      return `Round ${round.number}: did not run — ${causeText(round.state.cause)}`;
    case 'closed':
      if (isUnread(item, round))
        return `Round ${round.number}: not reviewed; every finding answered (${counts ?? 'none'})`;
      if (isClean(round, found))
        return `Round ${round.number}: clean${counts === null ? '' : `, every finding answered (${counts})`}`;
      return `Round ${round.number}: ${counts ?? 'findings'}, answered; ${afterFixes(item, round)}`;
    default:
      return item.stage.name === 'done'
        ? `Round ${round.number}: merged before every finding had its answer (${counts ?? 'none'})`
        : `Round ${round.number}: ${counts ?? 'findings'} to be answered`;
  }
};

const summaryText = (item: Item, round: Round, found: Finding[]): string => {
  switch (round.state.name) {
    case 'reviewing':
      return round.until === undefined
        ? `${reviewerName(round)} reviews this commit.`
        : `Waits for ${reviewerName(round)} to review this commit, until ${timeText(round.until)}. Silence is no clean review.`;
    case 'skipped':
      return `Left out by rule, which counts as clean: ${said(round.state.why, 300)}. No reviewer has read it; \`/review\` has it read all the same.`;
    case 'not-reviewed':
      return paragraphs(
        `**Nobody has reviewed this commit.** ${missingText(round, round.state)}`,
        nextText(item, round, round.state.cause),
      );
    default:
      if (isUnread(item, round))
        return '**Nobody has reviewed this commit.** What people asked for or corrected has its answers: they are in the comment of the round.';
      return found.length === 0
        ? `${reviewerName(round)} has read this commit and found nothing.`
        : 'Every finding gets exactly one answer: fixed, acknowledged with a reason, or filed as a ticket. The answers are in the comment of the round.';
  }
};

const listText = (item: Item, found: Finding[]): string =>
  fitBullets(
    found.map((finding) => {
      const place = placeName(finding);
      const answer = wordingOf(item, finding)?.head ?? 'no decision yet';
      return `**${inline(finding.id, 10)} · ${finding.severity.toUpperCase()}** — ${titleOf(finding)}${place === null ? '' : ` (${code(place, 200)})`}: ${answer}`;
    }),
    { room: listRoom, most: 500, rest: (left) => `${left} more, less severe ones` },
  );

const detailsOf = ({ state, reviews, word }: Round): string | null => {
  if (state.name === 'not-reviewed') return state.url;
  if (word) return word.url;
  const outcome = reviews.at(-1)?.outcome;
  return outcome && 'url' in outcome ? outcome.url : null;
};

/** One check a review: GitHub adds annotations to those that are there. */
const idOf = (item: Item, round: Round, review: number): string =>
  `bot-review:${item.id}:r${round.number}v${Math.max(1, review)}`;

/** The checks on heads that nobody reviews any more because a newer one came. */
export const supersededChecks = (item: Item, round: Round): CheckRun[] =>
  (round.superseded ?? []).map(({ head, review }) => ({
    name: checkName,
    headSha: head,
    externalId: idOf(item, round, review),
    state: { status: 'completed', conclusion: 'cancelled' },
    title: `Round ${round.number}: not reviewed, a newer commit came`,
    summary: paragraphs(
      head === round.head
        ? 'The branch moved before this review was over, and is back: the commit is reviewed anew.'
        : `**Nobody has reviewed this commit.** The branch moved before the review was over: round ${round.number} goes on with ${commitLink(item, round.head)}.`,
      bullets([`${ticketLink(item)} ${ticketTitle(item)}`]),
    ),
  }));

/** The check on the head that a round is about. Its text is the reviewer's own word where that is ours. */
export const botReviewCheck = ({
  item,
  round,
  findings,
  word,
}: {
  item: Item;
  round: Round;
  /** All of the item. */
  findings: readonly Finding[];
  /** `botReviewText`; null where another reviewer's word stands elsewhere. */
  word: string | null;
}): CheckRun => {
  const isMissing = round.state.name === 'not-reviewed' || round.state.name === 'reviewing';
  const found = isMissing ? [] : findingsOf(round, findings);
  const url = detailsOf(round);
  const pull = item.pull ? ` · pull request ${link(`#${item.pull.number}`, item.pull.url)}` : '';
  return {
    name: checkName,
    headSha: round.head,
    externalId: idOf(item, round, round.reviews.length),
    state: stateOf(item, round, found),
    title: titleText(item, round, found),
    summary: paragraphs(
      summaryText(item, round, found),
      listText(item, found),
      bullets([`${ticketLink(item)} ${ticketTitle(item)}${pull} · ${commitLink(item, round.head)}`]),
    ),
    ...(word === null || isMissing ? {} : { text: word }),
    ...(found.length === 0 ? {} : { annotations: annotationsOf(found) }),
    ...(url === null ? {} : { detailsUrl: url }),
  };
};
