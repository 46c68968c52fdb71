import { Refused } from '../../ports/errors.ts';
import type { GithubRepository, PullRequest } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';
import { isDraft, markReadyForReview } from './graphql.ts';
import type { Answer } from './request.ts';
import { commentLimit, fitText, fitTitle } from './texts.ts';

type Pulls = Pick<GithubRepository, 'pull' | 'findPull' | 'openPull' | 'updatePull' | 'markReady'>;
type Data = Answer<'GET /repos/{owner}/{repo}/pulls/{pull_number}'>['data'];

const isFork = ({ head, base }: Data): boolean =>
  head.repo?.full_name.toLowerCase() !== base.repo.full_name.toLowerCase();

function toPull(data: Data): PullRequest {
  return {
    number: data.number,
    nodeId: data.node_id,
    url: data.html_url,
    state: data.state,
    draft: data.draft ?? false,
    merged: data.merged,
    // Of an open pull request GitHub gives here the SHA of a merge it only tried out.
    mergeSha: data.merged ? data.merge_commit_sha : null,
    mergedAt: data.merged_at,
    mergedBy: data.merged_by?.login ?? null,
    head: { branch: data.head.ref, sha: data.head.sha, ...(isFork(data) ? { fork: true as const } : {}) },
    base: { branch: data.base.ref, sha: data.base.sha },
    title: data.title,
    body: data.body ?? '',
  };
}

export function pulls({ send, graphql, at, ref }: Context): Pulls {
  const pull = async (number: number): Promise<PullRequest | null> => {
    const answer = await send('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
      ...at,
      pull_number: number,
    }).catch(when([404], () => null));
    return answer === null ? null : toPull(answer.data);
  };

  const findPull = async (head: string): Promise<PullRequest | null> => {
    const { data } = await send('GET /repos/{owner}/{repo}/pulls', {
      ...at,
      head: `${at.owner}:${head}`,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 100,
    });
    // GitHub leaves out a `head` it cannot read and then lists everything; a fork of the same owner would match too.
    const ours = data.filter(
      (each) =>
        each.head.ref === head && each.head.repo?.full_name.toLowerCase() === ref.fullName.toLowerCase(),
    );
    const newest = ours.find((each) => each.state === 'open') ?? ours[0];
    return newest === undefined ? null : pull(newest.number);
  };

  const open = async ({ head, base, title, body, draft }: Parameters<Pulls['openPull']>[0]) => {
    const { data } = await send('POST /repos/{owner}/{repo}/pulls', {
      ...at,
      head,
      base,
      title: fitTitle(title),
      body: fitText(body, commentLimit),
      draft,
    });
    return toPull(data);
  };

  return {
    pull,
    findPull,

    async openPull(options) {
      try {
        return await open(options);
      } catch (error) {
        const refusal = when([422], (no) => no)(error);
        if (options.draft && /draft/i.test(refusal.message)) return open({ ...options, draft: false });
        const other = /already exists/i.test(refusal.message) ? await findPull(options.head) : null;
        if (other?.state === 'open' && other.base.branch === options.base) return other;
        throw refusal;
      }
    },

    async updatePull(number, { title, body }) {
      await send('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...at,
        pull_number: number,
        ...(title === undefined ? {} : { title: fitTitle(title) }),
        ...(body === undefined ? {} : { body: fitText(body, commentLimit) }),
      });
    },

    async markReady(nodeId) {
      try {
        await markReadyForReview(graphql, nodeId);
      } catch (error) {
        if (!(error instanceof Refused) || (await isDraft(graphql, nodeId)) !== false) throw error;
      }
    },
  };
}
