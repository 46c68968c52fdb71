import { mayWriteWorkflows } from '../access.ts';
import { isAncestor, objectType } from '../git/objects.ts';
import { isSha, withWriteLock, zeroSha } from '../git/plumbing.ts';
import { moveRef, type RefChange, refSha, validRefName } from '../git/refs.ts';
import { newWorkflowFiles } from '../git/workflow-files.ts';
import type { Actor, Repository } from '../model.ts';
import { notByIntegration, Problem, unprocessable } from '../problems.ts';
import type { Principal } from '../tokens.ts';
import { now, type World } from '../world.ts';
import { followHeads } from './pull-heads.ts';
import { announcePush } from './push-event.ts';
import { announceRef } from './ref-events.ts';

/** Webhooks and pull requests that follow from refs that moved. Custom refs move silently, as on GitHub. */
export async function afterRefChanges(
  world: World,
  repository: Repository,
  options: { changes: RefChange[]; actor: Actor },
): Promise<void> {
  const { changes, actor } = options;
  if (changes.length === 0) return;
  repository.pushedAt = now(world);
  for (const change of changes) {
    if (!/^refs\/(heads|tags)\//.test(change.ref)) continue;
    announceRef(world, repository, { change, actor });
    await announcePush(world, repository, { change, actor });
    await followHeads(world, repository, { change, actor });
  }
  world.changed({ repository: repository.fullName, kind: 'git' });
}

export interface RefWriter {
  principal: Principal;
  actor: Actor;
}

async function checkSha(repository: Repository, options: { ref: string; sha: string }): Promise<void> {
  if (!isSha(options.sha)) {
    throw unprocessable('The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  }
  const type = await objectType(repository.gitDir, options.sha);
  if (type === null || (options.ref.startsWith('refs/heads/') && type !== 'commit')) {
    throw unprocessable('Object does not exist');
  }
}

export async function checkWorkflows(
  repository: Repository,
  sha: string,
  principal: Principal,
): Promise<void> {
  if (mayWriteWorkflows(principal)) return;
  if ((await newWorkflowFiles(repository.gitDir, sha)).length > 0) throw notByIntegration();
}

export function createRef(
  world: World,
  repository: Repository,
  options: { ref: string; sha: string; by: RefWriter },
): Promise<void> {
  const { ref, sha, by } = options;
  return withWriteLock(repository, async () => {
    if (
      !/^refs\/[^/]+\/.+/.test(ref) ||
      !(await validRefName(repository.gitDir, ref)) ||
      ref.startsWith('refs/pull/')
    ) {
      throw unprocessable('Reference name must contain at least three slash-separated components.');
    }
    await checkSha(repository, { ref, sha });
    if ((await refSha(repository.gitDir, ref)) !== null) throw unprocessable('Reference already exists');
    await checkWorkflows(repository, sha, by.principal);
    const change = { ref, before: zeroSha, after: sha };
    // `feat` and `feat/x` cannot both be branches.
    if (!(await moveRef(repository.gitDir, change))) throw unprocessable('Reference update failed');
    await afterRefChanges(world, repository, { changes: [change], actor: by.actor });
  });
}

export function updateRef(
  world: World,
  repository: Repository,
  options: { ref: string; sha: string; force: boolean; by: RefWriter },
): Promise<void> {
  const { ref, sha, force, by } = options;
  return withWriteLock(repository, async () => {
    const before = await refSha(repository.gitDir, ref);
    if (before === null || ref.startsWith('refs/pull/')) throw unprocessable('Reference does not exist');
    await checkSha(repository, { ref, sha });
    if (!force && !(await isAncestor(repository.gitDir, { ancestor: before, of: sha }))) {
      throw unprocessable('Update is not a fast forward');
    }
    await checkWorkflows(repository, sha, by.principal);
    if (before === sha) return;
    const change = { ref, before, after: sha };
    if (!(await moveRef(repository.gitDir, change))) throw new Problem(409, 'Reference update failed');
    await afterRefChanges(world, repository, { changes: [change], actor: by.actor });
  });
}

export function deleteRef(
  world: World,
  repository: Repository,
  options: { ref: string; by: RefWriter },
): Promise<void> {
  const { ref, by } = options;
  return withWriteLock(repository, async () => {
    const before = await refSha(repository.gitDir, ref);
    if (before === null) throw unprocessable('Reference does not exist');
    if (ref === `refs/heads/${repository.defaultBranch}`)
      throw unprocessable('Cannot delete the default branch');
    const change = { ref, before, after: zeroSha };
    if (!(await moveRef(repository.gitDir, change))) throw new Problem(409, 'Reference update failed');
    await afterRefChanges(world, repository, { changes: [change], actor: by.actor });
  });
}
