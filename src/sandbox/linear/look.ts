import type { StateType } from '../../ports/tracker.ts';
import type { IssueRecord } from './state.ts';
import { issueUrl } from './views.ts';
import type { World } from './world.ts';

/** A ticket as a page shows it. Comments and attachments come oldest first. */
export interface IssueLook {
  id: string;
  key: string;
  title: string;
  description: string;
  url: string;
  priority: number;
  state: { name: string; type: StateType };
  /** Names of the states it was in, the present one last. */
  history: string[];
  labels: string[];
  /** Names. */
  assignee: string | null;
  delegate: string | null;
  createdAt: string;
  updatedAt: string;
  comments: {
    id: string;
    author: string;
    app: boolean;
    body: string;
    createdAt: string;
    editedAt: string | null;
  }[];
  attachments: { url: string; title: string }[];
  relations: { type: string; key: string }[];
}

export const lookAt = (site: { world: World; siteUrl: string }, issue: IssueRecord): IssueLook => {
  const { world } = site;
  const { state } = world;
  const { name, type } = world.workflowState(issue.stateId);
  return {
    id: issue.id,
    key: world.issueKey(issue),
    title: issue.title,
    description: issue.description ?? '',
    url: issueUrl(site, issue),
    priority: issue.priority,
    state: { name, type },
    history: issue.history.map((each) => each.state),
    labels: state.labels.filter((label) => issue.labelIds.includes(label.id)).map((label) => label.name),
    assignee: issue.assigneeId === null ? null : world.user(issue.assigneeId).name,
    delegate: issue.delegateId === null ? null : world.user(issue.delegateId).name,
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    comments: state.comments
      .filter((comment) => comment.issueId === issue.id)
      .map(({ id, userId, body, createdAt, editedAt }) => {
        const author = world.user(userId);
        return { id, author: author.name, app: author.app, body, createdAt, editedAt };
      }),
    attachments: state.attachments
      .filter((attachment) => attachment.issueId === issue.id)
      .map((attachment) => ({ url: attachment.url, title: attachment.title })),
    relations: state.relations
      .filter((relation) => relation.issueId === issue.id)
      .flatMap((relation) => {
        const related = world.findIssue(relation.relatedIssueId);
        return related ? [{ type: relation.type, key: world.issueKey(related) }] : [];
      }),
  };
};
