import type { Delegation, Item, Section } from '../core/item.ts';
import { currentAttempt } from '../core/item.ts';
import { overrideText } from './agent-lines.ts';
import { code, inline, link, paragraphs, table } from './markdown.ts';
import { commitLink, ticketLink, ticketTitle } from './places.ts';
import { baseText, fateLines } from './pull-fate.ts';
import { roundsLine } from './rounds/rounds-line.ts';
import { waitsFor } from './stages.ts';
import { baseLine, heldText } from './updating.ts';
import { type Spending, spendingText } from './usage.ts';

export interface StatusOptions {
  spending?: Spending;
  /** ISO 8601: a limit of GitHub or the tracker is used up until then. */
  waitingUntil?: string;
}

const delegationOf = (item: Item, section: Section): Delegation | null =>
  item.delegations.filter((delegation) => delegation.sections.includes(section.number)).at(-1) ?? null;

const sectionState = (section: Section, delegation: Delegation | null): string => {
  if (section.state === 'dropped') {
    const dropped = section.dropped;
    return dropped ? `dropped by ${inline(dropped.by, 60)}: ${inline(dropped.why, 120)}` : 'dropped';
  }
  if (section.state === 'accepted') return '✅ accepted';
  if (section.state === 'ticked') return '☑️ ticked before';
  if (!delegation || delegation.state.name === 'withdrawn') return 'open';
  const words: Record<Exclude<Delegation['state']['name'], 'withdrawn'>, string> = {
    proposed: 'scope shown',
    running: 'under way',
    returned: 'to be decided',
    merging: 'merging',
    accepted: 'accepted',
    rejected: 'rejected',
  };
  return words[delegation.state.name];
};

const mergeCell = (item: Item, delegation: Delegation | null): string =>
  delegation?.state.name === 'accepted' ? commitLink(item, delegation.state.mergeSha) : '–';

const delegationCell = (delegation: Delegation | null): string => {
  if (!delegation) return '–';
  const attempts = delegation.attempts.length;
  return attempts > 1 ? `${delegation.number} (${attempts} attempts)` : String(delegation.number);
};

const sectionsTable = (item: Item): string | null => {
  if (item.sections.length === 0) return null;
  const rows = item.sections.map((section) => {
    const delegation = delegationOf(item, section);
    return [
      inline(section.number, 10),
      inline(section.title, 100),
      sectionState(section, delegation),
      delegationCell(delegation),
      mergeCell(item, delegation),
    ];
  });
  return table(['§', 'section', 'state', 'delegation', 'merge'], rows);
};

const pullLine = (item: Item): string | null => {
  const { pull } = item;
  if (!pull) return null;
  const draft = pull.draft && pull.state === 'open' ? ' (draft)' : '';
  const merged = pull.mergeSha ? ` as ${commitLink(item, pull.mergeSha)}` : '';
  return `Pull request ${link(`#${pull.number}`, pull.url)}${baseText(item)}: ${pull.state}${draft}${merged}`;
};

const limitLine = (until: string | undefined): string | null =>
  until === undefined ? null : `⏳ A rate limit is used up; this goes on by itself at ${inline(until, 40)}.`;

const spentLine = (item: Item, spending: Spending | undefined): string | null => {
  const used = spendingText(item, spending);
  const override = currentAttempt(item)?.override ?? item.delegations.at(-1)?.override;
  const parts = [
    ...(used === null ? [] : [`Used: ${used}.`]),
    ...(override && item.stage.name === 'delegating' ? [overrideText(override)] : []),
  ];
  return parts.length === 0 ? null : parts.join(' ');
};

/** Left at an earlier home: the same words at every stage, so that it is edited once. */
export const movedStatus = (item: Item): string =>
  paragraphs(
    `### ${ticketLink(item)} ${ticketTitle(item)}`,
    `Where this stands and what is asked is said in ${item.pull ? link(`pull request #${item.pull.number}`, item.pull.url) : 'its pull request'}, and commands are answered there.`,
  );

const takenIn = (item: Item): string | null => {
  const links = (item.absorbed ?? []).slice(0, 10).map(({ key, url }) => link(inline(key, 40), url));
  return links.length === 0 ? null : `took in ${links.join(', ')}`;
};

/** One per home, edited in place: where the item stands and whom it waits for. */
export const statusComment = (item: Item, options: StatusOptions = {}): string => {
  const written = item.authored ? 'tasks written from the ticket' : null;
  const change = item.change === null ? written : `OpenSpec change ${code(item.change)}`;
  const facts = [change, pullLine(item), takenIn(item), `mode ${item.mode}`].filter((fact) => fact !== null);
  return paragraphs(
    `### ${ticketLink(item)} ${ticketTitle(item)}`,
    `Stage: **${item.stage.name.replace('-', ' ')}**${item.paused ? ' · **paused**' : ''} · ${facts.join(' · ')}`,
    sectionsTable(item),
    roundsLine(item),
    spentLine(item, options.spending),
    limitLine(options.waitingUntil),
    baseLine(item),
    heldText(item),
    item.paused ? 'Paused: results are kept and shown, nothing new starts. `/resume` goes on.' : null,
    ...fateLines(item),
    waitsFor(item),
  );
};
