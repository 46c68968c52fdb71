import type { Delegation, Item, Section } from '../core/item.ts';
import { withoutPassing } from './let-pass.ts';
import { bullets, code, inline, paragraphs, quoted } from './markdown.ts';
import { agentName, commitLink, partName, ticketLink, ticketTitle } from './places.ts';
import { plainLine } from './sanitize.ts';

const begin = '<!-- throughline:begin -->';
const end = '<!-- throughline:end -->';

/** Between them stands our part of the body; everything else is the people's. */
export const pullMarks = { begin, end };

/** What the rounds add to the body. */
export interface PullMore {
  /** Delegations that answer findings, by their number: what they are called instead of their sections. */
  fixUps: ReadonlyMap<number, string>;
  /** Merge commit of an accepted section, by its number; Markdown. */
  merges: ReadonlyMap<string, string>;
  /** Parts that stand below the delegations. */
  parts: (string | null)[];
}

const nothingMore: PullMore = { fixUps: new Map(), merges: new Map(), parts: [] };

const sectionLine = (section: Section, merge: string | undefined): string => {
  const title = `${inline(section.number, 10)}. ${inline(section.title, 120)}`;
  if (section.state === 'accepted') return `✅ ${title}${merge === undefined ? '' : ` — ${merge}`}`;
  if (section.state === 'ticked') return `☑️ ${title} (ticked before)`;
  if (section.state === 'dropped')
    return `➖ ${title} (dropped: ${inline(section.dropped?.why ?? 'no reason given', 120)})`;
  return `⚪ ${title}`;
};

const delegationLine = (item: Item, delegation: Delegation, fixUp: string | undefined): string | null => {
  if (delegation.state.name !== 'accepted') return null;
  const attempts = delegation.attempts.length;
  const times = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  return `${fixUp ?? partName(delegation)}: ${commitLink(item, delegation.state.mergeSha)} by ${agentName(delegation)}, ${times}, accepted by ${inline(delegation.state.by, 60)}${withoutPassing(delegation)}`;
};

/** Where no change tells what was meant, the pull request does. */
const writtenFor = ({ authored }: Item): string | null =>
  authored
    ? paragraphs('Tasks: written from the ticket, without an OpenSpec change.', quoted(authored.summary))
    : null;

/** Title, and our part of the body between its marks; the rest of the body is the people's. */
export const pullText = (item: Item, more: PullMore = nothingMore): { title: string; body: string } => {
  const delegations = item.delegations
    .map((delegation) => delegationLine(item, delegation, more.fixUps.get(delegation.number)))
    .filter((text) => text !== null);
  const body = paragraphs(
    begin,
    `Ticket: ${ticketLink(item)} ${ticketTitle(item)}`,
    item.change === null ? writtenFor(item) : `OpenSpec change: ${code(item.change)}`,
    item.sections.length > 0
      ? `**Sections**\n\n${bullets(item.sections.map((section) => sectionLine(section, more.merges.get(section.number))))}`
      : null,
    delegations.length > 0 ? `**Delegations**\n\n${bullets(delegations)}` : null,
    ...more.parts,
    'Each delegation is a merge of its own. Merge this pull request with a merge commit to keep them; write below or above this part, it is kept.',
    end,
  );
  return { title: `${item.ticket.key}: ${plainLine(item.ticket.title, 180)}`, body };
};
