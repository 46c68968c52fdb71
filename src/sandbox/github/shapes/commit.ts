import type { CommitObject } from '../git/objects.ts';
import type { Account, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { gitCommitShape } from './git.ts';
import { apiOf } from './repository.ts';
import { type Schemas, userOrNull } from './user.ts';

/** A commit as people look at it: with the accounts behind it. `committer`: GitHub itself has none. */
export const commitShape = (
  world: World,
  repository: Repository,
  { commit, author }: { commit: CommitObject; author: Account | null },
) => {
  const { sha, node_id, html_url, url, parents, message, tree, verification, ...who } = gitCommitShape(
    world,
    repository,
    commit,
  );
  const address = `${apiOf(world, repository)}/commits/${sha}`;
  return {
    ...{ sha, node_id, html_url, parents },
    url: address,
    comments_url: `${address}/comments`,
    commit: { url, message, tree, verification, comment_count: 0, ...who },
    author: userOrNull(world, author),
    committer: null,
  } satisfies Schemas['commit'];
};
