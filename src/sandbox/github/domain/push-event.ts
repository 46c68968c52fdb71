import { type CommitObject, commitsBetween, isAncestor, readCommit } from '../git/objects.ts';
import { objects, zeroSha } from '../git/plumbing.ts';
import type { RefChange } from '../git/refs.ts';
import type { Actor, Repository } from '../model.ts';
import { webOf } from '../shapes/repository.ts';
import { userShape } from '../shapes/user.ts';
import { emit } from '../webhooks.ts';
import type { World } from '../world.ts';

/** GitHub names at most this many commits in one push. */
const commitLimit = 2048;

async function filesOf(repository: Repository, sha: string) {
  const out = await objects(repository.gitDir, [
    'diff-tree',
    '--root',
    '--no-commit-id',
    '-r',
    '-z',
    '--no-renames',
    '--name-status',
    sha,
  ]);
  const parts = out.split('\0').filter(Boolean);
  const files = { added: [] as string[], removed: [] as string[], modified: [] as string[] };
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const path = parts[at + 1] ?? '';
    if (parts[at] === 'A') files.added.push(path);
    else if (parts[at] === 'D') files.removed.push(path);
    else files.modified.push(path);
  }
  return files;
}

const commitOf = async (world: World, repository: Repository, commit: CommitObject) => ({
  id: commit.sha,
  tree_id: commit.tree,
  distinct: true,
  message: commit.message,
  timestamp: commit.committer.date,
  url: `${webOf(world, repository)}/commit/${commit.sha}`,
  author: { name: commit.author.name, email: commit.author.email },
  committer: { name: commit.committer.name, email: commit.committer.email },
  ...(await filesOf(repository, commit.sha)),
});

async function pushedCommits(repository: Repository, change: RefChange): Promise<CommitObject[]> {
  if (change.after === zeroSha || change.ref.startsWith('refs/tags/')) return [];
  const onDefault = `refs/heads/${repository.defaultBranch}`;
  const base = change.before !== zeroSha ? change.before : change.ref === onDefault ? null : onDefault;
  return commitsBetween(repository.gitDir, { base, head: change.after, limit: commitLimit });
}

const isForced = async (repository: Repository, change: RefChange): Promise<boolean> =>
  change.before !== zeroSha &&
  change.after !== zeroSha &&
  !(await isAncestor(repository.gitDir, { ancestor: change.before, of: change.after }));

/** Pushes are GitHub's oldest event: times in seconds, and names nothing else uses any more. */
function pushRepositoryFields(world: World, repository: Repository) {
  return {
    owner: { name: repository.owner.login, email: null, ...userShape(world, repository.owner) },
    created_at: Math.floor(repository.createdAt.getTime() / 1000),
    pushed_at: Math.floor(repository.pushedAt.getTime() / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}

export async function announcePush(
  world: World,
  repository: Repository,
  options: { change: RefChange; actor: Actor },
): Promise<void> {
  const { change, actor } = options;
  const commits: Awaited<ReturnType<typeof commitOf>>[] = [];
  for (const commit of await pushedCommits(repository, change)) {
    commits.push(await commitOf(world, repository, commit));
  }
  const head = change.after === zeroSha ? null : await readCommit(repository.gitDir, change.after);
  emit(world, {
    name: 'push',
    action: null,
    repository,
    sender: actor.account,
    repositoryFields: pushRepositoryFields(world, repository),
    payload: {
      ref: change.ref,
      before: change.before,
      after: change.after,
      created: change.before === zeroSha,
      deleted: change.after === zeroSha,
      forced: await isForced(repository, change),
      base_ref: null,
      compare: `${webOf(world, repository)}/compare/${change.before.slice(0, 12)}...${change.after.slice(0, 12)}`,
      commits,
      head_commit: commits.at(-1) ?? (head ? await commitOf(world, repository, head) : null),
      pusher: { name: actor.account.login, email: `${actor.account.login}@users.noreply.github.com` },
    },
  });
}
