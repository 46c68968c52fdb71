import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { git, isSha, tryGit, zeroSha } from './plumbing.ts';

/** `before` or `after` is forty zeros where the ref was made or deleted. */
export interface RefChange {
  ref: string;
  before: string;
  after: string;
}

export async function listRefs(dir: string, prefix = 'refs/'): Promise<Map<string, string>> {
  const out = await git(dir, ['for-each-ref', '--format=%(objectname) %(refname)', prefix]);
  return new Map(
    out
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(41), line.slice(0, 40)]),
  );
}

/** Names that are a path below `refs/` and nothing else; git itself takes no name that ends in `.lock`. */
const plainName = /^refs(?:\/(?!\.)[\w.-]+)+(?<!\.lock)$/;

/** What git writes for a ref that moved; null for one that is packed, points to another, or is not there. */
async function looseSha(dir: string, ref: string): Promise<string | null> {
  if (!plainName.test(ref)) return null;
  const text = await readFile(join(dir, ref), 'utf8').catch(() => '');
  return isSha(text.trim()) ? text.trim() : null;
}

export async function refSha(dir: string, ref: string): Promise<string | null> {
  const loose = await looseSha(dir, ref);
  if (loose !== null) return loose;
  const answer = await tryGit(dir, ['rev-parse', '--verify', '--quiet', '--end-of-options', ref]);
  return answer.ok ? answer.stdout : null;
}

export function refDifferences(before: Map<string, string>, after: Map<string, string>): RefChange[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].sort().flatMap((ref) => {
    const change = { ref, before: before.get(ref) ?? zeroSha, after: after.get(ref) ?? zeroSha };
    return change.before === change.after ? [] : [change];
  });
}

/** Moves a ref only when it still is where the caller saw it. */
export async function moveRef(dir: string, change: RefChange): Promise<boolean> {
  const args =
    change.after === zeroSha
      ? ['update-ref', '-d', change.ref, change.before]
      : ['update-ref', change.ref, change.after, change.before];
  return (await tryGit(dir, args)).ok;
}

export const validRefName = async (dir: string, ref: string): Promise<boolean> =>
  (await tryGit(dir, ['check-ref-format', ref])).ok;
