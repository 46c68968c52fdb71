import type { Actor, Reaction, ReactionContent, Repository } from '../model.ts';
import { now, type World } from '../world.ts';

/** One of each kind per account: a second one is the first, and says so. */
export function addReaction(
  world: World,
  repository: Repository,
  options: {
    /** `issue`: number of the issue or pull request it stands on. */
    comment: { reactions: Reaction[]; issue: number };
    content: ReactionContent;
    actor: Actor;
  },
): { reaction: Reaction; created: boolean } {
  const { comment, content, actor } = options;
  const known = comment.reactions.find(
    (reaction) => reaction.content === content && reaction.user.id === actor.account.id,
  );
  if (known) return { reaction: known, created: false };
  const reaction: Reaction = { id: world.nextId(), content, user: actor.account, createdAt: now(world) };
  comment.reactions.push(reaction);
  world.changed({ repository: repository.fullName, kind: 'comment', number: comment.issue });
  return { reaction, created: true };
}
