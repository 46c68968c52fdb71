import { isSameSite, ticketKeys, ticketLinks } from '../../core/ticket-keys.ts';
import type { RepositoryRef } from '../../ports/github.ts';
import type { Ticket } from '../../ports/tracker.ts';
import { configurationOf } from '../configuration.ts';
import type { World } from '../world.ts';

/** A GitHub issue as it is now. */
export interface IssueText {
  title: string;
  body: string;
  url: string;
}

export type Meant =
  | { state: 'one'; ticket: Ticket }
  | { state: 'several'; tickets: Ticket[] }
  | { state: 'elsewhere'; ticket: Ticket }
  /** `unknown`: keys of this repository's team that the tracker does not know. */
  | { state: 'none'; unknown: string[] };

/** Most keys of one text that are asked about; those of the repository's own team come first. */
const mostAsked = 5;

const teamOf = async (world: World, ref: RepositoryRef): Promise<string | null> => {
  const configuration = await configurationOf(world, ref);
  return configuration.state === 'valid' ? configuration.value.tracker.team.toUpperCase() : null;
};

/** Write access here says nothing about another team's tickets, or about work that another repository has begun. */
export const isElsewhere = async (world: World, ticket: Ticket, ref: RepositoryRef): Promise<boolean> => {
  const known = await world.store.loadItem(ticket.id);
  if (known) {
    // asked by its old name, a renamed repository answers with its new one
    const { fullName } = await world.github.repository(known.item.repository).info();
    return fullName.toLowerCase() !== ref.fullName.toLowerCase();
  }
  const team = await teamOf(world, ref);
  return team !== null && team !== ticket.team.key.toUpperCase();
};

const prefix = (key: string): string => key.replace(/-\d+$/, '');

interface Asking {
  world: World;
  ref: RepositoryRef;
  team: string | null;
  /** Answers so far, by key. */
  known: Map<string, Ticket | null>;
}

const byKey = async ({ world, known }: Asking, key: string): Promise<Ticket | null> => {
  const answer = known.get(key);
  if (answer !== undefined) return answer;
  const ticket = await world.tracker.ticket(key);
  known.set(key, ticket);
  return ticket;
};

const keyed = async (asking: Asking, text: string): Promise<Ticket[]> => {
  const own = (key: string): number => (prefix(key) === asking.team ? 0 : 1);
  const keys = ticketKeys(text).sort((a, b) => own(a) - own(b));
  const found = await Promise.all(keys.slice(0, mostAsked).map((key) => byKey(asking, key)));
  return found.filter((ticket) => ticket !== null);
};

const linked = async (asking: Asking, text: string): Promise<Ticket[]> => {
  const found: Ticket[] = [];
  for (const { key, site } of ticketLinks(text).slice(0, mostAsked)) {
    const ticket = await byKey(asking, key);
    if (ticket && isSameSite(site, ticket.url)) found.push(ticket);
  }
  return found;
};

const distinct = (tickets: Ticket[]): Ticket[] => [
  ...new Map(tickets.map((ticket) => [ticket.id, ticket])).values(),
];

/**
 * The ticket a GitHub issue means: the first way that tells exactly one decides. A ticket that links to the issue
 * comes before what its title names, then links, then keys in its text.
 */
export const meantTicket = async (world: World, ref: RepositoryRef, issue: IssueText): Promise<Meant> => {
  const asking: Asking = { world, ref, team: await teamOf(world, ref), known: new Map() };
  const ways = [
    () => world.tracker.attachedTo(issue.url),
    async () => [...(await keyed(asking, issue.title)), ...(await linked(asking, issue.title))],
    () => linked(asking, issue.body),
    () => keyed(asking, issue.body),
  ];
  const here: Ticket[] = [];
  let elsewhere: Ticket | null = null;
  for (const way of ways) {
    const told: Ticket[] = [];
    for (const ticket of distinct(await way())) {
      if (await isElsewhere(world, ticket, ref)) elsewhere ??= ticket;
      else told.push(ticket);
    }
    const [ticket] = told;
    if (ticket && told.length === 1) return { state: 'one', ticket };
    here.push(...told);
  }
  if (here.length > 0) return { state: 'several', tickets: distinct(here) };
  if (elsewhere) return { state: 'elsewhere', ticket: elsewhere };
  return { state: 'none', unknown: unknownOf(asking) };
};

const unknownOf = ({ known, team }: Asking): string[] =>
  [...known].filter(([key, ticket]) => ticket === null && prefix(key) === team).map(([key]) => key);
