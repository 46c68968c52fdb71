import type { Actor, Issue, Repository } from '../model.ts';
import { emit } from '../webhooks.ts';
import { now, type World } from '../world.ts';
import { addLabels, threadEvent } from './labels.ts';
import { checkBodyLength, checkTitle } from './limits.ts';

export type ThreadAction =
  | 'opened'
  | 'edited'
  | 'closed'
  | 'reopened'
  | 'ready_for_review'
  | 'converted_to_draft'
  | 'synchronize';

/** The webhook of an issue or of a pull request, whichever it is. */
export function announceThread(
  world: World,
  repository: Repository,
  event: { action: ThreadAction; issue: Issue; actor: Actor; more?: Record<string, unknown> },
): void {
  const { name, payload } = threadEvent(world, repository, event.issue);
  emit(world, {
    name,
    action: event.action,
    repository,
    sender: event.actor.account,
    payload: { ...payload, ...event.more },
  });
  world.changed({
    repository: repository.fullName,
    kind: event.issue.pull ? 'pull' : 'issue',
    number: event.issue.number,
  });
}

/** An issue not yet announced; pull requests are issues too and share their numbers. */
export function newIssue(
  world: World,
  repository: Repository,
  options: { title: string; body: string | null; actor: Actor },
): Issue {
  const at = now(world);
  const issue: Issue = {
    id: world.nextId(),
    number: repository.nextNumber,
    title: options.title,
    body: options.body,
    author: options.actor.account,
    app: options.actor.app,
    state: 'open',
    labels: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    closedBy: null,
    pull: null,
  };
  repository.nextNumber += 1;
  repository.issues.set(issue.number, issue);
  return issue;
}

export function openIssue(
  world: World,
  repository: Repository,
  options: { title: string; body: string | null; labels: string[]; actor: Actor },
): Issue {
  checkTitle('Issue', options.title);
  checkBodyLength('Issue', options.body);
  const issue = newIssue(world, repository, options);
  announceThread(world, repository, { action: 'opened', issue, actor: options.actor });
  addLabels(world, repository, { issue, names: options.labels, actor: options.actor });
  return issue;
}

export function setState(
  world: World,
  repository: Repository,
  options: { issue: Issue; state: 'open' | 'closed'; actor: Actor },
): void {
  const { issue, state, actor } = options;
  if (issue.state === state) return;
  const at = now(world);
  issue.state = state;
  issue.updatedAt = at;
  issue.closedAt = state === 'closed' ? at : null;
  issue.closedBy = state === 'closed' ? actor.account : null;
  announceThread(world, repository, { action: state === 'closed' ? 'closed' : 'reopened', issue, actor });
}

/** Title and body; the webhook tells what they were. */
export function editThread(
  world: World,
  repository: Repository,
  options: { issue: Issue; title?: string | undefined; body?: string | null | undefined; actor: Actor },
): void {
  const { issue, title, body, actor } = options;
  const resource = issue.pull ? 'PullRequest' : 'Issue';
  const changes: Record<string, { from: string | null }> = {};
  if (title !== undefined) checkTitle(resource, title);
  if (body !== undefined) checkBodyLength(resource, body);
  if (title !== undefined && title !== issue.title) {
    changes.title = { from: issue.title };
    issue.title = title;
  }
  if (body !== undefined && body !== issue.body) {
    changes.body = { from: issue.body };
    issue.body = body;
  }
  if (Object.keys(changes).length === 0) return;
  issue.updatedAt = now(world);
  announceThread(world, repository, { action: 'edited', issue, actor, more: { changes } });
}
