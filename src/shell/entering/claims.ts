import { namedPaths } from '../../openspec/named-paths.ts';
import { Refused } from '../../ports/errors.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { Claims } from '../../text/entering.ts';

/** Most paths that are looked up: each costs a request or two. */
const mostPaths = 12;

const isFolder = async (repository: GithubRepository, path: string, ref: string): Promise<boolean> => {
  try {
    return (await repository.listFolder({ path: path.replace(/\/+$/, ''), ref })) !== null;
  } catch (error) {
    // too much in it to be listed
    if (error instanceof Refused && error.status === 422) return true;
    throw error;
  }
};

const exists = async (repository: GithubRepository, path: string, ref: string): Promise<boolean> => {
  if (!path.endsWith('/') && (await repository.readFile({ path, ref })).state === 'found') return true;
  return isFolder(repository, path, ref);
};

/** Which of the paths a text names are in the code at a commit; patterns are not looked up. */
export const checkClaims = async (options: {
  repository: GithubRepository;
  sha: string;
  text: string;
}): Promise<Claims> => {
  const { repository, sha, text } = options;
  const named = namedPaths(text).filter((path) => !/[*?{}[\]]/.test(path));
  const claims: Claims = { sha, there: [], missing: [], unread: Math.max(0, named.length - mostPaths) };
  for (const path of named.slice(0, mostPaths))
    ((await exists(repository, path, sha)) ? claims.there : claims.missing).push(path);
  return claims;
};
