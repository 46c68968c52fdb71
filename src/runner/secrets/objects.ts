import { execa } from 'execa';
import { gitEnvironment } from '../../adapters/git/environment.ts';
import { askRunGit, type GitPlace, runGit } from '../run-git.ts';

/** Unpacked, all new objects together, and what a checkout grows by: beyond it nobody reads what was written. */
export const maxUnpackedBytes = 100 * 1024 * 1024;
/** Of the list of new objects. */
const maxListingBytes = 32 * 1024 * 1024;

export interface NewObject {
  sha: string;
  /** One of the paths it is at; empty for commits and root trees. */
  path: string;
}

export interface Content extends NewObject {
  type: string;
  bytes: Buffer;
}

/** Commits, trees and files that the range brings; null when even their names are too many to list. */
export const newObjects = async (
  place: GitPlace,
  range: { base: string; head: string },
): Promise<NewObject[] | null> => {
  const args = ['rev-list', '--objects', `${range.base}..${range.head}`];
  const listed = await askRunGit(place, args, { maxBytes: maxListingBytes });
  if (listed.exitCode !== 0) return null;
  return listed.stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => line.length >= 40)
    .map((line) => ({ sha: line.slice(0, 40), path: line.slice(41) }));
};

/** Sizes before contents: a few kilobytes packed can be gigabytes unpacked. */
export const unpackedSize = async (place: GitPlace, objects: NewObject[]): Promise<number> => {
  const sizes = await runGit(place, ['cat-file', '--batch-check=%(objectsize)', '--buffer'], {
    input: namesOf(objects),
  });
  return sizes.split('\n').reduce((total, line) => total + (Number(line) || 0), 0);
};

/** What a path takes at least; a checkout is names too. */
const pathBytes = 512;

/**
 * Bytes of a checkout, read until they are more than `most`: one small object can stand at a million paths, and a tree of
 * trees at more than any list holds.
 */
export const checkoutSize = async (
  place: GitPlace,
  { commit, most }: { commit: string; most: number },
): Promise<number> => {
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--format=%(objectsize)', commit];
  const listing = execa('git', args, {
    cwd: place.cwd,
    env: gitEnvironment({ path: place.path }),
    extendEnv: false,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    stderr: 'ignore',
    cancelSignal: place.signal,
  });
  let total = 0;
  let rest = '';
  for await (const chunk of listing.iterable({ binary: true })) {
    const sizes = `${rest}${Buffer.from(chunk).toString('latin1')}`.split('\0');
    rest = sizes.pop() ?? '';
    total += sizes.reduce((sum, size) => sum + (Number(size) || 0) + pathBytes, 0);
    if (total > most) break;
  }
  listing.kill();
  const { exitCode } = await listing;
  place.signal.throwIfAborted();
  return exitCode === 0 || total > most ? total : Number.POSITIVE_INFINITY;
};

export const contentsOf = async (place: GitPlace, objects: NewObject[]): Promise<Content[]> => {
  const { stdout } = await askRunGit(place, ['cat-file', '--batch', '--buffer'], {
    input: namesOf(objects),
    maxBytes: 2 * maxUnpackedBytes,
  });
  const contents: Content[] = [];
  let at = 0;
  for (const object of objects) {
    const end = stdout.indexOf(10, at);
    const [, type = '', size] = stdout.subarray(at, end).toString('latin1').split(' ');
    const bytes = stdout.subarray(end + 1, end + 1 + Number(size));
    if (end < 0 || bytes.length !== Number(size)) throw new Error(`git gave no contents for ${object.sha}`);
    contents.push({ ...object, type, bytes });
    at = end + 1 + Number(size) + 1;
  }
  return contents;
};

const namesOf = (objects: NewObject[]): string => objects.map(({ sha }) => `${sha}\n`).join('');

/** Names in a tree as git stores it: mode, blank, name, NUL, 20 bytes. */
export const treeNames = (bytes: Buffer): string[] => {
  const names: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, blank);
    if (blank < 0 || end < 0) break;
    names.push(bytes.subarray(blank + 1, end).toString('utf8'));
    at = end + 21;
  }
  return names;
};
