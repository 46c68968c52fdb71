import { newestFirst, type PageArgs, paginate } from './connection.ts';
import { entityNotFound } from './errors.ts';
import { required } from './rules.ts';
import {
  commentView,
  issueView,
  mayRead,
  relationView,
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

interface TeamsArgs extends PageArgs {
  filter?: { key?: { in?: string[] | null; eqIgnoreCase?: string | null } | null } | null;
}

/** The `Query` fields of schema.graphql. */
export const queries = {
  viewer: (_: unknown, viewer: Viewer) => viewer.user,

  organization: (_: unknown, { world, user }: Viewer) =>
    required(world.state.organizations, user.organizationId, 'Organization'),

  teams: ({ filter, ...page }: TeamsArgs, viewer: Viewer) => {
    const { in: keys, eqIgnoreCase } = filter?.key ?? {};
    const found = viewer.world.state.teams.filter(
      (team) =>
        mayRead(viewer, team) &&
        (!keys || keys.includes(team.key)) &&
        (!eqIgnoreCase || team.key.toLowerCase() === eqIgnoreCase.toLowerCase()),
    );
    return paginate(found, page, (team) => teamView(viewer, team));
  },

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
    return relationView(viewer, relation);
  },

  attachment: ({ id }: { id: string }, viewer: Viewer) => {
    const attachment = required(viewer.world.state.attachments, id, 'Attachment');
    const issue = visibleIssue(viewer, attachment.issueId);
    return { ...attachment, issue: () => issueView(viewer, issue) };
  },

  attachmentsForURL: ({ url, ...page }: PageArgs & { url: string }, viewer: Viewer) => {
    const visible = new Set(visibleIssues(viewer).map((issue) => issue.id));
    const found = viewer.world.state.attachments.filter(
      (each) => each.url === url && visible.has(each.issueId),
    );
    return paginate(newestFirst(found, 'createdAt'), page, (each) => ({
      ...each,
      issue: () => issueView(viewer, visibleIssue(viewer, each.issueId)),
    }));
  },
};
