import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

type Commits = Pick<GithubRepository, 'commit' | 'createCommit'>;

export function commits({ send, at }: Context): Commits {
  return {
    async commit(sha) {
      const answer = await send('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
        ...at,
        commit_sha: sha,
      }).catch(when([404, 409, 422], () => null));
      if (answer === null) return null;
      const { data } = answer;
      return {
        sha: data.sha,
        tree: data.tree.sha,
        parents: data.parents.map((parent) => parent.sha),
        message: data.message,
      };
    },

    async createCommit({ message, tree, parents }) {
      const { data } = await send('POST /repos/{owner}/{repo}/git/commits', {
        ...at,
        message,
        tree,
        parents,
      });
      return data.sha;
    },
  };
}
