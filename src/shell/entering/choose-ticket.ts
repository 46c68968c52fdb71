import type { Source } from '../../core/event.ts';
import { type Heard, subjects } from '../../core/heard.ts';
import { mayRun } from '../../core/permissions.ts';
import { ticketChosen, ticketNotChosen } from '../../text/entering.ts';
import { githubActor } from '../facts/actor.ts';
import { say } from '../say.ts';
import type { World } from '../world.ts';
import type { Entered } from './asked.ts';
import { enterItem, takerOf } from './item.ts';
import { isElsewhere } from './meant.ts';

type Edited = Extract<Heard, { kind: 'github-comment-edited' }>;

export const whichTicketTag = 'which-ticket';

/** The question is answered, and nobody shall tick it again. */
const close = (world: World, heard: Edited, body: string): Promise<void> =>
  say({
    world,
    repository: heard.repository,
    ticketId: null,
    home: { on: 'github', issue: heard.issue },
    tag: whichTicketTag,
    body,
  });

/** Takes up the ticket that somebody with the right has ticked in our question; a box in anybody else's comment is none. */
export const chooseTicket = async (world: World, heard: Edited, key: string): Promise<Entered | null> => {
  const { botLogin } = await world.github.identity();
  if (heard.authorLogin !== botLogin) return null;
  const repository = world.github.repository(heard.repository);
  if (!mayRun('write', await githubActor(repository, heard.actor)).allowed) return null;
  const known = await world.store.itemsBySubject(subjects.issue(heard.repository.fullName, heard.issue));
  if (known.length > 0) return null;
  const ticket = await world.tracker.ticket(key);
  const free =
    ticket !== null &&
    !(await isElsewhere(world, ticket, heard.repository)) &&
    (await takerOf(world, ticket.id)) === null;
  if (!free) {
    await close(world, heard, ticketNotChosen(heard.actor.login, key));
    return null;
  }
  const issue = await repository.issue(heard.issue);
  const info = await repository.info();
  const from: Source = {
    issue: heard.issue,
    url: issue?.url ?? `${info.url}/issues/${heard.issue}`,
    title: issue?.title ?? '',
    filed: false,
  };
  const entered = await enterItem(world, { ticket, repository: heard.repository, info, from, heard });
  await close(world, heard, ticketChosen(heard.actor.login, ticket));
  return entered;
};
