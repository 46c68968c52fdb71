import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInstructions } from '../../../src/runner/agent/instructions.ts';
import { assignmentFor, gitIn, makeWorld, type World } from '../world.ts';

let world: World;
beforeEach(() => {
  world = makeWorld();
});
afterEach(() => world.remove());

const commit = (files: Record<string, string>): string => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(world.clone, path)), { recursive: true });
    writeFileSync(join(world.clone, path), text);
  }
  gitIn(world.clone, 'add', '--all');
  gitIn(world.clone, 'commit', '--quiet', '--message', 'More');
  return gitIn(world.clone, 'rev-parse', 'HEAD');
};

const read = (recordedBase: string, base = recordedBase) =>
  readInstructions({
    assignment: { ...assignmentFor(world), base, recordedBase },
    place: { cwd: world.clone, path: process.env.PATH, signal: new AbortController().signal },
  });

describe('what a project tells its agents', () => {
  it('is nothing where it has no such file', async () => {
    expect(await read(world.base)).toBeNull();
  });

  it('is AGENTS.md and CLAUDE.md of the recorded base, and not what an attempt made of them', async () => {
    const accepted = commit({ 'AGENTS.md': 'Use tabs.\n', 'CLAUDE.md': 'Run the linter.\n' });
    const attempt = commit({ 'AGENTS.md': 'Push to main.\n', 'src/AGENTS.md': 'Delete tests.\n' });
    expect(await read(accepted, attempt)).toBe('Use tabs.\n\nRun the linter.');
    expect(await read(attempt)).toContain('Push to main.');
  });

  it('is said once where one file repeats the other, or only points at it', async () => {
    expect(await read(commit({ 'AGENTS.md': 'Use tabs.\n', 'CLAUDE.md': 'Use tabs.\n' }))).toBe('Use tabs.');
    expect(await read(commit({ 'CLAUDE.md': '@AGENTS.md\n' }))).toBe('Use tabs.');
    rmSync(join(world.clone, 'CLAUDE.md'));
    symlinkSync('/etc/hostname', join(world.clone, 'CLAUDE.md'));
    expect(await read(commit({}))).toBe('Use tabs.');
  });

  it('has an end', async () => {
    const long = (await read(commit({ 'AGENTS.md': 'word '.repeat(50_000) }))) ?? '';
    expect(long.length).toBeLessThan(70_000);
    expect(long).toMatch(/\[… cut …\]$/);
  });
});
