import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeRepository } from '../../src/runner/base.ts';
import { assignmentFor, gitIn, makeWorld, type World } from './world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const make = (source: string): Promise<void> => {
  const cwd = join(world.folder, 'made.git');
  mkdirSync(cwd);
  const place = { cwd, path: process.env.PATH, signal: new AbortController().signal };
  return makeRepository(place, { assignment: assignmentFor(world), source: { folder: source } });
};

it('holds the base commits', async () => {
  await make(world.clone);
  const refs = gitIn(join(world.folder, 'made.git'), 'for-each-ref', '--format=%(objectname) %(refname)');
  expect(refs.split('\n')).toEqual([
    `${world.base} refs/throughline/base`,
    `${world.base} refs/throughline/recorded-base`,
  ]);
});

it('asks for the whole history where the checkout holds a part, which git would pass over', async () => {
  gitIn(world.clone, 'commit', '--quiet', '--allow-empty', '--message', 'More');
  world.base = gitIn(world.clone, 'rev-parse', 'HEAD');
  const shallow = join(world.folder, 'shallow');
  gitIn(world.folder, 'clone', '--quiet', '--depth=1', `file://${world.clone}`, shallow);
  await expect(make(shallow)).rejects.toThrow('check out with `fetch-depth: 0`');
});
