import type { GithubRepository } from '../../ports/github.ts';
import type { SaidComment, SaidReview } from '../../reviewers/reader.ts';
import type { Context } from './context.ts';
import { pages, perPage } from './pages.ts';
import type { Answer } from './request.ts';
import { readChecks } from './talk-checks.ts';
import { type Budget, createBudget } from './talk-limits.ts';
import { readThreads } from './talk-threads.ts';

const commentListing = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
const reviewListing = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
type CommentData = Answer<typeof commentListing>['data'][number];
type ReviewData = Answer<typeof reviewListing>['data'][number];

/** GitHub shows what deleted accounts wrote as @ghost's. */
const loginOf = (user: { login: string } | null | undefined): string => user?.login ?? 'ghost';

const toComment = (data: CommentData): SaidComment => ({
  id: Number(data.id),
  by: loginOf(data.user),
  body: data.body ?? '',
  url: data.html_url,
  createdAt: data.created_at,
  updatedAt: data.updated_at,
});

const reviewStates = new Map<string, SaidReview['state']>([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['COMMENTED', 'commented'],
  ['DISMISSED', 'dismissed'],
]);

/** None of a review that is not submitted: that is a draft of somebody's. */
function toReviews(data: ReviewData): SaidReview[] {
  const state = reviewStates.get(data.state);
  if (state === undefined || data.submitted_at === undefined) return [];
  const said = { id: Number(data.id), by: loginOf(data.user), body: data.body, url: data.html_url };
  return [{ ...said, state, commit: data.commit_id ?? '', submittedAt: data.submitted_at }];
}

const byId = (one: { id: number }, other: { id: number }): number => one.id - other.id;

export function talk({ send, graphql, at }: Context): Pick<GithubRepository, 'talk'> {
  async function comments(pull: number, budget: Budget): Promise<SaidComment[]> {
    const found: SaidComment[] = [];
    const listed = pages<typeof commentListing>((page) =>
      send(commentListing, { ...at, issue_number: pull, per_page: perPage, page }),
    );
    for await (const { data } of listed) {
      for (const each of data) budget.take(each.body);
      found.push(...data.map(toComment));
    }
    return found.sort(byId);
  }

  async function reviews(pull: number, budget: Budget): Promise<SaidReview[]> {
    const found: SaidReview[] = [];
    const listed = pages<typeof reviewListing>((page) =>
      send(reviewListing, { ...at, pull_number: pull, per_page: perPage, page }),
    );
    for await (const { data } of listed) {
      for (const each of data) budget.take(each.body);
      found.push(...data.flatMap(toReviews));
    }
    // A review that waited long before it was submitted has an old id.
    return found.sort(
      (one, other) => Date.parse(one.submittedAt) - Date.parse(other.submittedAt) || byId(one, other),
    );
  }

  return {
    async talk(pull) {
      const { data } = await send('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...at,
        pull_number: pull,
      });
      const budget = createBudget(pull);
      const [said, reviewed, threads, checks] = await Promise.all([
        comments(pull, budget),
        reviews(pull, budget),
        readThreads(graphql, { nodeId: data.node_id, budget }),
        readChecks({ send, at }, { sha: data.head.sha, budget }),
      ]);
      return { comments: said, reviews: reviewed, threads, checks };
    },
  };
}
