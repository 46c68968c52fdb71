import type { MergedHow } from '../../core/feature.ts';
import { decisions } from '../../core/grill/decisions.ts';
import type { Item } from '../../core/item.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { bullets, code, inline, link, paragraphs } from '../markdown.ts';
import { commitLink, repositoryUrl, ticketLink, ticketTitle } from '../places.ts';
import { type Spending, spendingText } from '../usage.ts';
import { fitBullets } from './fitting.ts';
import { allFollowUps, type FollowUp, followUpLine } from './follow-ups.ts';
import { leftOpenText } from './left-open.ts';
import { answerCounts, bySeverity, findingsOf, severityCounts, some } from './words.ts';

export interface Done {
  item: Item;
  /** Oldest first. */
  rounds: Round[];
  findings: Finding[];
  followUps?: FollowUp[];
  sha: string;
  spending?: Spending;
}

const hows: Record<MergedHow, string> = {
  merge: 'with a merge commit',
  squash: 'squashed into one commit',
  rebase: 'rebased',
  'merge-queue': 'through the merge queue',
};

/** Nothing where it cannot be told. */
const howText = ({ pull }: Item): string => {
  if (pull?.saidBy !== undefined)
    return `, as ${inline(pull.saidBy, 60)} said with \`/merged\`. GitHub shows no merge of it: close it there`;
  return pull?.how === undefined ? '' : `, ${hows[pull.how]}`;
};

/** People look for it on the default branch. */
const baseLine = ({ pull, repository }: Item): string | null =>
  pull?.base === undefined
    ? null
    : `It went to ${code(pull.base)}, not to the default branch ${code(repository.defaultBranch)}.`;

const delegationsLine = ({ item }: Done): string => {
  const accepted = item.delegations.filter(({ state }) => state.name === 'accepted');
  const fixUps = accepted.filter(({ fixUp }) => fixUp !== undefined).length;
  const others = item.delegations.filter(
    ({ state }) => state.name === 'rejected' || state.name === 'withdrawn',
  ).length;
  const attempts = accepted.reduce((sum, one) => sum + one.attempts.length, 0);
  const rest = others === 0 ? '' : `; ${others} rejected or taken back`;
  return `**Delegations:** ${accepted.length - fixUps} and ${some(fixUps, 'fix-up')}, in ${some(attempts, 'attempt')}${rest}`;
};

const stateOf = (round: Round, findings: readonly Finding[]): string => {
  const { state } = round;
  if (state.name === 'skipped') return 'skipped by rule';
  if (state.name === 'not-reviewed' || state.name === 'reviewing') return '**not reviewed**';
  return severityCounts(findingsOf(round, findings)) ?? 'no findings';
};

const mostRounds = 20;

const roundsLine = ({ rounds, findings }: Done): string => {
  if (rounds.length === 0) return '**Rounds:** none; no reviewer has read it';
  const shown = rounds.slice(-mostRounds).map((round) => `${round.number}: ${stateOf(round, findings)}`);
  const before = rounds.length > mostRounds ? `${rounds.length - mostRounds} earlier; ` : '';
  return `**Rounds:** ${rounds.length} — ${before}${shown.join('; ')}`;
};

/** As it stands in the tree that was merged. */
const designLink = (item: Item, change: string, sha: string): string =>
  link(
    '`design.md`',
    `${repositoryUrl(item)}/blob/${sha}/openspec/changes/${encodeURIComponent(change)}/design.md`,
  );

const decisionsLine = ({ item, sha }: Done): string[] => {
  const tree = item.planning?.tree;
  const number = tree ? decisions(tree).length : 0;
  if (number === 0) return [];
  const where = item.change === null ? '' : `, recorded in ${designLink(item, item.change, sha)}`;
  return [`**Decisions:** ${number}${where}`];
};

const droppedIn = ({ sections }: Item): string =>
  inline(
    sections
      .filter(({ state }) => state === 'dropped')
      .map(({ number }) => number)
      .join(', '),
    200,
  );

const sectionsLine = ({ item }: Done): string[] => {
  const of = (state: string): number => item.sections.filter((section) => section.state === state).length;
  if (item.sections.length === 0) return [];
  const dropped = of('dropped');
  const ticked = of('ticked');
  const rest = [
    ...(ticked > 0 ? [`${ticked} ticked before`] : []),
    ...(dropped > 0 ? [`${dropped} dropped (${droppedIn(item)})`] : []),
  ];
  return [`**Sections:** ${of('accepted')} accepted${rest.length > 0 ? `, ${rest.join(', ')}` : ''}`];
};

const followUpsText = ({ findings, followUps }: Done): string | null => {
  const filed = allFollowUps(bySeverity(findings), followUps);
  if (filed.length === 0) return null;
  return paragraphs(
    `**Follow-ups** (${filed.length})`,
    fitBullets(filed.map(followUpLine), { room: 8_000, most: 40, rest: (left) => `${left} more` }),
  );
};

/** The last word on the ticket, once its pull request is merged. Stands in Linear as well: no HTML. */
export const doneSummary = (done: Done): string => {
  const { item, findings, sha } = done;
  const pull = item.pull ? `${link(`Pull request #${item.pull.number}`, item.pull.url)} was` : 'It was';
  const spent = spendingText(item, done.spending);
  const counts = severityCounts(findings);
  return paragraphs(
    `### Done: ${ticketLink(item)} ${ticketTitle(item)}`,
    `${pull} merged as ${commitLink(item, sha)} (${code(sha, 64)})${howText(item)}.`,
    baseLine(item),
    bullets([
      ...sectionsLine(done),
      delegationsLine(done),
      roundsLine(done),
      `**Findings:** ${counts === null ? 'none' : `${findings.length} (${counts}) — ${answerCounts(findings)}`}`,
      ...decisionsLine(done),
      ...(spent === null ? [] : [`**Tokens:** ${spent}`]),
    ]),
    leftOpenText(findings),
    followUpsText(done),
    'This ticket is done.',
  );
};
