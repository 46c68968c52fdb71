import { createHash } from 'node:crypto';
import { Refused } from '../../ports/errors.ts';
import { blobFilter } from './limits.ts';
import type { ObjectReader } from './object-reader.ts';
import type { GitAnswer } from './process.ts';
import { assertRefNames } from './ref-names.ts';

export interface RunOptions {
  input?: string;
  maxBytes?: number;
  variables?: Record<string, string>;
}

/** How a repository's objects are read. */
export interface Reading {
  /**
   * Reads what is here. Whoever asks names objects by SHAs alone: an answer may have been given before. A missing object
   * is missing, nothing is fetched for it. Throws when git fails.
   */
  run(args: string[], options?: RunOptions): Promise<Buffer>;
  /** The same, and how it ended is the answer. */
  ask(args: string[], options?: RunOptions): Promise<GitAnswer>;
}

/** The App's own look at a repository that it fetches. */
export interface Session extends Reading {
  /** Commits that are known to be here. */
  commits: Set<string>;
  /** Talks to the remote. */
  fetch(args: string[]): Promise<Buffer>;
  object: ObjectReader['read'];
}

/** Names of our own keep what was fetched reachable, and never collide as `a` and `a/b` would. */
const localRef = (ref: string): string => `refs/fetched/${createHash('sha256').update(ref).digest('hex')}`;

const fetchRefs = async ({ fetch }: Session, refs: string[]): Promise<void> => {
  if (refs.length === 0) return;
  assertRefNames(refs);
  const specs = [...new Set(refs)].map((ref) => `+${ref}:${localRef(ref)}`);
  const flags = [
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
    '--quiet',
  ];
  await fetch(['fetch', ...flags, `--filter=${blobFilter}`, 'origin', ...specs]);
};

const mostOfCommit = 16 * 1024 * 1024;

const isCommit = async ({ commits, object }: Session, sha: string): Promise<boolean> => {
  if (commits.has(sha)) return true;
  if (!/^[0-9a-f]{40}$/.test(sha)) return false;
  const found = (await object(`${sha}^{commit}`, mostOfCommit)) !== null;
  if (found) commits.add(sha);
  return found;
};

export const requireCommits = async (session: Session, shas: string[]): Promise<void> => {
  for (const sha of shas) {
    if (await isCommit(session, sha)) continue;
    throw new Refused(`Commit ${sha} is not in what was fetched.`, {
      status: 404,
      remedy: 'The branch moved or the commit was never pushed: start the attempt again.',
    });
  }
};

/** Nothing is fetched for commits that are here: they, and all they lead to, never change. */
export const fetchCommits = async (
  session: Session,
  { refs, commits }: { refs: string[]; commits: string[] },
): Promise<void> => {
  if (commits.every((sha) => session.commits.has(sha))) return;
  await fetchRefs(session, refs);
  await requireCommits(session, commits);
};

/** Sizes of the blobs that were fetched; the others are larger than the filter let through. */
export const blobSizes = async ({ run }: Reading, shas: string[]): Promise<Map<string, number>> => {
  const wanted = [...new Set(shas)];
  if (wanted.length === 0) return new Map();
  const args = ['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'];
  const answers = (await run(args, { input: `${wanted.join('\n')}\n` })).toString('utf8').split('\n');
  return new Map(
    answers.flatMap((answer): [string, number][] => {
      const [, sha, size] = /^([0-9a-f]{40}) blob (\d+)$/.exec(answer) ?? [];
      return sha === undefined ? [] : [[sha, Number(size)]];
    }),
  );
};

/** Git takes a path that leads out of the tree for a mistake of the caller, not for a file that is not there. */
export const isInside = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..');

export const decode = (bytes: Buffer): string | null => {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};
