import { newestFirst, type PageArgs, paginate } from './connection.ts';
import { entityNotFound } from './errors.ts';
import { required } from './rules.ts';
import {
  commentView,
  issueView,
  mayRead,
  teamView,
  type Viewer,
  visibleComment,
  visibleIssue,
  visibleIssues,
} from './views.ts';

type OrderBy = 'createdAt' | 'updatedAt' | null;
interface DateComparator {
  gte?: string | null;
}

const notBefore = (time: string, comparator: DateComparator | null | undefined): boolean =>
  !comparator?.gte || Date.parse(time) >= Date.parse(comparator.gte);

interface IssuesArgs extends PageArgs {
  orderBy?: OrderBy;
  filter?: {
    team?: { key?: { in?: string[] | null } | null } | null;
    updatedAt?: DateComparator | null;
  } | null;
}

interface CommentsArgs extends PageArgs {
  orderBy?: OrderBy;
  filter?: {
    issue?: { id?: { eq?: string | null } | null } | null;
    createdAt?: DateComparator | null;
  } | null;
}

/** The `Query` fields of schema.graphql. */
export const queries = {
  viewer: (_: unknown, viewer: Viewer) => viewer.user,

  organization: (_: unknown, { world, user }: Viewer) =>
    required(world.state.organizations, user.organizationId, 'Organization'),

  teams: (args: PageArgs, viewer: Viewer) =>
    paginate(
      viewer.world.state.teams.filter((team) => mayRead(viewer, team)),
      args,
      (team) => teamView(viewer, team),
    ),

  user: ({ id }: { id: string }, { world, user }: Viewer) => {
    const found = required(world.state.users, id, 'User');
    if (found.organizationId !== user.organizationId) throw entityNotFound('User');
    return found;
  },

  issue: ({ id }: { id: string }, viewer: Viewer) => issueView(viewer, visibleIssue(viewer, id)),

  issues: ({ filter, orderBy, ...page }: IssuesArgs, viewer: Viewer) => {
    const keys = filter?.team?.key?.in;
    const found = visibleIssues(viewer).filter(
      (issue) =>
        (!keys || keys.includes(viewer.world.team(issue.teamId).key)) &&
        notBefore(issue.updatedAt, filter?.updatedAt),
    );
    return paginate(newestFirst(found, orderBy), page, (issue) => issueView(viewer, issue));
  },

  comment: ({ id }: { id?: string | null }, viewer: Viewer) =>
    commentView(viewer, visibleComment(viewer, id ?? '')),

  comments: ({ filter, orderBy, ...page }: CommentsArgs, viewer: Viewer) => {
    const visible = new Set(visibleIssues(viewer).map((issue) => issue.id));
    const issueId = filter?.issue?.id?.eq;
    const found = viewer.world.state.comments.filter(
      (comment) =>
        visible.has(comment.issueId) &&
        (!issueId || comment.issueId === issueId) &&
        notBefore(comment.createdAt, filter?.createdAt),
    );
    return paginate(newestFirst(found, orderBy), page, (comment) => commentView(viewer, comment));
  },

  issueRelation: ({ id }: { id: string }, viewer: Viewer) => {
    const relation = required(viewer.world.state.relations, id, 'IssueRelation');
    visibleIssue(viewer, relation.issueId);
    return relation;
  },

  attachment: ({ id }: { id: string }, viewer: Viewer) => {
    const attachment = required(viewer.world.state.attachments, id, 'Attachment');
    const issue = visibleIssue(viewer, attachment.issueId);
    return { ...attachment, issue: () => issueView(viewer, issue) };
  },
};
