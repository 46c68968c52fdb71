import type { Item } from '../../core/item.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { bullets, code, folded, inline, link, paragraphs } from '../markdown.ts';
import { branchLink, ticketLink, ticketTitle } from '../places.ts';
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
  placeName,
  reviewerName,
  severityCounts,
  some,
  titleOf,
} from './words.ts';

/** A cap of the rounds, and how much of it is used: `caps.rounds`, 3 of 5. */
export interface CapUse {
  setting: string;
  used: number;
  most: number;
}

export interface HandingOver {
  item: Item;
  /** All of the item, oldest first. */
  rounds: Round[];
  findings: Finding[];
  /** Tickets that people filed besides those of findings. */
  followUps?: FollowUp[];
  caps: CapUse[];
  spending?: Spending;
}

const room = 8_000;

const pullName = (item: Item): string =>
  item.pull ? link(`pull request #${item.pull.number}`, item.pull.url) : 'the pull request';

const entryLine = (finding: Finding): string => {
  const place = placeName(finding);
  return `**${inline(finding.id, 10)}** ${titleOf(finding, 160)}${place === null ? '' : ` (${code(place, 160)})`}`;
};

const foundLine = (findings: readonly Finding[]): string => {
  const counts = severityCounts(findings);
  return counts === null
    ? '**Found:** nothing'
    : `**Found:** ${some(findings.length, 'finding')} (${counts}) — ${answerCounts(findings) ?? 'none answered'}`;
};

const usedLine = ({ item, caps, spending }: HandingOver): string[] => {
  const parts = caps.map(
    ({ setting, used, most }) =>
      `${code(setting, 60)} ${used.toLocaleString('en-US')} of ${most.toLocaleString('en-US')}`,
  );
  const spent = spendingText(item, spending);
  const all = [...parts, ...(spent === null ? [] : [spent])];
  return all.length === 0 ? [] : [`**Used:** ${all.join(' · ')}`];
};

const followUpsText = ({ findings, followUps }: HandingOver): string | null => {
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
const reviewedRounds = (rounds: readonly Round[]): Round[] =>
  rounds.filter(
    ({ state }) => state.name === 'closed' || state.name === 'answering' || state.name === 'triaging',
  );

const verdict = ({ rounds, item, findings }: HandingOver): string => {
  const last = rounds.at(-1);
  if (!last) return '❌ **Nobody has reviewed this pull request**: there was no round.';
  const open = findings.filter((one) => isUnanswered(one) && isBlocking(one));
  if (open.length > 0) return `❌ **Not clean:** ${severityCounts(open)} without an answer (${idsOf(open)}).`;
  if (last.state.name === 'skipped')
    return `The newest head ${headLink(item, last)} was skipped by rule, which counts as clean: ${said(last.state.why, 300)}.`;
  if (!isClean(last, findings))
    return `❌ **Not clean:** no clean review of the newest head ${headLink(item, last)} is there.`;
  return `**Bot-clean after ${some(reviewedRounds(rounds).length, 'round')}** at ${headLink(item, last)}, read by ${reviewerName(last)}: no High or Medium is open, and every finding has its answer.`;
};

/** Posted once, when the rounds have ended: from here on it is a person's. Says so where they did not end clean. */
export const handOverText = (handing: HandingOver): string => {
  const { item, findings } = handing;
  return paragraphs(
    `### Handed over: ${ticketLink(item)} ${ticketTitle(item)}`,
    verdict(handing),
    bullets([foundLine(findings), ...usedLine(handing)]),
    followUpsText(handing),
    leftText(handing),
    `**Yours now:** read ${pullName(item)} and merge it in GitHub’s UI; Throughline never merges it. ${ticketLink(item)} is Done once it is merged. A new push or “changes requested” takes the rounds up again.`,
  );
};

export type Stopped = HandingOver & {
  /** The one that is reached. */
  cap: CapUse;
};

const openText = (findings: readonly Finding[]): string => {
  const open = bySeverity(findings).filter(isUnanswered);
  if (open.length === 0) return 'Every finding has its answer, but no reviewer has seen what was fixed last.';
  return paragraphs(
    `**Still open:** ${severityCounts(open)}`,
    fitBullets(
      open.map((finding) => `${finding.severity.toUpperCase()} — ${entryLine(finding)}`),
      { room, most: 40, rest: (left) => `${left} more, in the comments of the rounds` },
    ),
  );
};

const waysOn = ({ item, cap, findings }: Stopped): string => {
  const [worst] = bySeverity(findings).filter(isUnanswered);
  const branch = item.feature ? branchLink(item, item.feature.branch) : 'the feature branch';
  const mode =
    item.mode === 'auto'
      ? '`/mode copilot`: what comes next asks you at scope and accept again.'
      : '`/mode auto`: what comes next runs without asking you, up to the merge.';
  return bullets([
    `\`/retry\`: the rounds go on, once ${code(cap.setting, 60)} in \`.github/throughline.yml\` leaves room.`,
    ...(worst
      ? [
          `${code(`/triage ${worst.id} file high`)}${worst.demanded ? '' : ` or ${code(`/triage ${worst.id} ack <why>`)}`}: that finding is answered without a fix.`,
        ]
      : []),
    `Fix it by hand and push to ${branch}: the new head is reviewed.`,
    mode,
  ]);
};

/** When a cap ended the rounds before they were clean: asks a person, and is no hand-over. */
export const roundsStoppedText = (stopped: Stopped): string => {
  const { item, rounds, findings, cap } = stopped;
  const last = rounds.at(-1);
  return paragraphs(
    `### The rounds stopped at a cap: ${ticketLink(item)} ${ticketTitle(item)}`,
    `❌ **Not clean.** ${code(cap.setting, 60)} is used up: ${cap.used.toLocaleString('en-US')} of ${cap.most.toLocaleString('en-US')}, after ${some(reviewedRounds(rounds).length, 'reviewed round')}${last ? `, at ${headLink(item, last)}` : ''}.`,
    bullets([foundLine(findings), ...usedLine(stopped)]),
    openText(findings),
    followUpsText(stopped),
    paragraphs('How it goes on:', waysOn(stopped)),
  );
};
