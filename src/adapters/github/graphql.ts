import { z } from 'zod';
import { Unavailable } from '../../ports/errors.ts';
import type { Requester } from './request.ts';

/** REST cannot take a pull request out of draft. */
export const MARK_READY = /* GraphQL */ `
  mutation MarkReady($id: ID!) {
    markPullRequestReadyForReview(input: { pullRequestId: $id }) {
      pullRequest {
        id
        isDraft
      }
    }
  }
`;

export const DRAFT_STATE = /* GraphQL */ `
  query DraftState($id: ID!) {
    node(id: $id) {
      ... on PullRequest {
        isDraft
      }
    }
  }
`;

const marked = z.object({
  markPullRequestReadyForReview: z.object({ pullRequest: z.object({ isDraft: z.literal(false) }) }),
});
const state = z.object({ node: z.object({ isDraft: z.boolean() }) });

export async function markReadyForReview(graphql: Requester['graphql'], id: string): Promise<void> {
  const answer = marked.safeParse(await graphql('markPullRequestReadyForReview', MARK_READY, { id }));
  if (!answer.success) {
    throw new Unavailable('GitHub took the request to mark the pull request ready, yet it is a draft');
  }
}

/** Null when there is no such pull request. */
export async function isDraft(graphql: Requester['graphql'], id: string): Promise<boolean | null> {
  const answer = state.safeParse(await graphql('node', DRAFT_STATE, { id }));
  return answer.success ? answer.data.node.isDraft : null;
}
