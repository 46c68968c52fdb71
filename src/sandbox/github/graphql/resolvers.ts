import { actorOf, needRead, needWrite } from '../access.ts';
import { setDraft } from '../domain/pulls.ts';
import { setResolved } from '../domain/review-threads.ts';
import type { Principal } from '../tokens.ts';
import type { World } from '../world.ts';
import { findPullNode, findThreadNode, pullNode, threadNode } from './nodes.ts';
import { checkNode, inGraphql, unresolved } from './refusals.ts';

interface Input<Fields> {
  input: Fields & { clientMutationId?: string };
}

const mutationId = ({ input }: Input<object>) => ({ clientMutationId: input.clientMutationId ?? null });

export function resolvers(world: World, principal: Principal) {
  const changeDraft = (draft: boolean) => (call: Input<{ pullRequestId: string }>) => {
    const id = call.input.pullRequestId;
    const found = findPullNode(world, id);
    if (!found) throw unresolved(id);
    const { repository, issue } = found;
    checkNode(principal, { repository, id, need: needWrite('write', 'pull_requests') });
    inGraphql(() => setDraft(world, repository, { issue, draft, actor: actorOf(world, principal) }));
    return { ...mutationId(call), pullRequest: pullNode(world, found) };
  };

  const changeResolved = (resolved: boolean) => (call: Input<{ threadId: string }>) => {
    const id = call.input.threadId;
    const found = findThreadNode(world, id);
    if (!found) throw unresolved(id);
    const { repository, thread } = found;
    checkNode(principal, { repository, id, need: needWrite('read', 'pull_requests') });
    // Of an App that resolves GitHub wants this as well, which its pages do not say.
    checkNode(principal, { repository, id, need: needWrite('read', 'contents') });
    inGraphql(() => setResolved(world, repository, { thread, resolved, actor: actorOf(world, principal) }));
    return { ...mutationId(call), thread: threadNode(world, found) };
  };

  const node = ({ id }: { id: string }) => {
    const found = findPullNode(world, id) ?? findThreadNode(world, id);
    if (!found) throw unresolved(id);
    checkNode(principal, { repository: found.repository, id, need: needRead('pull_requests') });
    return found.kind === 'pull' ? pullNode(world, found) : threadNode(world, found);
  };

  return {
    node,
    markPullRequestReadyForReview: changeDraft(false),
    convertPullRequestToDraft: changeDraft(true),
    resolveReviewThread: changeResolved(true),
    unresolveReviewThread: changeResolved(false),
  };
}
