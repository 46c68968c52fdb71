import type { Citation } from '../../contracts/rounds/triage.ts';
import type { Item } from '../../core/item.ts';
import type { Decided, Finding, Round } from '../../core/rounds/round.ts';
import { bullets, code, fenced, inline, link, paragraphs, quoted } from '../markdown.ts';
import { commitLink, ticketLink, ticketTitle } from '../places.ts';
import { plainLine } from '../sanitize.ts';
import { said } from './said.ts';
import { finderName, placeLink, placeName, priorityNames, severityNames, titleOf } from './words.ts';

type Filed = Extract<Decided, { to: 'file' }>;

const pullLink = (item: Item): string =>
  item.pull ? link(`pull request #${item.pull.number}`, item.pull.url) : 'its pull request';

const source = (cites: Citation): string => {
  switch (cites.of) {
    case 'task':
      return `Task ${inline(cites.id, 20)} of the change says:`;
    case 'decision':
      return cites.id === null
        ? 'The design of the change says:'
        : `The recorded decision ${code(cites.id, 100)} says:`;
    case 'document':
      return `${code(cites.path, 200)} says:`;
    case 'code':
      return `${code(`${cites.path}:${cites.line}`, 200)} was there before the change:`;
  }
};

/** Word for word, so that it can be searched for. */
const whyNotThere = ({ cites, reason }: Filed): string =>
  paragraphs(
    '**Why it is not part of that change**',
    cites === null ? null : paragraphs(source(cites), fenced(cites.quote, { max: 600, info: 'text' })),
    said(reason, 1_500),
  );

/** Linear shows no HTML comments: the mark by which nothing is filed twice is the last line, for everybody to see. */
export const fingerprintLine = (fingerprint: string): string => `Fingerprint: ${plainLine(fingerprint, 200)}`;

export interface FollowUpSource {
  item: Item;
  round: Round;
  finding: Finding;
  filed: Filed;
}

/** Linear takes 255 characters. */
export const followUpTitle = ({ finding, filed }: Pick<FollowUpSource, 'finding' | 'filed'>): string =>
  plainLine(filed.title, 200) ||
  plainLine(finding.title, 200) ||
  `Finding ${plainLine(finding.id, 10)} of a review`;

/** The ticket that a finding becomes: everything somebody needs who was not there. */
export const followUpDescription = ({ item, round, finding, filed }: FollowUpSource): string => {
  const place = placeLink(item, finding, round.head);
  const words = finding.url === null ? '' : ` (${link('its words', finding.url)})`;
  return paragraphs(
    `**Found:** ${titleOf(finding, 300)}.`,
    finding.detail.trim() === '' ? null : quoted(finding.detail, 4_000),
    bullets([
      `**Where:** ${place ?? 'the change as a whole'} at ${commitLink(item, round.head)}`,
      `**Severity:** ${severityNames[finding.severity]}; filed with ${priorityNames[filed.priority].toLowerCase()}`,
      `**Found by:** ${finderName(finding)}, as ${inline(finding.id, 10)} in round ${round.number} of ${pullLink(item)}${words}`,
      `**Comes from:** ${ticketLink(item)} ${ticketTitle(item)}`,
      ...(filed.blocks === null
        ? []
        : [`**Blocks:** ${inline(filed.blocks, 40)}, which cannot go on without it`]),
    ]),
    whyNotThere(filed),
    fingerprintLine(finding.fingerprint),
  );
};

/** For its ticket, when a later review does not find it any more. The ticket stays as it is: people decide. */
export const followUpGone = ({
  item,
  round,
  finding,
}: Pick<FollowUpSource, 'item' | 'round' | 'finding'>): string => {
  const place = placeName(finding);
  return paragraphs(
    `Round ${round.number} of ${pullLink(item)} did not find this any more at ${commitLink(item, round.head)}: ${titleOf(finding)}${place === null ? '' : `, last seen at ${code(place, 200)}`}.`,
    'It may be solved, or only out of the reviewer’s sight. Look before you end this ticket; its state was not changed.',
  );
};
