import { createHash } from 'node:crypto';
import type { Home } from '../core/item.ts';
import { uuidFromHash } from '../core/own-id.ts';
import type { RepositoryRef } from '../ports/github.ts';
import { withBudget } from './budget.ts';
import type { World } from './world.ts';

/** UUID of our comment, attachment or ticket with this mark. */
export const ownUuid = (...parts: string[]): string =>
  uuidFromHash(createHash('sha256').update(parts.join('\0')).digest('hex'));

interface Saying {
  world: World;
  repository: RepositoryRef | null;
  ticketId: string | null;
  home: Home;
  tag: string;
  body: string;
}

/** Creates or updates the one comment with this tag at a home; remembered as ours so that it is never read as a person's. */
export const say = async (saying: Saying): Promise<void> => {
  if (saying.home.on === 'linear') return sayOnTicket(saying);
  const { world, repository, tag, body, home } = saying;
  if (!repository) return;
  const scope = `${repository.fullName}#${home.issue}`;
  const itemId = saying.ticketId ?? scope;
  const known = await world.store.ownId('github', itemId, `${scope}:${tag}`);
  const knownId = known === null ? null : Number(known);
  const write = () =>
    world.github.repository(repository).upsertComment({ issue: home.issue, tag, body, knownId });
  const { installationId: installation } = repository;
  // an edit is no new content
  const comment = await (known === null
    ? withBudget(world, { kind: 'github-content', installation }, write)
    : write());
  world.failpoint('between:github-comment');
  await world.store.rememberOwn({
    surface: 'github',
    id: String(comment.id),
    itemId,
    tag: `${scope}:${tag}`,
  });
};

const sayOnTicket = async ({ world, ticketId, tag, body }: Saying): Promise<void> => {
  if (!ticketId) return;
  const id = ownUuid('comment', ticketId, tag);
  // before it is sent: the webhook of our own comment can arrive before the answer does
  await world.store.rememberOwn({ surface: 'linear', id, itemId: ticketId, tag });
  world.failpoint('between:linear-comment');
  await withBudget(world, { kind: 'linear' }, () => world.tracker.upsertComment({ id, ticketId, body }));
};
