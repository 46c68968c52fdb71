import { entityNotFound, forbidden, invalidArgument } from './errors.ts';
import { relateIssues } from './relate.ts';
import { required } from './rules.ts';
import type { RelationType } from './state.ts';
import { issueView, mayRead, type Viewer, visibleComment, visibleIssue } from './views.ts';

const requireWrite = ({ key }: Viewer): void => {
  if (key.access !== 'write') throw forbidden('Invalid scope: `write` required');
};

const done = { success: true };

interface IssueCreateInput {
  id?: string | null;
  teamId: string;
  title?: string | null;
  description?: string | null;
  priority?: number | null;
  parentId?: string | null;
}

interface CommentCreateInput {
  id?: string | null;
  issueId?: string | null;
  body?: string | null;
}

interface RelationCreateInput {
  id?: string | null;
  issueId: string;
  relatedIssueId: string;
  type: RelationType;
}

interface AttachmentCreateInput {
  id?: string | null;
  issueId: string;
  url: string;
  title: string;
}

const ownId = (input: { id?: string | null }): { id?: string } => (input.id ? { id: input.id } : {});

/** The `Mutation` fields of schema.graphql. */
export const mutations = {
  issueCreate: ({ input }: { input: IssueCreateInput }, viewer: Viewer) => {
    requireWrite(viewer);
    const team = required(viewer.world.state.teams, input.teamId, 'Team');
    if (!mayRead(viewer, team)) throw entityNotFound('Team');
    const issue = viewer.world.addIssue({
      ...ownId(input),
      team,
      title: input.title ?? '',
      description: input.description ?? null,
      priority: input.priority ?? 0,
      parentId: input.parentId ? visibleIssue(viewer, input.parentId).id : null,
      by: viewer.user,
    });
    return { ...done, issue: issueView(viewer, issue) };
  },

  issueUpdate: ({ id, input }: { id: string; input: { stateId?: string | null } }, viewer: Viewer) => {
    requireWrite(viewer);
    const issue = visibleIssue(viewer, id);
    viewer.world.changeIssue(issue, input.stateId ? { stateId: input.stateId } : {}, viewer.user);
    return { ...done, issue: issueView(viewer, issue) };
  },

  issueRemoveLabel: ({ id, labelId }: { id: string; labelId: string }, viewer: Viewer) => {
    requireWrite(viewer);
    const issue = visibleIssue(viewer, id);
    if (!issue.labelIds.includes(labelId)) throw entityNotFound('IssueLabel');
    const labelIds = issue.labelIds.filter((each) => each !== labelId);
    viewer.world.changeIssue(issue, { labelIds }, viewer.user);
    return { ...done, issue: issueView(viewer, issue) };
  },

  commentCreate: ({ input }: { input: CommentCreateInput }, viewer: Viewer) => {
    requireWrite(viewer);
    if (!input.issueId) throw invalidArgument('issueId must be given.');
    const issue = visibleIssue(viewer, input.issueId);
    viewer.world.addComment({ ...ownId(input), issue, body: input.body ?? '', by: viewer.user });
    return done;
  },

  commentUpdate: ({ id, input }: { id: string; input: { body?: string | null } }, viewer: Viewer) => {
    requireWrite(viewer);
    const comment = visibleComment(viewer, id);
    if (comment.userId !== viewer.user.id) throw forbidden('Only the author can edit a comment.');
    viewer.world.editComment(comment, input.body ?? comment.body, viewer.user);
    return done;
  },

  issueRelationCreate: ({ input }: { input: RelationCreateInput }, viewer: Viewer) => {
    requireWrite(viewer);
    const issue = visibleIssue(viewer, input.issueId);
    const related = visibleIssue(viewer, input.relatedIssueId);
    relateIssues(viewer.world, { ...ownId(input), issue, related, type: input.type, by: viewer.user });
    return done;
  },

  attachmentCreate: ({ input }: { input: AttachmentCreateInput }, viewer: Viewer) => {
    requireWrite(viewer);
    const issue = visibleIssue(viewer, input.issueId);
    const { url, title } = input;
    viewer.world.attach({ ...ownId(input), issue, url, title, by: viewer.user });
    return done;
  },
};
