import type { Item } from '../../core/item.ts';
import type { Finding, Round } from '../../core/rounds/round.ts';
import { code, inline, link } from '../markdown.ts';
import { decisionText, earlierWording, wordingOf } from './answer.ts';
import type { Entry } from './fitting.ts';
import { listed, placeLink, placeName, titleOf } from './words.ts';

const label = ({ id, severity }: Finding): string => `**${inline(id, 10)} · ${severity.toUpperCase()}**`;

const withPlace = (title: string, place: string | null): string =>
  place === null ? title : `${title} (${place})`;

const roundsText = (rounds: number[]): string =>
  `round${rounds.length === 1 ? '' : 's'} ${listed(rounds.map(String))}`;

/** Found before as well, whatever was answered then. */
const cameBack = (item: Item, round: Round, finding: Finding): string[] => {
  const before = finding.seen.filter((number) => number < round.number);
  if (before.length === 0) return [];
  const answered = earlierWording(item, finding);
  return [
    `- **Came back:** found in ${roundsText(before.slice(-10))}${answered === null ? '' : `, then ${answered}`}.`,
  ];
};

const asksFor = ({ demanded, by, url }: Finding): string[] => {
  if (!demanded) return [];
  const where = url === null ? '' : ` (${link('comment', url)})`;
  return [`- **${inline(by, 60)} asks for it**${where}: it is fixed or filed, never acknowledged away.`];
};

/** One finding with its answer, in the form of a triage comment; in short where there is no room. */
export const entryOf = (item: Item, round: Round, finding: Finding): Entry => {
  const brief = wordingOf(item, finding)?.brief ?? 'no decision yet';
  const name = placeName(finding);
  return {
    full: [
      `${label(finding)} — ${withPlace(titleOf(finding), placeLink(item, finding, round.head))}.`,
      '',
      ...cameBack(item, round, finding),
      ...asksFor(finding),
      `- **Decision:** ${decisionText(item, finding)}`,
    ].join('\n'),
    short: `- ${label(finding)} — ${withPlace(titleOf(finding, 80), name === null ? null : code(name, 80))}: ${brief}`,
  };
};
