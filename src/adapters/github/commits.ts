import type { Refused } from '../../ports/errors.ts';
import type { GithubRepository, MergedInto } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

type Commits = Pick<GithubRepository, 'commit' | 'createCommit' | 'mergeInto'>;

/** 409 is the word for a conflict here, and for a branch rule and an empty repository as well: its text tells them apart. */
function notMerged(refusal: Refused): MergedInto {
  if (refusal.status === 404) return { state: 'missing' };
  if (/merge conflict/i.test(refusal.message)) return { state: 'conflict' };
  throw refusal;
}

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

    async mergeInto({ branch, head, message }) {
      try {
        const { status, data } = await send('POST /repos/{owner}/{repo}/merges', {
          ...at,
          base: branch,
          head,
          commit_message: message,
        });
        return status === 201 ? { state: 'merged', sha: data.sha } : { state: 'up-to-date' };
      } catch (error) {
        return when([404, 409], notMerged)(error);
      }
    },
  };
}
