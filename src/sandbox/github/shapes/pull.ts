import { mergeTrees } from '../git/merge.ts';
import { refSha } from '../git/refs.ts';
import { pullNodeId, timestamp, timestampOrNull } from '../ids.ts';
import type { Issue, Pull, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { associationOf, issueShape } from './issue.ts';
import { apiOf, repositoryShape, threadUrl } from './repository.ts';
import { type Schemas, userOrNull, userShape } from './user.ts';

export type PullIssue = Issue & { pull: Pull };

const side = (world: World, repository: Repository, branch: { ref: string; sha: string }) => ({
  label: `${repository.owner.login}:${branch.ref}`,
  ref: branch.ref,
  sha: branch.sha,
  user: userShape(world, repository.owner),
  repo: repositoryShape(world, repository),
});

const link = (href: string) => ({ href });

/** What lists and webhooks say of a pull request. */
export function pullSimpleShape(world: World, repository: Repository, issue: PullIssue) {
  const { pull } = issue;
  const url = `${apiOf(world, repository)}/pulls/${issue.number}`;
  const issueUrl = `${apiOf(world, repository)}/issues/${issue.number}`;
  const page = threadUrl(world, repository, issue);
  const statuses = `${apiOf(world, repository)}/statuses/${pull.headSha}`;
  const { labels } = issueShape(world, repository, issue);
  return {
    id: pull.id,
    node_id: pullNodeId(pull.id),
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${apiOf(world, repository)}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statuses,
    number: issue.number,
    state: issue.state,
    locked: false,
    title: issue.title,
    body: issue.body,
    user: userShape(world, issue.author),
    labels: labels.map((label) => ({ ...label, description: label.description ?? '' })),
    milestone: null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    draft: pull.draft,
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    merged_at: timestampOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeSha,
    head: side(world, repository, { ref: pull.headBranch, sha: pull.headSha }),
    base: side(world, repository, { ref: pull.baseBranch, sha: pull.baseSha }),
    _links: {
      self: link(url),
      html: link(page),
      issue: link(issueUrl),
      comments: link(`${issueUrl}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${apiOf(world, repository)}/pulls/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
    author_association: associationOf(repository, issue.author),
    auto_merge: null,
    active_lock_reason: null,
  } satisfies Schemas['pull-request-simple'];
}

async function mergeability(repository: Repository, issue: PullIssue): Promise<boolean | null> {
  if (issue.state === 'closed') return null;
  const base = await refSha(repository.gitDir, `refs/heads/${issue.pull.baseBranch}`);
  if (base === null) return null;
  return (await mergeTrees(repository.gitDir, { ours: base, theirs: issue.pull.headSha })) !== null;
}

const reviewCommentCount = (repository: Repository, pull: number): number =>
  [...repository.reviewComments.values()].filter(
    ({ thread, review }) =>
      repository.reviewThreads.get(thread)?.pull === pull &&
      repository.reviews.get(review)?.state !== 'PENDING',
  ).length;

/** What webhooks say: all that is known without asking git whether it merges. */
export function pullEventShape(world: World, repository: Repository, issue: PullIssue) {
  const { pull } = issue;
  return {
    ...pullSimpleShape(world, repository, issue),
    state: issue.state,
    merged: pull.merged,
    mergeable: null as boolean | null,
    rebaseable: null as boolean | null,
    mergeable_state: 'unknown',
    merged_by: userOrNull(world, pull.mergedBy),
    comments: issueShape(world, repository, issue).comments,
    review_comments: reviewCommentCount(repository, issue.number),
    maintainer_can_modify: false,
    ...pull.size,
  } satisfies Schemas['pull-request'];
}

/** `GET /pulls/{number}`. */
export async function pullShape(world: World, repository: Repository, issue: PullIssue) {
  const mergeable = await mergeability(repository, issue);
  const stateWhenMergeable = issue.pull.draft ? 'draft' : 'clean';
  return {
    ...pullEventShape(world, repository, issue),
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? stateWhenMergeable : 'dirty',
  } satisfies Schemas['pull-request'];
}
