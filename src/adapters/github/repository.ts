import { Refused } from '../../ports/errors.ts';
import type { GithubRepository, RepositoryRef } from '../../ports/github.ts';
import { actions } from './actions.ts';
import { checks } from './checks.ts';
import { ci } from './ci.ts';
import { comments } from './comments.ts';
import { commits } from './commits.ts';
import { contents } from './contents.ts';
import type { Context } from './context.ts';
import type { Identity } from './identity.ts';
import { issues } from './issues.ts';
import { jobs } from './jobs.ts';
import { labels } from './labels.ts';
import { pulls } from './pulls.ts';
import { reactions } from './reactions.ts';
import type { Wanted } from './read-tokens.ts';
import { refs } from './refs.ts';
import { replies } from './replies.ts';
import type { Requester } from './request.ts';
import { roles } from './roles.ts';
import { talk } from './talk.ts';

function split(fullName: string): { owner: string; repo: string } {
  const [owner, repo, ...rest] = fullName.split('/');
  if (!owner || !repo || rest.length > 0) {
    throw new Refused(`"${fullName}" is not the name of a repository`, {
      status: 422,
      remedy: 'Write it as owner/name.',
    });
  }
  return { owner, repo };
}

export interface RepositoryOptions {
  ref: RepositoryRef;
  requester: Requester;
  readToken: (wanted: Wanted) => Promise<string>;
  identity: () => Promise<Identity>;
}

export function createRepository(options: RepositoryOptions): GithubRepository {
  const { ref, requester, readToken, identity } = options;
  const at = split(ref.fullName);
  const context: Context = { ...requester, ref, at, identity };
  return {
    ref,

    async info() {
      const { data } = await requester.send('GET /repos/{owner}/{repo}', at);
      return {
        id: Number(data.id),
        fullName: data.full_name,
        defaultBranch: data.default_branch,
        url: data.html_url,
        cloneUrl: data.clone_url,
      };
    },

    readToken: (refused) => readToken({ ref, repo: at.repo, refused }),

    ...contents(context),
    ...refs(context),
    ...commits(context),
    ...pulls(context),
    ...issues(context),
    ...comments(context),
    ...reactions(context),
    ...talk(context),
    ...replies(context),
    ...labels(context),
    ...checks(context),
    ...ci(context),
    ...roles(context),
    ...actions(context),
    ...jobs(context),
  };
}
