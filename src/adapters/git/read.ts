import { createHash } from 'node:crypto';
import { Refused } from '../../ports/errors.ts';
import type { CommitRange } from '../../ports/git.ts';
import { logFormat, parseDiff, parseLog } from './parse.ts';
import type { GitAnswer } from './process.ts';

const maxFileBytes = 1024 * 1024;

type Run = (args: string[], limits?: { maxBytes?: number }) => Promise<Buffer>;
type Ask = (args: string[]) => Promise<GitAnswer>;

export interface Session {
  run: Run;
  ask: Ask;
  /** Like `ask`, but a missing object is missing: nothing is fetched for it. */
  askLocally: Ask;
}

/** Names of our own keep what was fetched reachable, and never collide as `a` and `a/b` would. */
const localRef = (ref: string): string => `refs/fetched/${createHash('sha256').update(ref).digest('hex')}`;

export const fetchRefs = async ({ run }: Session, refs: string[]): Promise<void> => {
  if (refs.length === 0) return;
  const specs = [...new Set(refs)].map((ref) => `+${ref}:${localRef(ref)}`);
  const flags = [
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
    '--quiet',
  ];
  await run(['fetch', ...flags, '--filter=blob:limit=1m', 'origin', ...specs]);
};

export const requireCommits = async ({ askLocally }: Session, shas: string[]): Promise<void> => {
  for (const sha of shas) {
    const valid = /^[0-9a-f]{40}$/.test(sha);
    const found = valid && (await askLocally(['cat-file', '-e', `${sha}^{commit}`])).exitCode === 0;
    if (found) continue;
    throw new Refused(`Commit ${sha} is not in what was fetched.`, {
      status: 404,
      remedy: 'The branch moved or the commit was never pushed: start the attempt again.',
    });
  }
};

export const readRange = async ({ run, ask }: Session, base: string, head: string): Promise<CommitRange> => {
  const inert = ['--no-ext-diff', '--no-textconv', '--no-abbrev'];
  const walk = ['log', '-z', '--reverse', '--topo-order', '--root', '--raw', '--no-renames', '--no-mailmap'];
  const log = await run([...walk, ...inert, '--diff-merges=first-parent', logFormat, `${base}..${head}`]);
  const diff = await run(['diff-tree', '-r', '-M', '-z', '--raw', '--numstat', ...inert, base, head]);
  const descends = (await ask(['merge-base', '--is-ancestor', base, head])).exitCode === 0;
  return { base, head, commits: parseLog(log), files: parseDiff(diff), descends };
};

export const readText = async ({ run }: Session, commit: string, path: string): Promise<string | null> => {
  if (!isInside(path)) return null;
  const entry = (await run(['ls-tree', '-z', '--full-tree', commit, '--', path])).toString('utf8');
  const [, mode, sha] = /^(\d{6}) blob ([0-9a-f]{40})\t/.exec(entry) ?? [];
  // A symlink's text is a path, not the file it stands for.
  if (sha === undefined || mode === '120000') return null;
  const size = Number((await run(['cat-file', '-s', sha])).toString('utf8'));
  if (size > maxFileBytes) return null;
  return decode(await run(['cat-file', 'blob', sha], { maxBytes: maxFileBytes + 1 }));
};

/** Git takes a path that leads out of the tree for a mistake of the caller, not for a file that is not there. */
export const isInside = (path: string): boolean =>
  path !== '' && !path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..');

const decode = (bytes: Buffer): string | null => {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};
