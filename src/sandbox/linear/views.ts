import { type Connection, newestFirst, type PageArgs, paginate } from './connection.ts';
import { entityNotFound } from './errors.ts';
import type {
  CommentRecord,
  IssueRecord,
  KeyRecord,
  LabelRecord,
  RelationRecord,
  StateRecord,
  TeamRecord,
  UserRecord,
} from './state.ts';
import type { World } from './world.ts';

/** Who asks: the world through the eyes of one key. */
export interface Viewer {
  world: World;
  user: UserRecord;
  key: KeyRecord;
  /** Address under which pages of this Linear are linked. */
  siteUrl: string;
}

export const mayRead = ({ user, key }: Viewer, team: TeamRecord): boolean => {
  if (team.organizationId !== user.organizationId) return false;
  if (key.teamIds !== null && !key.teamIds.includes(team.id)) return false;
  const membersOnly = team.private || user.guest;
  return !membersOnly || team.memberIds.includes(user.id);
};

export const visibleIssues = (viewer: Viewer): IssueRecord[] =>
  viewer.world.state.issues.filter((issue) => mayRead(viewer, viewer.world.team(issue.teamId)));

/** Keys are unique in a workspace only, so they are looked up among what the viewer sees. */
export const visibleIssue = (viewer: Viewer, idOrKey: string): IssueRecord => {
  const issue = visibleIssues(viewer).find(
    (each) => each.id === idOrKey || viewer.world.issueKey(each) === idOrKey,
  );
  if (!issue) throw entityNotFound('Issue');
  return issue;
};

export const visibleComment = (viewer: Viewer, id: string): CommentRecord => {
  const comment = viewer.world.state.comments.find((each) => each.id === id);
  const issue = comment && visibleIssues(viewer).find((each) => each.id === comment.issueId);
  if (!comment || !issue) throw entityNotFound('Comment');
  return comment;
};

export const issueUrl = (viewer: Pick<Viewer, 'world' | 'siteUrl'>, issue: IssueRecord): string => {
  const team = viewer.world.team(issue.teamId);
  const organization = viewer.world.state.organizations.find((each) => each.id === team.organizationId);
  return `${viewer.siteUrl}/${organization?.urlKey ?? 'workspace'}/issue/${viewer.world.issueKey(issue)}`;
};

export const teamView = (viewer: Viewer, team: TeamRecord) => ({
  id: team.id,
  key: team.key,
  name: team.name,
  states: (args: PageArgs): Connection<StateRecord> =>
    paginate(
      viewer.world.state.states.filter((state) => state.teamId === team.id),
      args,
      (state) => state,
    ),
});

const userOrNull = (viewer: Viewer, id: string | null): UserRecord | null =>
  id === null ? null : viewer.world.user(id);

const labelsOf = (viewer: Viewer, issue: IssueRecord): LabelRecord[] =>
  viewer.world.state.labels.filter((label) => issue.labelIds.includes(label.id));

/** Both ends have to be visible, as for Linear itself. */
export const relationView = (viewer: Viewer, relation: RelationRecord) => {
  const issue = visibleIssue(viewer, relation.issueId);
  const related = visibleIssue(viewer, relation.relatedIssueId);
  return {
    id: relation.id,
    type: relation.type,
    issue: (): unknown => issueView(viewer, issue),
    relatedIssue: (): unknown => issueView(viewer, related),
  };
};

const relationsOf = (
  viewer: Viewer,
  args: PageArgs,
  isOne: (relation: RelationRecord) => boolean,
): Connection<unknown> => {
  const visible = new Set(visibleIssues(viewer).map((issue) => issue.id));
  const found = viewer.world.state.relations.filter(
    (each) => isOne(each) && visible.has(each.issueId) && visible.has(each.relatedIssueId),
  );
  return paginate(found, args, (each) => relationView(viewer, each));
};

/** Fields with arguments or with costs are functions: graphql calls them only when they are asked for. */
export const issueView = (viewer: Viewer, issue: IssueRecord) => ({
  id: issue.id,
  identifier: viewer.world.issueKey(issue),
  number: issue.number,
  title: issue.title,
  description: issue.description,
  priority: issue.priority,
  createdAt: issue.createdAt,
  updatedAt: issue.updatedAt,
  url: issueUrl(viewer, issue),
  state: () => viewer.world.workflowState(issue.stateId),
  team: () => teamView(viewer, viewer.world.team(issue.teamId)),
  assignee: () => userOrNull(viewer, issue.assigneeId),
  delegate: () => userOrNull(viewer, issue.delegateId),
  parent: (): unknown => {
    const parent = visibleIssues(viewer).find((each) => each.id === issue.parentId);
    return parent ? issueView(viewer, parent) : null;
  },
  children: (args: PageArgs): unknown =>
    paginate(
      visibleIssues(viewer).filter((each) => each.parentId === issue.id),
      args,
      (each) => issueView(viewer, each),
    ),
  relations: (args: PageArgs) => relationsOf(viewer, args, (each) => each.issueId === issue.id),
  inverseRelations: (args: PageArgs) => relationsOf(viewer, args, (each) => each.relatedIssueId === issue.id),
  labels: (args: PageArgs) => paginate(labelsOf(viewer, issue), args, (label) => label),
  attachments: (args: PageArgs) =>
    paginate(
      newestFirst(
        viewer.world.state.attachments.filter((each) => each.issueId === issue.id),
        'createdAt',
      ),
      args,
      (each) => ({ url: each.url, title: each.title, issue: () => issueView(viewer, issue) }),
    ),
});

export const commentView = (viewer: Viewer, comment: CommentRecord) => {
  const issue = visibleIssue(viewer, comment.issueId);
  return {
    ...comment,
    url: `${issueUrl(viewer, issue)}#comment-${comment.id.slice(0, 8)}`,
    issue: () => issueView(viewer, issue),
    user: () => viewer.world.user(comment.userId),
  };
};
