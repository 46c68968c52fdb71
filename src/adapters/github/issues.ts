import type { GithubRepository } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';

type Issues = Pick<GithubRepository, 'issue'>;

export function issues({ send, at }: Context): Issues {
  return {
    async issue(number) {
      const answer = await send('GET /repos/{owner}/{repo}/issues/{issue_number}', {
        ...at,
        issue_number: number,
      }).catch(when([404, 410], () => null));
      // A transferred issue redirects to the one in its new repository.
      if (answer === null || answer.data.number !== number) return null;
      const { data } = answer;
      return {
        number: data.number,
        title: data.title,
        body: data.body ?? '',
        url: data.html_url,
        isPull: data.pull_request !== undefined,
        labels: data.labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
      };
    },
  };
}
