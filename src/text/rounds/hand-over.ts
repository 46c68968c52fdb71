import type { Item } from '../../core/item.ts';
import type { CapUse } from '../../core/rounds/cap-use.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { letPassLine } from '../let-pass.ts';
import { bullets, code, folded, inline, link, paragraphs } from '../markdown.ts';
import { ticketLink, ticketTitle } from '../places.ts';
import { type Spending, spendingText } from '../usage.ts';
import { wordingOf } from './answer.ts';
import { fitBullets } from './fitting.ts';
import { allFollowUps, type FollowUp, followUpLine } from './follow-ups.ts';
import { said } from './said.ts';
import {
  answerCounts,
  bySeverity,
  headLink,
  idsOf,
  isBlocking,
  isClean,
  isUnanswered,
  listed,
  placeName,
  reviewerName,
  severityCounts,
  some,
  titleOf,
} from './words.ts';

export interface HandingOver {
  item: Item;
  /** All of the item, oldest first. */
  rounds: Round[];
  findings: Finding[];
  /** Tickets that people filed besides those of findings. */
  followUps?: FollowUp[];
  caps: CapUse[];
  /** Logins of people without write access, one for each thing they ask for. */
  passedBy?: string[];
  spending?: Spending;
}

const room = 8_000;

export const pullName = (item: Item): string =>
  item.pull ? link(`pull request #${item.pull.number}`, item.pull.url) : 'the pull request';

export const entryLine = (finding: Finding): string => {
  const place = placeName(finding);
  return `**${inline(finding.id, 10)}** ${titleOf(finding, 160)}${place === null ? '' : ` (${code(place, 160)})`}`;
};

export const foundLine = (findings: readonly Finding[]): string => {
  const counts = severityCounts(findings);
  return counts === null
    ? '**Found:** nothing'
    : `**Found:** ${some(findings.length, 'finding')} (${counts}) — ${answerCounts(findings) ?? 'none answered'}`;
};

const amount = ({ setting }: CapUse, value: number): string =>
  setting.endsWith('.cost') ? `$${value.toFixed(2)}` : value.toLocaleString('en-US');

/** `caps.rounds` 3 of 5 */
export const useText = (use: CapUse): string =>
  `${code(use.setting, 60)} ${amount(use, use.used)} of ${amount(use, use.most)}`;

export const usedLine = ({ item, caps, spending }: HandingOver): string[] => {
  const parts = caps.map(useText);
  const spent = spendingText(item, spending);
  const all = [...parts, ...(spent === null ? [] : [spent])];
  return all.length === 0 ? [] : [`**Used:** ${all.join(' · ')}`];
};

export const followUpsText = ({ findings, followUps }: HandingOver): string | null => {
  const filed = allFollowUps(bySeverity(findings), followUps);
  if (filed.length === 0) return null;
  return paragraphs(
    `**Follow-ups** (${filed.length})`,
    fitBullets(filed.map(followUpLine), {
      room,
      most: 30,
      rest: (left) => `${left} more, related to the ticket`,
    }),
  );
};

/** What nobody changes and was answered all the same. */
const leftText = ({ item, findings }: HandingOver): string | null => {
  const left = bySeverity(findings).filter(
    (finding) => !isBlocking(finding) && !isUnanswered(finding) && finding.answer?.kind === 'acknowledged',
  );
  if (left.length === 0) return null;
  const lines = left.map((finding) => {
    const why = finding.answer?.kind === 'acknowledged' ? said(finding.answer.reason, 300) : '';
    return `${entryLine(finding)}: ${wordingOf(item, finding)?.head ?? 'acknowledged'}${why === '' ? '' : ` — ${why}`}`;
  });
  return folded(
    `Lows and notes left as they are (${left.length})`,
    fitBullets(lines, {
      room,
      most: 40,
      rest: (more) => `${more} more, in the comments of the rounds`,
    }),
    'github',
  );
};

/** A round that was left out by rule, or whose reviewer died, reviewed nothing. */
export const reviewedRounds = (rounds: readonly Round[]): Round[] =>
  rounds.filter(
    ({ state, demands }) =>
      !demands && (state.name === 'closed' || state.name === 'answering' || state.name === 'triaging'),
  );

const verdict = ({ rounds, item, findings }: HandingOver): string => {
  // a round that holds only what people ask for reviews nothing
  const last = rounds.findLast(({ demands }) => !demands);
  if (!last) return '❌ **Nobody has reviewed this pull request**: there was no round.';
  const open = findings.filter((one) => isUnanswered(one) && isBlocking(one));
  if (open.length > 0) return `❌ **Not clean:** ${severityCounts(open)} without an answer (${idsOf(open)}).`;
  if (last.state.name === 'skipped')
    return `The newest head ${headLink(item, last)} was skipped by rule, which counts as clean: ${said(last.state.why, 300)}.`;
  if (!isClean(last, findings))
    return `❌ **Not clean:** no clean review of the newest head ${headLink(item, last)} is there.`;
  return `**Bot-clean after ${some(reviewedRounds(rounds).length, 'round')}** at ${headLink(item, last)}, read by ${reviewerName(last)}: no High or Medium is open, and every finding has its answer.`;
};

const mostNames = 5;

/** Nobody answers these by themselves: said once, so that the silence below them is no surprise. */
const passedText = ({ passedBy = [] }: HandingOver): string | null => {
  if (passedBy.length === 0) return null;
  const names = [...new Set(passedBy)];
  const left = names.length - mostNames;
  const shown = names.slice(0, mostNames).map((name) => inline(name, 60));
  const who = listed(left > 0 ? [...shown, `${left} more`] : shown);
  const what = passedBy.length === 1 ? '1 demand' : `${passedBy.length} demands`;
  return `**Not taken up:** ${what} of people without write access (${who}). ${code('/follow-up --priority <priority>')} as a reply to a review comment files it as a ticket.`;
};

/** Posted once, when the rounds have ended: from here on it is a person's. Says so where they did not end clean. */
export const handOverText = (handing: HandingOver): string => {
  const { item, findings } = handing;
  return paragraphs(
    `### Handed over: ${ticketLink(item)} ${ticketTitle(item)}`,
    verdict(handing),
    bullets([foundLine(findings), ...usedLine(handing)]),
    letPassLine(item),
    followUpsText(handing),
    leftText(handing),
    passedText(handing),
    `**Yours now:** read ${pullName(item)} and merge it in GitHub’s UI; Throughline never merges it. ${ticketLink(item)} is Done once it is merged. A new push or “changes requested” takes the rounds up again.`,
  );
};

/** Nobody is configured to review: no verdict, neither clean nor red. */
export const unreviewedText = (handing: HandingOver): string => {
  const { item, rounds, findings } = handing;
  const last = rounds.at(-1);
  const before = last
    ? ` The last round was at ${headLink(item, last)}; nobody has seen what came after it.`
    : '';
  return paragraphs(
    `### Handed over: ${ticketLink(item)} ${ticketTitle(item)}`,
    `No reviewer is configured: every section is accepted or dropped, and **nobody has reviewed ${pullName(item)} as a whole**.${before}`,
    bullets([...(findings.length > 0 ? [foundLine(findings)] : []), ...usedLine({ ...handing, caps: [] })]),
    letPassLine(item),
    followUpsText(handing),
    passedText(handing),
    `**Yours now:** review it, and merge it in GitHub’s UI when you are satisfied; Throughline never merges it. ${ticketLink(item)} is Done once it is merged. To have it reviewed first, name a reviewer under \`rounds.reviewer\` in \`.github/throughline.yml\`: the next push is reviewed.`,
  );
};
