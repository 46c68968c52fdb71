import type { Item } from '../../core/item.ts';
import { isReviewed } from '../../core/rounds/current.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { code, folded, inline, link, paragraphs, quoted } from '../markdown.ts';
import { cleanText } from '../sanitize.ts';
import { wordingOf } from './answer.ts';
import { entryOf } from './entry.ts';
import { type Fitted, fitBullets, fitEntries } from './fitting.ts';
import { missingText, nextText } from './not-reviewed.ts';
import { said } from './said.ts';
import { verifiedIn } from './verified.ts';
import { timeText } from './waiting.ts';
import {
  afterFixes,
  findingsOf,
  headLink,
  idsOf,
  isBlocking,
  isClean,
  isStopped,
  isUnanswered,
  reviewerName,
  severityCounts,
  some,
} from './words.ts';

/** What a reviewer says besides its findings. */
export interface Remarks {
  summary: string | null;
  questions: string[];
  notes: string[];
}

export interface RoundShowing {
  item: Item;
  round: Round;
  /** All of the item, this one included, oldest first. */
  rounds: Round[];
  /** All of the item. */
  findings: Finding[];
  remarks: Remarks | null;
}

/**
 * Characters, by part: GitHub takes 65,536 of a comment, and what people have to type stands last. Together with our own
 * words they stay well below.
 */
const share = { entries: 36_000, details: 4_000, remarks: 2_500, verified: 2_000, summary: 1_200 };

const runLink = ({ reviews, triages }: Round): string => {
  const outcome = (triages.at(-1) ?? reviews.at(-1))?.outcome;
  return outcome && 'url' in outcome && outcome.url !== null ? ` · ${link('run', outcome.url)}` : '';
};

const since = ({ startedAt }: Round): string => `since ${inline(startedAt, 40)}`;

/** A head that is clean gets a new one by what was fixed at it. */
const fixesText = (item: Item, round: Round): string => {
  if (round.fixUp === null) return '';
  const text = afterFixes(item, round);
  return ` ${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** Nothing of it can be corrected any more. */
const isOver = ({ stage }: Item): boolean => stage.name === 'done';

const reviewedIn = ({ state }: Round): boolean => state.name === 'triaging' || state.name === 'answering';
const closedLine = (item: Item, round: Round, found: Finding[]): string => {
  const counts = severityCounts(found);
  if (!isClean(round, found))
    return `Status: **every finding has its answer** (${counts ?? 'none'}) · not clean: ${afterFixes(item, round)}.`;
  if (round.demands && !isReviewed(item, round.head))
    return `Status: **every finding has its answer** (${counts ?? 'none'}) · nobody has reviewed this head.`;
  if (counts === null) return 'Status: ✅ **clean** · no findings.';
  const worst = found.some(isBlocking) ? 'No High or Medium is left open' : 'No findings above LOW';
  return `Status: ✅ **clean** · ${worst} (${counts}), and every finding has its answer.${fixesText(item, round)}`;
};

/** What is at it now. */
const answeringLine = (item: Item, round: Round): string => {
  if (item.stage.name === 'rejected') return ' · the fix-up was rejected: people decide how it goes on';
  if (isStopped(item, round)) return ' · ❌ **stopped**: the comment that says why says how it goes on';
  return round.fixUp === null ? '' : ` · fixes are made by delegation ${round.fixUp}`;
};

const triagingLine = (item: Item, round: Round): string =>
  isStopped(item, round)
    ? ' · ❌ **stopped**: nobody is answering them; the comment that says why says how it goes on'
    : `, being triaged${runLink(round)}`;

const statusOf = ({ item, round, findings }: RoundShowing): string => {
  const found = findingsOf(round, findings);
  const counts = severityCounts(found) ?? 'none';
  const open = idsOf(found.filter(isUnanswered));
  if (isOver(item) && round.state.name !== 'closed' && reviewedIn(round) && open !== '')
    return `Status: **merged before every finding had its answer** (${counts}) · open: ${open}.`;
  switch (round.state.name) {
    case 'reviewing':
      return round.until === undefined
        ? `Status: **being reviewed** by ${reviewerName(round)}, ${since(round)}${runLink(round)}`
        : `Status: **waits for ${reviewerName(round)}** to review this head, until ${timeText(round.until)}`;
    case 'skipped':
      return `Status: **skipped by rule, which counts as clean** · ${said(round.state.why, 300)}`;
    case 'not-reviewed':
      return `Status: ❌ **NOBODY has reviewed this head.** ${missingText(round, round.state)}`;
    case 'triaging':
      return `Status: **findings to be answered** (${counts})${triagingLine(item, round)}`;
    case 'answering':
      return `Status: **being answered** (${counts})${answeringLine(item, round)}`;
    case 'closed':
      return closedLine(item, round, found);
  }
};

const nextOf = ({ item, round }: RoundShowing): string | null => {
  switch (round.state.name) {
    case 'reviewing':
      return 'Nothing to do now: findings and their answers are posted here.';
    case 'not-reviewed':
      return ['This is not a clean review.', nextText(item, round, round.state.cause)]
        .filter((text) => text !== null)
        .join(' ');
    default:
      return null;
  }
};

/** What is left out is counted, and named as far as a comment has room. */
const cutText = (cut: Finding[]): string =>
  `**${some(cut.length, 'more finding')} (${severityCounts(cut) ?? 'none'}) ${cut.length === 1 ? 'has' : 'have'} no room in this comment**: ${idsOf(cut.slice(0, 500))}${cut.length > 500 ? ', …' : ''}. The check \`throughline / bot review\` lists what was found.`;

const entriesText = (showing: RoundShowing, found: Finding[]): string | null => {
  if (found.length === 0) return null;
  const entries = found.map((finding) => entryOf(showing.item, showing.round, finding));
  const fitted: Fitted = fitEntries(entries, share.entries);
  return paragraphs(
    ...fitted.full,
    fitted.short.length === 0
      ? null
      : folded(
          fitted.full.length === 0
            ? `The ${some(fitted.short.length, 'finding')}, in short`
            : `${some(fitted.short.length, 'less severe finding')}, in short`,
          fitted.short.join('\n'),
          'github',
        ),
    fitted.cut === 0 ? null : cutText(found.slice(found.length - fitted.cut)),
  );
};

const detailsText = (found: Finding[]): string | null => {
  const told = found.filter(({ detail }) => cleanText(detail).trim() !== '');
  if (told.length === 0) return null;
  const details = fitBullets(
    told.map(({ id, detail }) => `**${inline(id, 10)}**: ${said(detail, 700)}`),
    { room: share.details, most: 200, rest: (left) => `${left} more, in the word of the reviewer` },
  );
  return folded('What the reviewer wrote', details, 'github');
};

const verifiedText = ({ item, round, rounds, findings }: RoundShowing): string | null => {
  const verified = verifiedIn(round, { rounds, findings });
  if (verified.length === 0) return null;
  const items = verified.map(
    (finding) => `**${inline(finding.id, 10)}**: ${wordingOf(item, finding)?.head ?? 'answered'}`,
  );
  return paragraphs(
    'Verified in this round, not found again:',
    fitBullets(items, { room: share.verified, most: 30, rest: (left) => `${left} more` }),
  );
};

const remarksOf = (title: string, remarks: string[]): string | null => {
  const words = remarks.filter((text) => cleanText(text).trim() !== '');
  if (words.length === 0) return null;
  const body = fitBullets(
    words.map((text) => said(text, 1_000)),
    { room: share.remarks, most: 30, rest: (left) => `${left} more, in the word of the reviewer` },
  );
  return folded(`${title} (${words.length})`, body, 'github');
};

/** An example each, with findings that can be answered that way. */
const correctText = (found: Finding[]): string | null => {
  const [first] = found;
  if (!first) return null;
  const free = found.find(({ demanded }) => !demanded);
  const of = (finding: Finding, rest: string): string => code(`/triage ${finding.id} ${rest}`);
  const answers = [of(first, 'fix'), ...(free ? [of(free, 'ack <why>')] : []), of(first, 'file high')];
  return `To correct an answer: ${answers.join(', ')}.`;
};

/** One round in one comment, edited in place: who reviews which head, what was found, and the one answer to each. */
export const roundBlock = (showing: RoundShowing): string => {
  const { item, round, findings, remarks } = showing;
  const found = findingsOf(round, findings);
  const reviewed = round.state.name !== 'reviewing' && round.state.name !== 'not-reviewed';
  return paragraphs(
    round.demands
      ? `### Round ${round.number}: what people ask for on ${headLink(item, round)}`
      : `### Round ${round.number}: review of ${headLink(item, round)}`,
    statusOf(showing),
    round.override ? `Begun over \`caps.rounds\`, on the word of ${inline(round.override.by, 60)}.` : null,
    remarks?.summary && reviewed ? quoted(remarks.summary, share.summary) : null,
    reviewed ? entriesText(showing, found) : null,
    reviewed ? verifiedText(showing) : null,
    reviewed ? detailsText(found) : null,
    reviewed && remarks ? remarksOf('Open questions', remarks.questions) : null,
    reviewed && remarks ? remarksOf('Notes of the reviewer', remarks.notes) : null,
    reviewed && !isOver(item) ? correctText(found) : null,
    nextOf(showing),
  );
};
