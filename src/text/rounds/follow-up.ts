import type { Citation } from '../../contracts/rounds/triage.ts';
import type { Item } from '../../core/item.ts';
import type { AskedFollowUp, Decided, Finding, Round } from '../../core/rounds/round.ts';
import { bullets, code, fenced, inline, line, link, paragraphs, quoted } from '../markdown.ts';
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
  /** Of the later ticket that it names: `unknown` where the tracker has no such one, `none` where it names none, or the item's own. */
  blocks?: 'none' | 'known' | 'unknown';
  /** What the code says to the paths it names, a sentence, and the tickets that its words name. */
  verified: string;
  named: readonly NamedTicket[];
}

interface NamedTicket {
  key: string;
  title: string;
  url: string;
}

const blocksLines = ({ filed, blocks = 'known' }: Pick<FollowUpSource, 'filed' | 'blocks'>): string[] => {
  if (filed.blocks === null || blocks === 'none') return [];
  const key = inline(filed.blocks, 40);
  return [
    blocks === 'known'
      ? `**Blocks:** ${key}, which cannot go on without it`
      : `**Blocks:** ${key}, as the triage says; the tracker knows no such ticket, so nothing is linked to it`,
  ];
};

/** Linear takes 255 characters. */
export const followUpTitle = ({ finding, filed }: Pick<FollowUpSource, 'finding' | 'filed'>): string =>
  plainLine(filed.title, 200) ||
  plainLine(finding.title, 200) ||
  `Finding ${plainLine(finding.id, 10)} of a review`;

/** The ticket that a finding becomes: everything somebody needs who was not there. */
export const followUpDescription = (about: FollowUpSource): string => {
  const { item, round, finding, filed, verified, named } = about;
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
      ...blocksLines(about),
    ]),
    whyNotThere(filed),
    '---',
    verified,
    trackedText(named),
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

/** For the ticket itself, where the tracker would not link it to the one it belongs to. */
export const relationRefused = (relation: {
  type: 'related' | 'blocks';
  key: string;
  message: string;
}): string =>
  `This ${relation.type === 'blocks' ? 'blocks' : 'belongs to'} ${inline(relation.key, 40)}, and the tracker would not link the two: ${line(relation.message)} Link them by hand.`;

type AskedThread = NonNullable<AskedFollowUp['thread']>;

/** `Review thread on src/x.ts:12` */
export const threadName = ({ path, line }: Pick<AskedThread, 'path' | 'line'>): string =>
  `Review thread on ${plainLine(placeName({ path, line }) ?? '', 200)}`;

const threadText = (thread: AskedThread): string =>
  paragraphs(
    `**What the thread says:** ${link(`review thread on ${code(placeName(thread) ?? thread.path, 200)}`, thread.url)}, opened by ${inline(thread.by, 60)}:`,
    quoted(thread.text, 2_000),
  );

const trackedText = (named: readonly NamedTicket[]): string => {
  if (named.length === 0)
    return 'Not tracked before: no ticket is linked to it, none of its title was filed from here, and its words name none.';
  const tickets = named.map(({ key, title, url }) => `${link(inline(key, 40), url)} ${inline(title, 100)}`);
  return `Its words name ${tickets.join(', ')}: related to this ticket, look whether that is the same.`;
};

/** The ticket that a person asked for in a command: `verified` is what was found of the paths it names, `named` the tickets. */
export const askedDescription = (asked: {
  item: Item;
  followUp: AskedFollowUp;
  verified: string;
  named?: readonly NamedTicket[];
}): string => {
  const { item, followUp, verified, named = [] } = asked;
  const { thread } = followUp;
  return paragraphs(
    quoted(followUp.title, 1_000),
    bullets([
      `**Asked for by:** ${inline(followUp.by, 60)}, on ${item.pull ? pullLink(item) : 'the ticket'}`,
      `**Comes from:** ${ticketLink(item)} ${ticketTitle(item)}`,
      `**Priority:** ${priorityNames[followUp.priority].toLowerCase()}`,
    ]),
    thread ? threadText(thread) : null,
    '---',
    verified,
    trackedText(named),
    thread ? fingerprintLine(`thread ${thread.id} of ${item.repository.fullName}`) : null,
  );
};
