import type { Actor, Issue, Label, Repository } from '../model.ts';
import { notFound, validationFailed } from '../problems.ts';
import { issueShape, labelShape } from '../shapes/issue.ts';
import { pullEventShape } from '../shapes/pull.ts';
import { emit } from '../webhooks.ts';
import { now, type World } from '../world.ts';

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The pull request or the issue, under the event name and field that webhooks use for it. */
export function threadEvent(world: World, repository: Repository, issue: Issue) {
  const { pull } = issue;
  return pull
    ? {
        name: 'pull_request',
        payload: {
          number: issue.number,
          pull_request: pullEventShape(world, repository, { ...issue, pull }),
        },
      }
    : { name: 'issues', payload: { issue: issueShape(world, repository, issue) } };
}

function announce(
  world: World,
  repository: Repository,
  event: { action: 'labeled' | 'unlabeled'; issue: Issue; label: Label; actor: Actor },
): void {
  const { name, payload } = threadEvent(world, repository, event.issue);
  emit(world, {
    name,
    action: event.action,
    repository,
    sender: event.actor.account,
    payload: { ...payload, label: labelShape(world, repository, event.label) },
  });
  world.changed({ repository: repository.fullName, kind: 'issue', number: event.issue.number });
}

export function createLabel(
  world: World,
  repository: Repository,
  options: { name: string; color?: string | undefined; description?: string | null | undefined },
): Label {
  if (repository.labels.some((label) => sameName(label.name, options.name))) {
    throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' });
  }
  const label: Label = {
    id: world.nextId(),
    name: options.name,
    color: options.color ?? 'ededed',
    description: options.description ?? null,
  };
  repository.labels.push(label);
  return label;
}

const labelNamed = (world: World, repository: Repository, name: string): Label =>
  repository.labels.find((label) => sameName(label.name, name)) ?? createLabel(world, repository, { name });

/** Names unknown to the repository become labels of it; one webhook per label that is new to the issue. */
export function addLabels(
  world: World,
  repository: Repository,
  options: { issue: Issue; names: string[]; actor: Actor },
): void {
  const { issue, actor } = options;
  if (options.names.some((name) => name.trim() === '' || name.length > 50)) {
    throw validationFailed({ resource: 'Label', code: 'invalid', field: 'name' });
  }
  for (const name of options.names) {
    const label = labelNamed(world, repository, name);
    if (issue.labels.includes(label)) continue;
    issue.labels.push(label);
    issue.updatedAt = now(world);
    announce(world, repository, { action: 'labeled', issue, label, actor });
  }
}

export function removeLabel(
  world: World,
  repository: Repository,
  options: { issue: Issue; name: string; actor: Actor },
): void {
  const { issue, actor } = options;
  const label = issue.labels.find((each) => sameName(each.name, options.name));
  if (!label) throw notFound('Label does not exist');
  issue.labels.splice(issue.labels.indexOf(label), 1);
  issue.updatedAt = now(world);
  announce(world, repository, { action: 'unlabeled', issue, label, actor });
}
