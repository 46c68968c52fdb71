import type { Happening } from './ground.ts';
import type { CommentRecord, IssueRecord, UserRecord, WebhookRecord } from './state.ts';
import { issueUrl } from './views.ts';
import type { World } from './world.ts';

interface Site {
  world: World;
  siteUrl: string;
}

const priorityLabels = ['No priority', 'Urgent', 'High', 'Medium', 'Low'];

const userChild = (site: Site, user: UserRecord) => ({
  id: user.id,
  name: user.name,
  email: user.email,
  avatarUrl: null,
  url: `${site.siteUrl}/profiles/${user.id}`,
});

const teamChild = ({ world }: Site, teamId: string) => {
  const { id, key, name } = world.team(teamId);
  return { id, key, name };
};

const issueChild = (site: Site, issue: IssueRecord) => ({
  id: issue.id,
  identifier: site.world.issueKey(issue),
  title: issue.title,
  url: issueUrl(site, issue),
  teamId: issue.teamId,
  team: teamChild(site, issue.teamId),
});

const issueData = (site: Site, issue: IssueRecord) => {
  const { id, name, color, type } = site.world.workflowState(issue.stateId);
  const labels = site.world.state.labels
    .filter((label) => issue.labelIds.includes(label.id))
    .map((label) => ({ id: label.id, name: label.name, color: label.color, parentId: null }));
  return {
    ...issueChild(site, issue),
    number: issue.number,
    description: issue.description,
    priority: issue.priority,
    priorityLabel: priorityLabels[issue.priority] ?? 'No priority',
    prioritySortOrder: 0,
    sortOrder: -issue.number,
    stateId: issue.stateId,
    state: { id, name, color, type },
    labelIds: issue.labelIds,
    labels,
    assigneeId: issue.assigneeId,
    delegateId: issue.delegateId,
    creatorId: issue.creatorId,
    parentId: issue.parentId,
    previousIdentifiers: [],
    subscriberIds: issue.creatorId === null ? [] : [issue.creatorId],
    reactionData: [],
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
  };
};

const commentData = (site: Site, comment: CommentRecord) => {
  const issue = site.world.findIssue(comment.issueId);
  return {
    id: comment.id,
    body: comment.body,
    issueId: comment.issueId,
    issue: issue ? issueChild(site, issue) : null,
    userId: comment.userId,
    user: userChild(site, site.world.user(comment.userId)),
    reactionData: [],
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    editedAt: comment.editedAt,
  };
};

const actorOf = (site: Site, by: UserRecord) =>
  by.app ? { id: by.id, name: by.name, type: 'oauthClient' } : { ...userChild(site, by), type: 'user' };

/** The team a happening belongs to; webhooks may be for one team only. */
export const teamOf = (world: World, happening: Happening): string => {
  const issue = happening.type === 'Issue' ? happening.issue : world.findIssue(happening.comment.issueId);
  return issue?.teamId ?? '';
};

/** The body of one webhook delivery (`EntityWebhookPayload` of the schema). */
export const webhookBody = (
  site: Site,
  happening: Happening,
  webhook: Pick<WebhookRecord, 'id' | 'organizationId'>,
) => {
  const { action, type, by } = happening;
  const now = site.world.now();
  const data =
    happening.type === 'Issue' ? issueData(site, happening.issue) : commentData(site, happening.comment);
  const issue =
    happening.type === 'Issue' ? happening.issue : site.world.findIssue(happening.comment.issueId);
  return {
    action,
    type,
    actor: actorOf(site, by),
    createdAt: now.toISOString(),
    data,
    ...(action === 'update' ? { updatedFrom: happening.before } : {}),
    url: issue ? issueUrl(site, issue) : site.siteUrl,
    organizationId: webhook.organizationId,
    webhookTimestamp: now.getTime(),
    webhookId: webhook.id,
  };
};
