import { decisions } from '../../core/grill/decisions.ts';
import type { Item } from '../../core/item.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { inline, link, paragraphs, table } from '../markdown.ts';
import { commitLink, repositoryUrl } from '../places.ts';
import { pullText } from '../pull.ts';
import { wordingOf } from './answer.ts';
import { fitBullets } from './fitting.ts';
import {
  answerCounts,
  bySeverity,
  findingsOf,
  headLink,
  isUnanswered,
  reviewerName,
  severityCounts,
  some,
  titleOf,
} from './words.ts';

/** As it stands on the branch: what is decided goes on while people read. */
const decisionsText = (item: Item): string | null => {
  const tree = item.planning?.tree;
  const number = tree ? decisions(tree).length : 0;
  if (number === 0) return null;
  if (item.change === null || !item.feature) return `**Decisions:** ${number}`;
  const branch = item.feature.branch.split('/').map(encodeURIComponent).join('/');
  const address = `${repositoryUrl(item)}/blob/${branch}/openspec/changes/${encodeURIComponent(item.change)}/design.md`;
  return `**Decisions:** ${number}, recorded in ${link('`design.md`', address)}`;
};

/** Answers to findings are no section's. */
const mergesOf = (item: Item, fixUps: ReadonlyMap<number, string>): Map<string, string> => {
  const merges = new Map<string, string>();
  for (const { number, state, sections } of item.delegations) {
    if (state.name !== 'accepted' || fixUps.has(number)) continue;
    for (const section of sections) merges.set(section, commitLink(item, state.mergeSha));
  }
  return merges;
};

const foundCell = (round: Round, found: Finding[]): string => {
  switch (round.state.name) {
    case 'reviewing':
      return 'being reviewed';
    case 'skipped':
      return `skipped by rule: ${inline(round.state.why, 100)}`;
    case 'not-reviewed':
      return '❌ not reviewed';
    default:
      return severityCounts(found) ?? 'nothing';
  }
};

const mostRounds = 20;

const roundsText = (item: Item, rounds: readonly Round[], findings: readonly Finding[]): string | null => {
  if (rounds.length === 0) return null;
  const shown = rounds.slice(-mostRounds);
  const rows = shown.map((round) => {
    const found = findingsOf(round, findings);
    return [
      String(round.number),
      headLink(item, round),
      reviewerName(round),
      foundCell(round, found),
      answerCounts(found) ?? '–',
    ];
  });
  const before = rounds.length - shown.length;
  return paragraphs(
    '**Rounds**',
    table(['round', 'head', 'reviewer', 'found', 'answers'], rows),
    before > 0 ? `${some(before, 'earlier round')} not shown.` : null,
  );
};

/** What people who merge this have to know is not in it. */
const limitationsText = (item: Item, findings: readonly Finding[]): string | null => {
  const filed = bySeverity(findings).filter(
    (finding) => finding.answer?.kind === 'filed' && !isUnanswered(finding),
  );
  if (filed.length === 0) return null;
  const lines = filed.map((finding) => {
    const wording = wordingOf(item, finding);
    return `${titleOf(finding, 160)} — ${wording?.head ?? 'filed'}.${wording?.why ?? ''}`;
  });
  return paragraphs(
    '**Known limitations**',
    fitBullets(lines, {
      room: 12_000,
      most: 40,
      rest: (left) => `${some(left, 'more follow-up')}, related to the ticket`,
    }),
  );
};

/** Title, and our part of the body between its marks with what the rounds came to; `withBody` puts it into the body. */
export const pullBody = ({
  item,
  rounds,
  findings,
}: {
  item: Item;
  /** All of the item, oldest first. */
  rounds: readonly Round[];
  findings: readonly Finding[];
}): { title: string; body: string } => {
  const fixUps = new Map(
    item.delegations.flatMap(({ number, fixUp }): [number, string][] =>
      fixUp ? [[number, `fixes of round ${fixUp.round}`]] : [],
    ),
  );
  return pullText(item, {
    fixUps,
    merges: mergesOf(item, fixUps),
    parts: [decisionsText(item), roundsText(item, rounds, findings), limitationsText(item, findings)],
  });
};
