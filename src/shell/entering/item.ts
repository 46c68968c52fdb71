import type { Actor, Source } from '../../core/event.ts';
import { subjects } from '../../core/heard.ts';
import type { Item } from '../../core/item.ts';
import type { RepositoryInfo, RepositoryRef } from '../../ports/github.ts';
import type { Ticket } from '../../ports/tracker.ts';
import type { World } from '../world.ts';
import type { Entered } from './asked.ts';

export interface Entering {
  ticket: Ticket;
  repository: RepositoryRef;
  info: RepositoryInfo;
  /** The GitHub issue that led to the ticket. */
  from: Source | null;
  heard: { key: string; at: string; actor: Actor };
}

const newItem = ({ ticket, repository, info, from, heard }: Entering): Item => ({
  id: ticket.id,
  ticket: { key: ticket.key, title: ticket.title, url: ticket.url, teamId: ticket.team.id },
  repository: { ...repository, defaultBranch: info.defaultBranch, url: info.url },
  stage: { name: 'exploring' },
  paused: false,
  mode: 'copilot',
  home: from === null ? { on: 'linear' } : { on: 'github', issue: from.issue },
  issue: from?.issue ?? null,
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
});

/** One item per ticket: a second creation finds the first and only adds its own subject. */
export const enterItem = async (world: World, entering: Entering): Promise<Entered> => {
  const { repository, from, heard } = entering;
  const item = newItem(entering);
  const aliases = [subjects.ticket(item.id)];
  if (from) aliases.push(subjects.issue(repository.fullName, from.issue));
  world.failpoint('before:create-item');
  await world.store.createItem(item, aliases, world.clock.now());
  world.failpoint('after:create-item');
  const { key, at, actor } = heard;
  return { itemId: item.id, recorded: { kind: 'recorded', key: `${key}:recorded`, at, actor, from } };
};

/**
 * Whether nothing was ever handled for an item: who died between making it and telling it what was asked comes by once
 * more, and what it is told first would be lost.
 */
export const isUntouched = async (world: World, itemId: string): Promise<boolean> => {
  const stage = (await world.store.loadItem(itemId))?.item.stage.name;
  return stage === 'exploring' && (await world.store.log(itemId)).length === 0;
};

/** The item that took a ticket in; a cancelled one holds it no longer. */
export const takerOf = async (world: World, ticketId: string): Promise<Item | null> => {
  for (const id of await world.store.itemsBySubject(subjects.absorbed(ticketId))) {
    const loaded = await world.store.loadItem(id);
    if (loaded && loaded.item.stage.name !== 'cancelled') return loaded.item;
  }
  return null;
};
