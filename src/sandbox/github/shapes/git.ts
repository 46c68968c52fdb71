import type { CommitObject } from '../git/objects.ts';
import { nodeId } from '../ids.ts';
import type { Repository } from '../model.ts';
import type { World } from '../world.ts';
import { apiOf, webOf } from './repository.ts';
import type { Schemas } from './user.ts';

const objectNode = (prefix: string, repository: Repository, sha: string): string =>
  `${nodeId(prefix, repository.id)}${Buffer.from(sha.slice(0, 12)).toString('base64url')}`;

export const objectUrl = (
  world: World,
  repository: Repository,
  object: { type: string; sha: string },
): string => `${apiOf(world, repository)}/git/${object.type}s/${object.sha}`;

export const refShape = (
  world: World,
  repository: Repository,
  ref: { name: string; type: string; sha: string },
) =>
  ({
    ref: ref.name,
    node_id: `${nodeId('REF', repository.id)}${Buffer.from(ref.name).toString('base64url')}`,
    url: `${apiOf(world, repository)}/git/${ref.name}`,
    object: { type: ref.type, sha: ref.sha, url: objectUrl(world, repository, ref) },
  }) satisfies Schemas['git-ref'];

export const gitCommitShape = (world: World, repository: Repository, commit: CommitObject) =>
  ({
    sha: commit.sha,
    node_id: objectNode('C', repository, commit.sha),
    url: objectUrl(world, repository, { type: 'commit', sha: commit.sha }),
    html_url: `${webOf(world, repository)}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: objectUrl(world, repository, { type: 'tree', sha: commit.tree }) },
    parents: commit.parents.map((sha) => ({
      sha,
      url: objectUrl(world, repository, { type: 'commit', sha }),
      html_url: `${webOf(world, repository)}/commit/${sha}`,
    })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  }) satisfies Schemas['git-commit'];

export const blobShape = (world: World, repository: Repository, blob: { sha: string; bytes: Buffer }) =>
  ({
    sha: blob.sha,
    node_id: objectNode('B', repository, blob.sha),
    size: blob.bytes.length,
    url: objectUrl(world, repository, { type: 'blob', sha: blob.sha }),
    content: wrappedBase64(blob.bytes),
    encoding: 'base64',
  }) satisfies Schemas['blob'];

/** GitHub breaks base64 into lines of sixty characters. */
export const wrappedBase64 = (bytes: Buffer): string =>
  bytes.toString('base64').replace(/.{1,60}/g, (line) => `${line}\n`);
