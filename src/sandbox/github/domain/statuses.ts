import { resolveCommit } from '../git/objects.ts';
import { isSha } from '../git/plumbing.ts';
import type { Account, CommitStatus, Repository } from '../model.ts';
import { unprocessable, validationFailed } from '../problems.ts';
import { now, type World } from '../world.ts';
import { lengthOf } from './limits.ts';

const maxDescription = 140;
const maxPerContext = 1000;

export type NewStatus = Pick<CommitStatus, 'sha' | 'state' | 'context' | 'description' | 'targetUrl'>;

/** Case is no difference between contexts. */
const contextKey = ({ context }: Pick<CommitStatus, 'context'>): string => context.toLowerCase();

const statusesOn = (repository: Repository, sha: string): CommitStatus[] =>
  repository.statuses.filter((status) => status.sha === sha);

/** The newest of each context. */
export const newestStatuses = (repository: Repository, sha: string): CommitStatus[] => [
  ...new Map(statusesOn(repository, sha).map((status) => [contextKey(status), status])).values(),
];

/** Pending too where there are none. */
export function combinedState(statuses: CommitStatus[]): 'failure' | 'pending' | 'success' {
  if (statuses.some(({ state }) => state === 'failure' || state === 'error')) return 'failure';
  return statuses.length > 0 && statuses.every(({ state }) => state === 'success') ? 'success' : 'pending';
}

function checkStatus(repository: Repository, status: NewStatus): void {
  const invalid = (field: string, message: string) =>
    validationFailed({ resource: 'Status', code: 'custom', field, message });
  if (lengthOf(status.description ?? '') > maxDescription) {
    throw invalid('description', `description is too long (maximum is ${maxDescription} characters)`);
  }
  const same = statusesOn(repository, status.sha).filter((one) => contextKey(one) === contextKey(status));
  if (same.length >= maxPerContext) {
    throw invalid('base', 'This SHA and context has reached the maximum number of statuses.');
  }
}

export async function createStatus(
  world: World,
  repository: Repository,
  { creator, ...status }: NewStatus & { creator: Account },
): Promise<CommitStatus> {
  if (!isSha(status.sha) || (await resolveCommit(repository.gitDir, status.sha)) === null) {
    throw unprocessable(`No commit found for SHA: ${status.sha}`);
  }
  checkStatus(repository, status);
  const made: CommitStatus = { ...status, id: world.nextId(), creator, createdAt: now(world) };
  repository.statuses.push(made);
  world.changed({ repository: repository.fullName, kind: 'check', number: made.id });
  return made;
}
