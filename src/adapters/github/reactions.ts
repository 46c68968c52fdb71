import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

export function reactions({ send, at }: Context): Pick<GithubRepository, 'react' | 'reactInThread'> {
  return {
    async react(comment, reaction) {
      await send('POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions', {
        ...at,
        comment_id: comment,
        content: reaction,
      });
    },

    async reactInThread(comment, reaction) {
      await send('POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions', {
        ...at,
        comment_id: comment,
        content: reaction,
      }).catch(when([404, 410], () => null));
    },
  };
}
