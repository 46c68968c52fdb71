import { roleOf } from '../access.ts';
import { nodeId, timestamp, timestampOrNull } from '../ids.ts';
import type { Account, Issue, IssueComment, Label, Reaction, ReactionContent, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { appOrNull } from './app.ts';
import { apiOf, threadUrl, webOf } from './repository.ts';
import { type Schemas, userOrNull, userShape } from './user.ts';

/** Says little on purpose, as on GitHub: private members show as NONE there, so nobody should decide by it. */
export const associationOf = (
  repository: Repository,
  account: Account,
): 'OWNER' | 'COLLABORATOR' | 'NONE' => {
  if (repository.owner.login === account.login) return 'OWNER';
  const role = account.type === 'User' ? roleOf(repository, account.login) : null;
  return role !== null && role !== 'read' ? 'COLLABORATOR' : 'NONE';
};

export const labelShape = (world: World, repository: Repository, label: Label) =>
  ({
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${apiOf(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  }) satisfies Schemas['label'];

export function reactionRollup(url: string, reactions: Reaction[]) {
  const count = (content: ReactionContent): number =>
    reactions.filter((reaction) => reaction.content === content).length;
  return {
    url: `${url}/reactions`,
    total_count: reactions.length,
    '+1': count('+1'),
    '-1': count('-1'),
    laugh: count('laugh'),
    confused: count('confused'),
    heart: count('heart'),
    hooray: count('hooray'),
    rocket: count('rocket'),
    eyes: count('eyes'),
  } satisfies Schemas['reaction-rollup'];
}

export const reactionShape = (world: World, reaction: Reaction) =>
  ({
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: userShape(world, reaction.user),
    content: reaction.content,
    created_at: timestamp(reaction.createdAt),
  }) satisfies Schemas['reaction'];

const commentCount = (repository: Repository, issue: Issue): number =>
  [...repository.comments.values()].filter((comment) => comment.issue === issue.number).length;

function pullLinks(world: World, repository: Repository, issue: Issue) {
  if (!issue.pull) return {};
  const page = threadUrl(world, repository, issue);
  return {
    draft: issue.pull.draft,
    pull_request: {
      url: `${apiOf(world, repository)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: timestampOrNull(issue.pull.mergedAt),
    },
  };
}

export function issueShape(world: World, repository: Repository, issue: Issue) {
  const url = `${apiOf(world, repository)}/issues/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId('I', issue.id),
    url,
    repository_url: apiOf(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: threadUrl(world, repository, issue),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: userShape(world, issue.author),
    labels: issue.labels.map((label) => labelShape(world, repository, label)),
    state: issue.state,
    state_reason: issue.state === 'closed' && !issue.pull ? ('completed' as const) : null,
    locked: false,
    active_lock_reason: null,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: commentCount(repository, issue),
    created_at: timestamp(issue.createdAt),
    updated_at: timestamp(issue.updatedAt),
    closed_at: timestampOrNull(issue.closedAt),
    closed_by: userOrNull(world, issue.closedBy),
    author_association: associationOf(repository, issue.author),
    performed_via_github_app: appOrNull(world, issue.app),
    reactions: reactionRollup(url, []),
    ...pullLinks(world, repository, issue),
  } satisfies Schemas['issue'];
}

export function commentShape(world: World, repository: Repository, comment: IssueComment) {
  const url = `${apiOf(world, repository)}/issues/comments/${comment.id}`;
  const issue = repository.issues.get(comment.issue);
  const thread = `${webOf(world, repository)}/${issue?.pull ? 'pull' : 'issues'}/${comment.issue}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url,
    html_url: `${thread}#issuecomment-${comment.id}`,
    issue_url: `${apiOf(world, repository)}/issues/${comment.issue}`,
    body: comment.body,
    user: userShape(world, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    author_association: associationOf(repository, comment.author),
    performed_via_github_app: appOrNull(world, comment.app),
    reactions: reactionRollup(url, comment.reactions),
  };
}
