import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../src/commands/registry.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Our own TypeScript below these folders; the sandbox's story is somebody's project, not ours. */
const sources = (...folders: string[]): string[] =>
  folders
    .filter((folder) => existsSync(`${root}${folder}`))
    .flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' }).map(
        (name) => `${folder}/${name}`,
      ),
    )
    .filter((path) => path.endsWith('.ts') && !path.startsWith('src/sandbox/story/'));
const textOf = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

describe('the arrows between rooms', () => {
  let result: ICruiseResult;
  beforeAll(async () => {
    const { output } = await cruise(
      ['src'],
      await extractOptions(`${root}.dependency-cruiser.cjs`),
      undefined,
      { tsConfig: extractTSConfig(`${root}tsconfig.json`) },
    );
    if (typeof output === 'string') throw new Error('an object was asked for');
    result = output;
  }, 60_000);

  it('hold', () => {
    expect(result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual(
      [],
    );
  });

  it('are looked at in every file of ours, and through to what they import', () => {
    const seen = result.modules.map((module) => module.source);
    expect(sources('src').filter((path) => !seen.includes(path))).toEqual([]);
    expect(seen.length).toBeGreaterThan(100);
    const arrows = result.modules.flatMap((module) => module.dependencies);
    expect(arrows.filter((arrow) => arrow.dependencyTypes.includes('npm')).length).toBeGreaterThan(20);
    expect(arrows.filter((arrow) => arrow.dependencyTypes.includes('type-only')).length).toBeGreaterThan(100);
  });
});

describe('the house', () => {
  it('has every command in its registry', () => {
    const files = sources('src/commands').filter((path) => /: CommandDefinition = \{/.test(textOf(path)));
    expect(files.map((path) => basename(path, '.ts')).sort()).toEqual(Object.keys(registry).sort());
  });

  it('has no file that is too long to be read at one sitting', () => {
    const long = sources('src', 'action').filter((path) => textOf(path).split('\n').length > 301);
    expect(long).toEqual([]);
  });

  it('reads the environment where a program begins, and nowhere else', () => {
    const readers = sources('src', 'action').filter((path) =>
      /\bprocess\s*\.\s*env\b|\bfrom 'node:process'/.test(textOf(path)),
    );
    const elsewhere = readers.filter((path) => !/^(src\/sandbox|src\/cli|action)\//.test(path));
    expect(elsewhere.sort()).toEqual(['src/index.ts', 'src/server.ts']);
  });

  it('exports by name, but for what a tool wants otherwise', () => {
    const defaults = sources('src').filter((path) => /^export default\b/m.test(textOf(path)));
    expect(defaults).toEqual(['src/index.ts']);
  });
});
