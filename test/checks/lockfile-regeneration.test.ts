import { describe, expect, it } from 'vitest';
import { lockfileRegeneration } from '../../src/checks/lockfile-regeneration.ts';
import { partnerPaths } from '../../src/checks/lockfiles/world.ts';
import {
  berryLock,
  cargoLock,
  cargoToml,
  goMod,
  goSum,
  npmLock,
  npmLockOne,
  packageJson,
  pnpmLock,
  poetryToml,
  tomlLock,
  yarnLock,
} from './lockfile-samples.ts';
import { tasksFile } from './support.ts';
import { deliver, type Tree } from './world.ts';

const registry = { 'lockfile-regeneration': lockfileRegeneration };

/** `blind`: the texts of files that did not change could not be read. */
const judge = (base: Tree, head: Tree, blind = false) => {
  const evidence = deliver({ base, head }, registry);
  return lockfileRegeneration.run(blind ? { ...evidence, partners: new Map() } : evidence);
};

const one = { lodash: '^4.17.20' };
const two = { lodash: '^4.17.20', ms: '^2.1.0' };
const had = { lodash: '4.17.21' };
const has = { lodash: '4.17.21', ms: '2.1.3' };
const npm: Tree = { 'package.json': packageJson(one), 'package-lock.json': npmLock(one, had) };
const workspace = { 'packages/a': { name: '@w/a', version: '1.0.0', dependencies: one } };
const inWorkspace: Tree = {
  'package.json': packageJson({}, { workspaces: ['packages/*'] }),
  'package-lock.json': npmLock({}, had, { members: workspace }),
  'packages/a/package.json': packageJson(one, { name: '@w/a' }),
};
const pnpm: Tree = {
  'package.json': packageJson(one),
  'pnpm-lock.yaml': pnpmLock({ '.': { lodash: ['^4.17.20', '4.17.21'] } }),
};
const yarn: Tree = {
  'package.json': packageJson(one),
  'yarn.lock': yarnLock({ 'lodash@^4.17.20': '4.17.21' }),
};
const berry: Tree = { 'package.json': packageJson(one), 'yarn.lock': berryLock(one, had) };
const rust: Tree = {
  'Cargo.toml': cargoToml({ serde: '1.0' }),
  'Cargo.lock': cargoLock({ serde: '1.0.200' }),
};
const text = { 'golang.org/x/text': 'v0.14.0' };
const go: Tree = { 'go.mod': goMod(text), 'go.sum': goSum(text) };
const python: Tree = {
  'pyproject.toml': poetryToml({ httpx: '^0.27' }),
  'poetry.lock': tomlLock({ httpx: '0.27.0' }),
};
const ruby: Tree = {
  Gemfile: "source 'https://rubygems.org'\ngem 'rails', '~> 7.1'\n",
  'Gemfile.lock': 'GEM\n  specs:\n    rails (7.1.3)\n\nDEPENDENCIES\n  rails (~> 7.1)\n',
};
const php: Tree = {
  'composer.json': '{"require": {"php": ">=8.1", "monolog/monolog": "^3.0"}}\n',
  'composer.lock': '{"content-hash": "aa", "packages": [{"name": "monolog/monolog", "version": "3.5.0"}]}\n',
};

describe('manifest and lock', () => {
  it.each<[string, Tree, Tree, string]>([
    ['Cargo: removed without the lock', rust, { 'Cargo.toml': cargoToml({}) }, 'no longer asks for `serde`'],
    [
      'npm: added without the lock',
      npm,
      { 'package.json': packageJson(two) },
      'npm install --package-lock-only',
    ],
    [
      'npm: raised without the lock',
      npm,
      { 'package.json': packageJson({ lodash: '^5.0.0' }) },
      '`lodash` at `^5.0.0`',
    ],
    [
      'npm: removed without the lock',
      npm,
      { 'package.json': packageJson({}) },
      'no longer asks for `lodash`',
    ],
    [
      'npm: a lock that does not know the new one',
      npm,
      { 'package.json': packageJson(two), 'package-lock.json': npmLock(one, has) },
      '`package-lock.json` does not',
    ],
    [
      'npm: a lock with another range',
      npm,
      {
        'package.json': packageJson({ lodash: '^4.17.21' }),
        'package-lock.json': npmLock({ lodash: '^4.17.22' }, had),
      },
      'has it at `^4.17.22`',
    ],
    [
      'npm: a range without a package',
      npm,
      { 'package.json': packageJson(two), 'package-lock.json': npmLock(two, had) },
      'no such package',
    ],
    [
      'npm: a version outside of its range',
      npm,
      { 'package.json': packageJson(two), 'package-lock.json': npmLock(two, { ...had, ms: '1.0.0' }) },
      'locks `1.0.0`',
    ],
    [
      'npm: version of the package itself',
      npm,
      { 'package.json': packageJson(one, { version: '1.1.0' }) },
      'says `version` is `1.1.0`',
    ],
    [
      'npm, version 1: not installed',
      { 'package.json': packageJson(one), 'package-lock.json': npmLockOne(had) },
      { 'package.json': packageJson(two) },
      '`ms`',
    ],
    [
      'npm: a member of a workspace',
      inWorkspace,
      { 'packages/a/package.json': packageJson(two, { name: '@w/a' }) },
      '`packages/a/package.json` asks for `ms`',
    ],
    [
      'npm: a new member',
      inWorkspace,
      { 'packages/b/package.json': packageJson(two, { name: '@w/b' }) },
      '`packages/b/package.json` asks for `lodash`',
    ],
    [
      'npm: the lock alone',
      npm,
      { 'package-lock.json': npmLock(one, { lodash: '4.17.22' }) },
      'none of its manifests did',
    ],
    [
      'npm: the lock moved for a script',
      npm,
      {
        'package.json': packageJson(one, { scripts: { a: 'b' } }),
        'package-lock.json': npmLock(one, { lodash: '4.17.22' }),
      },
      'no dependency in its manifest did',
    ],
    [
      'npm: merge markers',
      npm,
      { 'package.json': packageJson(two), 'package-lock.json': '<<<<<<< HEAD\n{}\n' },
      'can no longer be read',
    ],
    [
      'a lock of another package manager',
      yarn,
      {
        'package.json': packageJson(two),
        'yarn.lock': yarnLock({ 'lodash@^4.17.20': '4.17.21', 'ms@^2.1.0': '2.1.3' }),
        'package-lock.json': npmLock(two, has),
      },
      'another package manager',
    ],
    [
      'pnpm: added without the lock',
      pnpm,
      { 'package.json': packageJson(two) },
      'pnpm install --lockfile-only',
    ],
    [
      'pnpm: another specifier',
      pnpm,
      {
        'package.json': packageJson({ lodash: '^4.17.21' }),
        'pnpm-lock.yaml': pnpmLock({ '.': { lodash: ['^4.17.20', '4.17.22'] } }),
      },
      'has it at `^4.17.20`',
    ],
    ['yarn: added without the lock', yarn, { 'package.json': packageJson(two) }, '`yarn.lock`'],
    [
      'yarn: a lock without it',
      yarn,
      { 'package.json': packageJson(two), 'yarn.lock': yarnLock({ 'lodash@^4.17.20': '4.17.22' }) },
      'no such package',
    ],
    ['Berry: added without the lock', berry, { 'package.json': packageJson(two) }, '`yarn.lock`'],
    [
      'Berry: another range',
      berry,
      {
        'package.json': packageJson({ lodash: '^4.17.21' }),
        'yarn.lock': berryLock(one, { lodash: '4.17.22' }),
      },
      'has it at `^4.17.20`',
    ],
    [
      'Cargo: added without the lock',
      rust,
      { 'Cargo.toml': cargoToml({ serde: '1.0', regex: '1' }) },
      '`regex`',
    ],
    ['Cargo: a major one further', rust, { 'Cargo.toml': cargoToml({ serde: '2' }) }, 'locks `1.0.200`'],
    [
      'Cargo: the lock alone',
      rust,
      { 'Cargo.lock': cargoLock({ serde: '1.0.201' }) },
      'none of its manifests did',
    ],
    [
      'Go: added without the sum',
      go,
      { 'go.mod': goMod({ ...text, 'golang.org/x/net': 'v0.20.0' }) },
      'go mod tidy',
    ],
    ['Go: raised without the sum', go, { 'go.mod': goMod({ 'golang.org/x/text': 'v0.15.0' }) }, 'v0.15.0'],
    [
      'Poetry: raised without the lock',
      python,
      { 'pyproject.toml': poetryToml({ httpx: '^0.28' }) },
      'poetry lock',
    ],
    [
      'Poetry: a lock without it',
      python,
      {
        'pyproject.toml': poetryToml({ httpx: '^0.27', rich: '^13' }),
        'poetry.lock': tomlLock({ httpx: '0.27.2' }),
      },
      '`rich`',
    ],
    [
      'uv: added without the lock',
      {
        'pyproject.toml': '[project]\nname = "w"\ndependencies = ["httpx>=0.27"]\n',
        'uv.lock': tomlLock({ httpx: '0.27.0' }),
      },
      { 'pyproject.toml': '[project]\nname = "w"\ndependencies = ["httpx>=0.27", "rich>=13"]\n' },
      'uv lock',
    ],
    [
      'Bundler: added without the lock',
      ruby,
      { Gemfile: "source 'https://rubygems.org'\ngem 'rails', '~> 7.1'\ngem 'puma'\n" },
      '`puma`',
    ],
    [
      'Composer: raised without the lock',
      php,
      { 'composer.json': '{"require": {"php": ">=8.1", "monolog/monolog": "^4.0"}}\n' },
      '`monolog/monolog`',
    ],
    [
      'Cargo: a version of its own without the lock',
      rust,
      { 'Cargo.toml': cargoToml({ serde: '1.0' }).replace('0.1.0', '0.2.0') },
      'says `version` is `0.2.0`',
    ],
    [
      'pnpm: a new member that the workspace names',
      { ...pnpm, 'pnpm-workspace.yaml': 'packages:\n  - packages/*\n' },
      { 'packages/b/package.json': packageJson(two, { name: '@w/b' }) },
      '`packages/b/package.json` asks for `ms`',
    ],
    ['the lock emptied', npm, { 'package-lock.json': '' }, 'package-lock.json'],
  ])('%s', (_, base, change, expected) => {
    const { verdict, evidence, places } = judge(base, { ...base, ...change });
    expect(evidence.join('\n')).toContain(expected);
    expect(verdict).toBe('fail');
    expect(places?.length).toBeGreaterThan(0);
  });

  it('notices a lock that was removed', () => {
    const { verdict, evidence } = judge(npm, { 'package.json': packageJson(one) });
    expect({ verdict, first: evidence[0] }).toEqual({
      verdict: 'fail',
      first: expect.stringContaining('was removed'),
    });
  });

  const without = (tree: Tree, path: string): Tree =>
    Object.fromEntries(Object.entries(tree).filter(([name]) => name !== path));

  it.each<[string, Tree, Tree]>([
    [
      'pnpm: to another group',
      pnpm,
      {
        'package.json': packageJson({}, { devDependencies: one }),
        'pnpm-lock.yaml': (pnpm['pnpm-lock.yaml'] ?? '').replace('dependencies:', 'devDependencies:'),
      },
    ],
    [
      'Cargo: a version of its own',
      rust,
      {
        'Cargo.toml': cargoToml({ serde: '1.0' }).replace('0.1.0', '0.2.0'),
        'Cargo.lock': cargoLock({ serde: '1.0.200' }).replace('0.1.0', '0.2.0'),
      },
    ],
    [
      'Cargo: a feature that brings more',
      rust,
      {
        'Cargo.toml': cargoToml(
          {},
          '\n[dependencies.serde]\nversion = "1.0"\nfeatures = ["derive"]\n',
        ).replace(/\[dependencies\]\n$/, ''),
        'Cargo.lock': `${rust['Cargo.lock'] ?? ''}\n[[package]]\nname = "serde_derive"\nversion = "1.0.200"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "aa"\n`,
      },
    ],
    ['npm: both moved', npm, { 'package.json': packageJson(two), 'package-lock.json': npmLock(two, has) }],
    ['npm: scripts alone', npm, { 'package.json': packageJson(one, { scripts: { lint: 'eslint .' } }) }],
    [
      'npm: keys in another order',
      npm,
      { 'package.json': packageJson(one, { license: 'MIT', private: true }) },
    ],
    [
      'npm: version in both',
      npm,
      {
        'package.json': packageJson(one, { version: '1.1.0' }),
        'package-lock.json': npmLock(one, had, { version: '1.1.0' }),
      },
    ],
    [
      'npm: a member and the lock',
      inWorkspace,
      {
        'packages/a/package.json': packageJson(two, { name: '@w/a' }),
        'package-lock.json': npmLock({}, has, {
          members: { 'packages/a': { name: '@w/a', version: '1.0.0', dependencies: two } },
        }),
      },
    ],
    ['an example that is no member', inWorkspace, { 'examples/x/package.json': packageJson(two) }],
    [
      'an update the tasks ask for',
      { ...npm, [tasksFile]: '## 1. X\n\n- [ ] 1.1 Update the dependencies with `npm audit fix`\n' },
      { 'package-lock.json': npmLock(one, { lodash: '4.17.22' }) },
    ],
    [
      'pnpm: both moved',
      pnpm,
      {
        'package.json': packageJson(two),
        'pnpm-lock.yaml': pnpmLock({ '.': { lodash: ['^4.17.20', '4.17.21'], ms: ['^2.1.0', '2.1.3'] } }),
      },
    ],
    [
      'pnpm: settings moved it',
      { ...pnpm, 'pnpm-workspace.yaml': 'packages: []\n' },
      {
        'pnpm-workspace.yaml': 'packages: []\noverrides:\n  a: 1\n',
        'pnpm-lock.yaml': `${pnpm['pnpm-lock.yaml'] ?? ''}# x\n`,
      },
    ],
    [
      'yarn: both moved',
      yarn,
      {
        'package.json': packageJson(two),
        'yarn.lock': yarnLock({ 'lodash@^4.17.20': '4.17.21', 'ms@^2.1.0': '2.1.3' }),
      },
    ],
    [
      'yarn: what was locked already',
      { ...yarn, 'yarn.lock': yarnLock({ 'lodash@^4.17.20': '4.17.21', 'ms@^2.1.0': '2.1.3' }) },
      { 'package.json': packageJson(two) },
    ],
    ['Berry: both moved', berry, { 'package.json': packageJson(two), 'yarn.lock': berryLock(two, has) }],
    [
      'Cargo: both moved',
      rust,
      {
        'Cargo.toml': cargoToml({ serde: '1.0', regex: '1' }),
        'Cargo.lock': cargoLock({ serde: '1.0.200', regex: '1.10.0' }),
      },
    ],
    ['Cargo: a wider range', rust, { 'Cargo.toml': cargoToml({ serde: '1' }) }],
    ['Cargo: features', rust, { 'Cargo.toml': cargoToml({ serde: '1.0' }, 'edition = "2021"\n') }],
    [
      'Go: both moved',
      go,
      {
        'go.mod': goMod({ 'golang.org/x/text': 'v0.15.0' }),
        'go.sum': goSum({ 'golang.org/x/text': 'v0.15.0' }),
      },
    ],
    ['Go: a comment', go, { 'go.mod': (go['go.mod'] ?? '').replace('v0.14.0', 'v0.14.0 // indirect') }],
    [
      'Go: a removed one',
      {
        'go.mod': goMod({ ...text, 'golang.org/x/net': 'v0.20.0' }),
        'go.sum': goSum({ ...text, 'golang.org/x/net': 'v0.20.0' }),
      },
      { 'go.mod': goMod(text) },
    ],
    [
      'Poetry: both moved',
      python,
      { 'pyproject.toml': poetryToml({ httpx: '^0.28' }), 'poetry.lock': tomlLock({ httpx: '0.28.1' }) },
    ],
    [
      'Poetry: tools alone',
      python,
      { 'pyproject.toml': `${python['pyproject.toml'] ?? ''}\n[tool.ruff]\nline-length = 100\n` },
    ],
    [
      'Bundler: both moved',
      ruby,
      {
        Gemfile: `${ruby.Gemfile ?? ''}gem 'puma'\n`,
        'Gemfile.lock': `${ruby['Gemfile.lock'] ?? ''}  puma\n`,
      },
    ],
    ['Bundler: a comment', ruby, { Gemfile: `# Gems\n${ruby.Gemfile ?? ''}` }],
    [
      'Composer: scripts',
      php,
      {
        'composer.json': '{"require": {"php": ">=8.1", "monolog/monolog": "^3.0"}, "scripts": {"a": "b"}}\n',
      },
    ],
    [
      'what disagreed before',
      { ...npm, 'package-lock.json': npmLock({ lodash: '^4.0.0' }, had) },
      { 'package.json': packageJson(one, { scripts: { a: 'b' } }) },
    ],
  ])('agree: %s', (_, base, change) => {
    const { verdict, evidence, flags } = judge(base, { ...base, ...change });
    expect({ verdict, evidence: verdict === 'fail' ? evidence : [], flags }).toEqual({
      verdict: 'pass',
      evidence: [],
      flags: undefined,
    });
  });

  it.each<[string, Tree, Tree]>([
    ['a fixture', npm, { 'test/fixtures/a/package.json': packageJson(two) }],
    ['vendored', npm, { 'vendor/x/package.json': packageJson(two) }],
    ['other files', { 'a.txt': 'a\n' }, { 'a.txt': 'b\n' }],
    ['a manifest without any lock', without(npm, 'package-lock.json'), { 'package.json': packageJson(two) }],
  ])('have nothing to agree on: %s', (_, base, change) => {
    expect(judge(base, { ...base, ...change }).verdict).toBe('n/a');
  });
});

describe('without the text of what did not change', () => {
  it('fails where any change moves a lock', () => {
    expect(judge(npm, { ...npm, 'package.json': packageJson(two) }, true).verdict).toBe('fail');
    expect(
      judge(rust, { ...rust, 'Cargo.toml': cargoToml({ serde: '1.0', regex: '1' }) }, true).verdict,
    ).toBe('fail');
  });

  it('asks a person where a wider range may leave it', () => {
    const { verdict, flags } = judge(rust, { ...rust, 'Cargo.toml': cargoToml({ serde: '1' }) }, true);
    expect(verdict).toBe('pass');
    expect(flags?.[0]).toContain('`serde`');
  });

  it('asks a person about a package that may be no member', () => {
    const { verdict, flags } = judge(
      inWorkspace,
      { ...inWorkspace, 'packages/a/package.json': packageJson(two) },
      true,
    );
    expect(verdict).toBe('pass');
    expect(flags?.[0]).toContain('`ms`');
  });

  it('names what it needs', () => {
    const evidence = deliver(
      { base: inWorkspace, head: { ...inWorkspace, 'packages/a/package.json': packageJson(two) } },
      registry,
    );
    expect(partnerPaths(evidence)).toEqual(['package-lock.json', 'package.json']);
  });
});

describe('an entry that nobody asked for', () => {
  const entry = {
    version: '2.1.3',
    resolved: 'https://registry.npmjs.org/ms/-/ms-2.1.3.tgz',
    integrity: 'sha512-abc==',
  };
  const moved = (changes: object): Tree => ({
    'package.json': packageJson(two),
    'package-lock.json': npmLock(two, had, { entries: { 'node_modules/ms': { ...entry, ...changes } } }),
  });

  it.each<[string, Tree, Tree, string]>([
    [
      'comes from another host',
      npm,
      moved({ resolved: 'https://npm.evil.sh/ms-2.1.3.tgz' }),
      '`npm.evil.sh`',
    ],
    [
      'comes without encryption',
      npm,
      moved({ resolved: 'http://registry.npmjs.org/ms/-/ms-2.1.3.tgz' }),
      'without encryption',
    ],
    ['has no hash', npm, moved({ integrity: undefined }), 'no hash for `ms@2.1.3`'],
    [
      'has another hash',
      npm,
      {
        'package.json': packageJson(two),
        'package-lock.json': npmLock(two, has, {
          entries: {
            'node_modules/lodash': {
              version: '4.17.21',
              resolved: 'https://registry.npmjs.org/lodash/-/lodash-4.17.21.tgz',
              integrity: 'sha512-zzz==',
            },
          },
        }),
      },
      'another hash for `lodash@4.17.21`',
    ],
    [
      'has another sum',
      go,
      {
        'go.mod': goMod({ ...text, 'golang.org/x/net': 'v0.20.0' }),
        'go.sum': goSum({ ...text, 'golang.org/x/net': 'v0.20.0' }).replace('h1:Z', 'h1:Y'),
      },
      'another hash',
    ],
  ])('%s', (_, base, change, expected) => {
    const { verdict, evidence } = judge(base, { ...base, ...change });
    expect(evidence.join('\n')).toContain(expected);
    expect(verdict).toBe('fail');
  });

  it('may come from where everything comes from', () => {
    expect(judge(npm, { ...npm, ...moved({}) }).verdict).toBe('pass');
  });
});

describe('a lock that a task names', () => {
  const beside = 'Add `ms` to `package.json` and `package-lock.json`';
  const asked = (says: string, base: Tree, head: Tree) => {
    const tasks = { [tasksFile]: `## 1. Work\n\n- [ ] 1.1 ${says}\n` };
    return judge({ ...base, ...tasks }, { ...head, ...tasks }).verdict;
  };
  const bare: Tree = { 'package.json': packageJson(one) };
  const moved = { ...npm, 'package-lock.json': npmLock(two, has) };

  it('may move without its manifest only where the task does not name that beside it', () => {
    expect(asked(beside, npm, moved)).toBe('fail');
    expect(asked(beside, npm, { ...moved, 'package.json': packageJson(two) })).toBe('pass');
    expect(asked('Regenerate `package-lock.json`', npm, moved)).toBe('pass');
  });

  it('may go only where the task says so', () => {
    expect(asked(beside, npm, bare)).toBe('fail');
    expect(asked('Delete `package-lock.json`', npm, bare)).not.toBe('fail');
  });

  it('holds what its manifest asks for, whatever sources moved', () => {
    const module = 'golang.org/x/net';
    const says = `Add \`${module}\` to \`go.mod\` and \`go.sum\``;
    const sum = goSum({ ...text, [module]: 'v0.20.0' });
    const head = { ...go, 'go.sum': sum, 'a.go': 'package a\n' };
    expect(asked(says, go, head)).toBe('fail');
    expect(asked(says, go, { ...head, 'go.mod': goMod({ ...text, [module]: 'v0.20.0' }) })).toBe('pass');
  });
});

describe('a module that stands in for another', () => {
  const replaced = (by: string) => `${go['go.mod'] ?? ''}\nreplace golang.org/x/text => ${by}\n`;
  const sum = goSum({ ...text, 'github.com/acme/text': 'v0.14.1' });

  it.each<[string, Tree, string]>([
    ['a fork that is not locked', { 'go.mod': replaced('github.com/acme/text v0.14.1') }, 'fail'],
    ['a fork that is locked', { 'go.mod': replaced('github.com/acme/text v0.14.1'), 'go.sum': sum }, 'pass'],
    ['a folder', { 'go.mod': replaced('../text') }, 'pass'],
  ])('%s', (_, change, expected) => {
    expect(judge(go, { ...go, ...change }).verdict).toBe(expected);
  });
});

it('asks a person where an override came without the lock', () => {
  const { verdict, flags } = judge(berry, {
    ...berry,
    'package.json': packageJson(one, { resolutions: { ms: '2.1.3' } }),
  });
  expect(verdict).toBe('pass');
  expect(flags?.[0]).toContain('`ms`');
});

it('misses the hashes of a package in poetry.lock', () => {
  const both = tomlLock({ httpx: '0.27.0', ms: '2.1.3' });
  const toml = poetryToml({ httpx: '^0.27', ms: '^2' });
  const bare = both.replace(/(name = "ms"\nversion = "2.1.3"\n)files = .*\n/, '$1');
  expect(bare).not.toBe(both);
  const [whole, without] = [both, bare].map((lock) =>
    judge(python, { ...python, 'pyproject.toml': toml, 'poetry.lock': lock }),
  );
  expect(whole?.verdict).toBe('pass');
  expect(without?.verdict).toBe('fail');
});

it('leaves a second lock alone that is old already, and tells a person', () => {
  const base = { ...pnpm, 'package-lock.json': npmLock({}, {}) };
  const { verdict, flags } = judge(base, {
    ...base,
    'package.json': packageJson(two),
    'pnpm-lock.yaml': pnpmLock({ '.': { lodash: ['^4.17.20', '4.17.21'], ms: ['^2.1.0', '2.1.3'] } }),
  });
  expect(verdict).toBe('pass');
  expect(flags?.join()).toContain('`package-lock.json` does not');
});
