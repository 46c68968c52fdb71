import type { Item, Stage } from '../../core/item.ts';
import { isAnswered } from '../../core/rounds/answers.ts';
import { openRoundOf } from '../../core/rounds/current.ts';
import { isDecided } from '../../core/rounds/demands.ts';
import type { Round } from '../../core/rounds/round.ts';
import { inline, link, paragraphs, quoted } from '../markdown.ts';
import { causeText, remedyText } from './not-reviewed.ts';
import { headLink, idsOf, ourReviewer, reviewerName } from './words.ts';

/** `2026-05-01 12:30 UTC`. */
export const timeText = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** Whom a review is awaited of, and for how long. */
const reviewText = (item: Item, round: Round): string =>
  round.until === undefined
    ? `Waits for the review of ${headLink(item, round)} by ${reviewerName(round)} (round ${round.number}). Nothing to do now.`
    : `Waits for ${reviewerName(round)} to review ${headLink(item, round)} (round ${round.number}), until ${timeText(round.until)}. Nothing to do now.`;

const answersText = ({ findings = [] }: Item, round: Round): string => {
  const open = findings.filter((finding) => !isAnswered(finding));
  const asked = open.filter((finding) => finding.demanded && !isDecided(finding));
  if (asked.length > 0)
    return `Round ${round.number} waits for people: what becomes of ${idsOf(asked.slice(0, 20))}? \`/triage ${inline(asked[0]?.id ?? '', 10)} fix\` or \`file\`, each.`;
  return `The findings of round ${round.number} are being answered${open.length === 0 ? '' : ` (${idsOf(open.slice(0, 20))})`}. Nothing to do now.`;
};

/** What polishing waits for; null while there is no round, or nobody has reviewed. */
export const roundsWaitFor = (item: Item): string | null => {
  const round = openRoundOf(item);
  if (!round) return null;
  switch (round.state.name) {
    case 'reviewing':
      return reviewText(item, round);
    case 'triaging':
      return `The findings of round ${round.number} are being triaged. Nothing to do now.`;
    case 'not-reviewed':
      return null;
    default:
      return answersText(item, round);
  }
};

/** Another reviewer did not review the head: no run of ours failed, so it is said in other words. Null where that is not it. */
export const reviewerMissing = (item: Item, stage: Stage): string | null => {
  const round = openRoundOf(item);
  if (stage.name !== 'blocked' || stage.cause !== 'run-failed' || stage.resume !== 'polishing') return null;
  if (round?.state.name !== 'not-reviewed' || round.reviewer === ourReviewer) return null;
  const { cause, detail, url } = round.state;
  return paragraphs(
    `**Blocked: nobody has reviewed ${headLink(item, round)}.** By ${reviewerName(round)}: ${causeText(cause)}.${url === null ? '' : ` ${link('Its word', url)}`}`,
    detail === '' ? null : quoted(detail, 1500),
    `${remedyText(round, cause)} A word of it that comes later counts as well.`,
  );
};
