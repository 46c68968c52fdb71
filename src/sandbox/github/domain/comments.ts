import type { Actor, IssueComment, Repository } from '../model.ts';
import { notFound, validationFailed } from '../problems.ts';
import { commentShape, issueShape } from '../shapes/issue.ts';
import { emit } from '../webhooks.ts';
import { findIssue, now, type World } from '../world.ts';
import { checkMayChange } from './authorship.ts';
import { checkBodyLength } from './limits.ts';

function checkBody(body: string): void {
  if (body.trim() === '') {
    throw validationFailed({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  }
  checkBodyLength('IssueComment', body);
}

function announce(
  world: World,
  repository: Repository,
  event: { action: 'created' | 'edited' | 'deleted'; comment: IssueComment; actor: Actor; before?: string },
): void {
  const issue = findIssue(repository, event.comment.issue);
  emit(world, {
    name: 'issue_comment',
    action: event.action,
    repository,
    sender: event.actor.account,
    payload: {
      ...(event.before === undefined ? {} : { changes: { body: { from: event.before } } }),
      issue: issueShape(world, repository, issue),
      comment: commentShape(world, repository, event.comment),
    },
  });
  world.changed({ repository: repository.fullName, kind: 'comment', number: event.comment.issue });
}

export function findComment(repository: Repository, id: number): IssueComment {
  const comment = repository.comments.get(id);
  if (!comment) throw notFound();
  return comment;
}

export const commentsOf = (repository: Repository, issue: number): IssueComment[] =>
  [...repository.comments.values()].filter((comment) => comment.issue === issue);

export function createComment(
  world: World,
  repository: Repository,
  options: { issue: number; body: string; actor: Actor },
): IssueComment {
  const issue = findIssue(repository, options.issue);
  checkBody(options.body);
  const at = now(world);
  const comment: IssueComment = {
    id: world.nextId(),
    issue: issue.number,
    body: options.body,
    author: options.actor.account,
    app: options.actor.app,
    createdAt: at,
    updatedAt: at,
    reactions: [],
  };
  repository.comments.set(comment.id, comment);
  issue.updatedAt = at;
  announce(world, repository, { action: 'created', comment, actor: options.actor });
  return comment;
}

export function editComment(
  world: World,
  repository: Repository,
  options: { id: number; body: string; actor: Actor },
): IssueComment {
  const comment = findComment(repository, options.id);
  checkMayChange(repository, comment, options.actor);
  checkBody(options.body);
  const before = comment.body;
  comment.body = options.body;
  comment.updatedAt = now(world);
  if (before !== options.body)
    announce(world, repository, { action: 'edited', comment, actor: options.actor, before });
  return comment;
}

export function deleteComment(
  world: World,
  repository: Repository,
  options: { id: number; actor: Actor },
): void {
  const comment = findComment(repository, options.id);
  checkMayChange(repository, comment, options.actor);
  repository.comments.delete(comment.id);
  announce(world, repository, { action: 'deleted', comment, actor: options.actor });
}
