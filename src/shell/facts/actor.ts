import type { Actor } from '../../core/event.ts';
import type { ActorFact } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { GithubRepository } from '../../ports/github.ts';
import { configurationOf } from '../configuration.ts';
import type { World } from '../world.ts';

/** Asked at execution time; the answer's id is compared, because logins change hands. */
export const githubActor = async (repository: GithubRepository, actor: Actor): Promise<ActorFact> => {
  if (actor.login.endsWith('[bot]')) return { state: 'bot' };
  const { role, userId } = await repository.permission(actor.login);
  return { state: 'role', role, sameAccount: role === 'none' || String(userId) === actor.id };
};

/** A Linear person counts as the GitHub account they linked, or the one the configuration names for their e-mail. */
const linearActor = async (world: World, item: Item, actor: Actor): Promise<ActorFact> => {
  const person = await world.tracker.person(actor.id);
  if (person?.app) return { state: 'bot' };
  if (!person?.active) return { state: 'unmapped', guest: true };
  if (person.guest) return { state: 'unmapped', guest: true };
  const configuration = await configurationOf(world, item.repository);
  const named = configuration.state === 'valid' ? configuration.value.people[person.email] : undefined;
  const login = person.githubUserId ? await world.github.login(person.githubUserId) : (named ?? null);
  if (!login) return { state: 'unmapped', guest: false };
  const { role, userId } = await world.github.repository(item.repository).permission(login);
  const sameAccount = person.githubUserId === null || String(userId) === person.githubUserId;
  return { state: 'role', role, sameAccount, login };
};

export const actorFact = (world: World, item: Item, actor: Actor): Promise<ActorFact> =>
  actor.surface === 'linear'
    ? linearActor(world, item, actor)
    : githubActor(world.github.repository(item.repository), actor);
