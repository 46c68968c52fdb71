import { resolveCommit } from '../git/objects.ts';
import { isSha } from '../git/plumbing.ts';
import type { Actor, Annotation, Check, CheckConclusion, GithubApp, Repository } from '../model.ts';
import { Problem, unprocessable, validationFailed } from '../problems.ts';
import { checkEventShape } from '../shapes/check.ts';
import { emit } from '../webhooks.ts';
import { now, type World } from '../world.ts';
import { lengthOf } from './limits.ts';

const maxOutput = 65_535;

export interface CheckChanges {
  name?: string | undefined;
  externalId?: string | undefined;
  detailsUrl?: string | undefined;
  status?: Check['status'] | undefined;
  conclusion?: CheckConclusion | undefined;
  startedAt?: Date | undefined;
  completedAt?: Date | undefined;
  output?:
    | {
        title?: string | undefined;
        summary: string;
        text?: string | undefined;
        annotations?: Annotation[] | undefined;
      }
    | undefined;
}

/** Only Apps have checks. */
export function checkAuthor(actor: Actor): GithubApp {
  if (!actor.app) throw new Problem(403, 'You must authenticate via a GitHub App.');
  return actor.app;
}

function checkOutput(output: CheckChanges['output']): void {
  for (const field of ['summary', 'text'] as const) {
    if (lengthOf(output?.[field] ?? '') > maxOutput) {
      throw validationFailed({
        resource: 'CheckRun',
        code: 'custom',
        field,
        message: `${field} exceeds a maximum bytesize of ${maxOutput}`,
      });
    }
  }
}

function checkCompletion(changes: CheckChanges): void {
  if (changes.status === 'completed' && changes.conclusion === undefined) {
    throw unprocessable('Invalid request.\n\nMissing required field: conclusion.');
  }
}

/** A conclusion completes a check whatever status came with it. */
function apply(world: World, check: Check, changes: CheckChanges): void {
  check.name = changes.name ?? check.name;
  check.externalId = changes.externalId ?? check.externalId;
  check.detailsUrl = changes.detailsUrl ?? check.detailsUrl;
  check.startedAt = changes.startedAt ?? check.startedAt;
  if (changes.conclusion !== undefined) {
    Object.assign(check, {
      status: 'completed',
      conclusion: changes.conclusion,
      completedAt: changes.completedAt ?? now(world),
    });
  } else if (changes.status !== undefined) {
    Object.assign(check, { status: changes.status, conclusion: null, completedAt: null });
  }
  if (changes.output) {
    check.title = changes.output.title ?? null;
    check.summary = changes.output.summary;
    check.text = changes.output.text ?? null;
    check.annotations.push(...(changes.output.annotations ?? []));
  }
}

export function announceCheck(
  world: World,
  repository: Repository,
  event: { action: 'created' | 'completed'; check: Check; actor: Actor },
): void {
  emit(world, {
    name: 'check_run',
    action: event.action,
    repository,
    sender: event.actor.account,
    payload: { check_run: checkEventShape(world, repository, event.check) },
  });
}

export async function createCheck(
  world: World,
  repository: Repository,
  options: { name: string; headSha: string; changes: CheckChanges; actor: Actor },
): Promise<Check> {
  const app = checkAuthor(options.actor);
  checkOutput(options.changes.output);
  checkCompletion(options.changes);
  if (!isSha(options.headSha) || (await resolveCommit(repository.gitDir, options.headSha)) === null) {
    throw unprocessable(`No commit found for SHA: ${options.headSha}`);
  }
  const check: Check = {
    id: world.nextId(),
    app,
    suiteId: app.id * 1000,
    name: options.name,
    headSha: options.headSha,
    externalId: null,
    detailsUrl: null,
    status: 'queued',
    conclusion: null,
    startedAt: now(world),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
  };
  apply(world, check, options.changes);
  repository.checks.set(check.id, check);
  announceCheck(world, repository, { action: 'created', check, actor: options.actor });
  if (check.status === 'completed')
    announceCheck(world, repository, { action: 'completed', check, actor: options.actor });
  world.changed({ repository: repository.fullName, kind: 'check', number: check.id });
  return check;
}

export function updateCheck(
  world: World,
  repository: Repository,
  options: { check: Check; changes: CheckChanges; actor: Actor },
): void {
  const { check, changes, actor } = options;
  const app = checkAuthor(actor);
  if (check.app !== app) {
    throw new Problem(
      403,
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  checkOutput(changes.output);
  checkCompletion(changes);
  const wasCompleted = check.status === 'completed';
  apply(world, check, changes);
  if (check.status === 'completed' && !wasCompleted)
    announceCheck(world, repository, { action: 'completed', check, actor });
  world.changed({ repository: repository.fullName, kind: 'check', number: check.id });
}
