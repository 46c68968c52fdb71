import type { Heard } from '../core/heard.ts';
import { subjects } from '../core/heard.ts';
import type { Item } from '../core/item.ts';
import { mayRun } from '../core/permissions.ts';
import { ticketKeys } from '../core/ticket-keys.ts';
import type { RepositoryInfo, RepositoryRef } from '../ports/github.ts';
import type { Ticket } from '../ports/tracker.ts';
import {
  ambiguousRepository,
  noRepository,
  noTicketKey,
  ticketElsewhere,
  unknownTicket,
} from '../text/entering.ts';
import { configurationOf, eachRepository } from './configuration.ts';
import { githubActor } from './facts/actor.ts';
import { say } from './say.ts';
import type { World } from './world.ts';

/** GitHub and Linear label that starts the delegate phase. */
export const delegateLabel = 'phase:delegate';

type FromGithub = Extract<Heard, { kind: 'github-comment' | 'github-labelled' }>;
type FromLinear = Extract<Heard, { kind: 'linear-comment' | 'linear-ticket' }>;

const newItem = (options: {
  ticket: Ticket;
  repository: RepositoryRef;
  info: RepositoryInfo;
  issue: number | null;
  heard: FromGithub | FromLinear;
}): Item => {
  const { ticket, repository, issue, heard } = options;
  return {
    id: ticket.id,
    ticket: { key: ticket.key, title: ticket.title, url: ticket.url, teamId: ticket.team.id },
    repository: { ...repository, defaultBranch: options.info.defaultBranch, url: options.info.url },
    stage: { name: 'exploring' },
    paused: false,
    mode: 'copilot',
    home: issue === null ? { on: 'linear' } : { on: 'github', issue },
    issue,
    change: null,
    feature: null,
    pull: null,
    earlierPulls: [],
    sections: [],
    plan: [],
    agent: null,
    delegations: [],
    decision: null,
    blocks: [],
    startedBy: heard.actor.login,
    lastAt: heard.at,
  };
};

/** One item per ticket: a second creation finds the first and only adds its own subject. */
const store = async (world: World, item: Item): Promise<string> => {
  const aliases = [subjects.ticket(item.id)];
  if (item.issue !== null) aliases.push(subjects.issue(item.repository.fullName, item.issue));
  world.failpoint('before:create-item');
  await world.store.createItem(item, aliases, world.clock.now());
  world.failpoint('after:create-item');
  return item.id;
};

/** Write access here says nothing about another team's tickets, or about work that another repository has begun. */
const isElsewhere = async (world: World, ticket: Ticket, ref: RepositoryRef): Promise<boolean> => {
  const known = await world.store.loadItem(ticket.id);
  if (known) {
    // asked by its old name, a renamed repository answers with its new one
    const { fullName } = await world.github.repository(known.item.repository).info();
    return fullName.toLowerCase() !== ref.fullName.toLowerCase();
  }
  const configuration = await configurationOf(world, ref);
  if (configuration.state !== 'valid') return false;
  return configuration.value.tracker.team.toUpperCase() !== ticket.team.key.toUpperCase();
};

/** The ticket a GitHub issue or pull request names by its key. Strangers are not answered. */
export const createFromGithub = async (world: World, heard: FromGithub): Promise<string | null> => {
  const repository = world.github.repository(heard.repository);
  const permitted = mayRun('write', await githubActor(repository, heard.actor));
  if (!permitted.allowed) return null;
  const home = { on: 'github', issue: heard.issue } as const;
  const tell = async (body: string): Promise<void> => {
    await say({ world, repository: heard.repository, ticketId: null, home, tag: `reply:${heard.key}`, body });
    if (heard.kind === 'github-comment') await repository.react(heard.commentId, 'confused');
    else await repository.removeLabel(heard.issue, heard.label);
  };
  const keys = ticketKeys(`${heard.title}\n${heard.issueBody}`);
  for (const key of keys) {
    const ticket = await world.tracker.ticket(key);
    if (!ticket) continue;
    if (await isElsewhere(world, ticket, heard.repository)) {
      await tell(ticketElsewhere(heard.actor.login, ticket.key));
      return null;
    }
    const info = await repository.info();
    return store(
      world,
      newItem({
        ticket,
        repository: heard.repository,
        info,
        issue: heard.issue,
        heard,
      }),
    );
  }
  await tell(keys.length === 0 ? noTicketKey(heard.actor.login) : unknownTicket(heard.actor.login, keys));
  return null;
};

/** The one repository whose configuration names the ticket's team and, where it asks for one, its label. */
const repositoriesFor = async (world: World, ticket: Ticket): Promise<RepositoryRef[]> => {
  const labels = ticket.labels.map((label) => label.name.toLowerCase());
  const found = await eachRepository(world, async (ref) => {
    const configuration = await configurationOf(world, ref);
    if (configuration.state !== 'valid') return [];
    const { team, label } = configuration.value.tracker;
    const sameTeam = team.toUpperCase() === ticket.team.key.toUpperCase();
    return sameTeam && (!label || labels.includes(label.toLowerCase())) ? [ref] : [];
  });
  return found.flat();
};

export const createFromLinear = async (world: World, heard: FromLinear): Promise<string | null> => {
  const ticket = await world.tracker.ticket(heard.ticketId);
  if (!ticket) return null;
  const repositories = await repositoriesFor(world, ticket);
  const [repository] = repositories;
  if (repository && repositories.length === 1) {
    const info = await world.github.repository(repository).info();
    return store(world, newItem({ ticket, repository, info, issue: null, heard }));
  }
  const body =
    repositories.length === 0
      ? noRepository(ticket.team.key)
      : ambiguousRepository(repositories.map((one) => one.fullName));
  await say({
    world,
    repository: null,
    ticketId: ticket.id,
    home: { on: 'linear' },
    tag: `reply:${heard.key}`,
    body,
  });
  // used up, so that it can ask again
  const label = ticket.labels.find((one) => one.name === delegateLabel);
  if (heard.kind === 'linear-ticket' && label) await world.tracker.removeLabel(ticket.id, label.id);
  return null;
};
