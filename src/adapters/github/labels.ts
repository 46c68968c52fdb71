import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

export function labels({ send, at }: Context): Pick<GithubRepository, 'addLabels' | 'removeLabel'> {
  return {
    async addLabels(issue, names) {
      if (names.length === 0) return;
      await send('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
        ...at,
        issue_number: issue,
        labels: names,
      });
    },

    async removeLabel(issue, label) {
      await send('DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}', {
        ...at,
        issue_number: issue,
        name: label,
      }).catch(when([404], () => null));
    },
  };
}
