import { repositoryTags } from '../../core/repository-tags.ts';
import type { RepositoryRef } from '../../ports/github.ts';
import type { Ticket } from '../../ports/tracker.ts';
import { configurationOf, eachRepository } from '../configuration.ts';
import type { World } from '../world.ts';

/** Where a ticket belongs. Names are `owner/name`. */
export type Place =
  | { state: 'one'; repository: RepositoryRef }
  | { state: 'none' }
  /** `asked`: what `[repo=…]` says, which is none of these, or more than one. */
  | { state: 'asked-otherwise'; asked: string[]; takers: string[] }
  | { state: 'several'; takers: string[] };

interface Taker {
  ref: RepositoryRef;
  /** The ticket has the label that the configuration asks for, or it asks for none. */
  labelled: boolean;
}

const takersOf = async (world: World, ticket: Ticket): Promise<Taker[]> => {
  const labels = ticket.labels.map((label) => label.name.toLowerCase());
  const found = await eachRepository(world, async (ref): Promise<Taker[]> => {
    const configuration = await configurationOf(world, ref);
    if (configuration.state !== 'valid') return [];
    const { team, label } = configuration.value.tracker;
    if (team.toUpperCase() !== ticket.team.key.toUpperCase()) return [];
    return [{ ref, labelled: !label || labels.includes(label.toLowerCase()) }];
  });
  return found.flat();
};

const names = (takers: Taker[]): string[] => takers.map(({ ref }) => ref.fullName);

/** By `[repo=owner/name]` of who asks, else of the ticket; without one by team and label. Only who takes the team's tickets counts. */
export const placeOf = async (world: World, ticket: Ticket, comment: string): Promise<Place> => {
  const takers = await takersOf(world, ticket);
  if (takers.length === 0) return { state: 'none' };
  const said = repositoryTags(comment);
  const asked = said.length > 0 ? said : repositoryTags(`${ticket.title}\n${ticket.description}`);
  if (asked.length > 0) {
    const named = takers.filter(({ ref }) => asked.includes(ref.fullName.toLowerCase()));
    const [only] = named;
    return only && asked.length === 1
      ? { state: 'one', repository: only.ref }
      : { state: 'asked-otherwise', asked, takers: names(takers) };
  }
  const labelled = takers.filter((taker) => taker.labelled);
  const [only] = labelled;
  if (only && labelled.length === 1) return { state: 'one', repository: only.ref };
  // who asks for a label the ticket lacks can still be named
  return { state: 'several', takers: names(labelled.length > 0 ? labelled : takers) };
};
