import { invalidArgument } from './errors.ts';
import type { Ground } from './ground.ts';
import { claimId, maxBody, maxTitle, requireText, stampAfter } from './rules.ts';
import type { CommentRecord, IssueRecord, RelationType, UserRecord } from './state.ts';

/** What is said about tickets and linked to them. */
export interface Talk {
  addComment(draft: { id?: string; issue: IssueRecord; body: string; by: UserRecord }): CommentRecord;
  editComment(comment: CommentRecord, body: string, by: UserRecord): void;
  addRelation(draft: { id?: string; issue: IssueRecord; related: IssueRecord; type: RelationType }): void;
  /** The same URL on the same ticket is one attachment. */
  attach(draft: { id?: string; issue: IssueRecord; url: string; title: string; by: UserRecord }): void;
}

export const createTalk = ({ state, now, tell, changed }: Ground): Talk => ({
  addComment({ id, issue, body, by }) {
    requireText('body', body, maxBody);
    const at = now().toISOString();
    const comment: CommentRecord = {
      id: claimId(state.comments, id, 'Comment'),
      issueId: issue.id,
      userId: by.id,
      body,
      createdAt: at,
      updatedAt: at,
      editedAt: null,
    };
    state.comments.push(comment);
    tell({ type: 'Comment', action: 'create', comment, by, before: {} });
    return comment;
  },

  editComment(comment, body, by) {
    requireText('body', body, maxBody);
    if (comment.body === body) return;
    const { updatedAt, editedAt } = comment;
    const before = { body: comment.body, updatedAt, editedAt };
    const at = stampAfter(now(), updatedAt);
    Object.assign(comment, { body, updatedAt: at, editedAt: at });
    tell({ type: 'Comment', action: 'update', comment, by, before });
  },

  addRelation({ id, issue, related, type }) {
    if (issue.id === related.id) throw invalidArgument('An issue cannot be related to itself.');
    state.relations.push({
      id: claimId(state.relations, id, 'IssueRelation'),
      issueId: issue.id,
      relatedIssueId: related.id,
      type,
      createdAt: now().toISOString(),
    });
    changed();
  },

  attach({ id, issue, url, title, by }) {
    requireText('title', title, maxTitle);
    if (!URL.canParse(url) || !/^https?:/.test(url)) throw invalidArgument('url must be a URL address.');
    const known = state.attachments.find((each) => each.issueId === issue.id && each.url === url);
    if (known) {
      Object.assign(known, { title, updatedAt: stampAfter(now(), known.updatedAt) });
    } else {
      const at = now().toISOString();
      state.attachments.push({
        id: claimId(state.attachments, id, 'Attachment'),
        issueId: issue.id,
        url,
        title,
        creatorId: by.id,
        createdAt: at,
        updatedAt: at,
      });
    }
    changed();
  },
});
