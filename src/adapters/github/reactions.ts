import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';

export function reactions({ send, at }: Context): Pick<GithubRepository, 'react'> {
  return {
    async react(comment, reaction) {
      await send('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
        ...at,
        comment_id: comment,
        content: reaction,
      });
    },
  };
}
