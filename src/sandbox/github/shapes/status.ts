import { nodeId, timestamp } from '../ids.ts';
import type { CommitStatus, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { apiOf } from './repository.ts';
import { type Schemas, userShape } from './user.ts';

/** As a combined status lists it: without its author. */
export function simpleStatusShape(world: World, repository: Repository, status: CommitStatus) {
  const { avatar_url } = userShape(world, status.creator);
  return {
    id: status.id,
    node_id: nodeId('SC', status.id),
    url: `${apiOf(world, repository)}/statuses/${status.sha}`,
    avatar_url,
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: timestamp(status.createdAt),
    updated_at: timestamp(status.createdAt),
  } satisfies Schemas['simple-commit-status'];
}

export const statusShape = (world: World, repository: Repository, status: CommitStatus) =>
  ({
    ...simpleStatusShape(world, repository, status),
    creator: userShape(world, status.creator),
  }) satisfies Schemas['status'];
