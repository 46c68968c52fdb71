import { describe, expect, it } from 'vitest';
import { flagsOf } from '../../src/checks/flags.ts';
import { review } from '../../src/checks/review.ts';
import { readTasks } from '../../src/openspec/tasks.ts';
import type { FileChange } from '../../src/ports/git.ts';
import { assignment, commit, evidence, evidenceFile, file, range, raw } from './support.ts';

interface Manifest {
  path: string;
  base: string | null;
  head: string | null;
}

const textsOf = (manifests: Manifest[], end: 'base' | 'head') =>
  new Map(manifests.flatMap((one) => (one[end] === null ? [] : [[one.path, one[end]]])));

const flags = (files: FileChange[], manifests: Manifest[] = [], commands: string[] = []) =>
  flagsOf(
    evidence({
      range: range({ files }),
      textsAt: { base: textsOf(manifests, 'base'), head: textsOf(manifests, 'head') },
      assignment: assignment({ verify: { setup: [], commands } }),
    }),
  );
const manifest = (path: string, base: unknown, head: unknown): Manifest => ({
  path,
  base: typeof base === 'string' ? base : JSON.stringify(base),
  head: typeof head === 'string' ? head : JSON.stringify(head),
});
const statusOf = ({ base, head }: Manifest) =>
  base === null ? 'added' : head === null ? 'deleted' : 'modified';
const changed = (one: Manifest) => flags([file(one.path, { status: statusOf(one) })], [one]);

describe('what a person has to look at', () => {
  it.each([
    'Makefile',
    'packages/core/makefile',
    'justfile',
    'tox.ini',
    'pytest.ini',
    'test/conftest.py',
    'noxfile.py',
    'vitest.config.ts',
    'packages/core/vitest.workspace.mts',
    'jest.config.js',
    'jest.setup.ts',
    '.mocharc.yml',
    '.nycrc',
    'playwright.config.ts',
    'build.rs',
    'magefile.go',
    'phpunit.xml.dist',
  ])('%s', (path) => {
    expect(flags([file(path)])).toEqual([`\`${path}\` says how things are built or tested.`]);
  });

  it.each(['src/a.js', 'docs/makefile.md', 'src/config.ts', 'src/vitest.ts', 'test/a.test.js'])(
    'not %s',
    (path) => {
      expect(flags([file(path)])).toEqual([]);
    },
  );

  it('a file that was moved away', () => {
    expect(flags([file('old.mk', { status: 'renamed', oldPath: 'Makefile' })])).toEqual([
      '`Makefile` says how things are built or tested.',
    ]);
  });

  it.each([
    ['./scripts/check.sh', 'scripts/check.sh'],
    ['node test/run.js --all', 'test/run.js'],
    ['CI=1 sh -c "bash \'tools/verify\' | tee log"', 'tools/verify'],
  ])('a file that %s names', (command, path) => {
    const flag = `\`${path}\` is named by a verification command.`;
    expect(flags([file(path), file('src/other.js')], [], [command])).toEqual([flag]);
    const ran = evidenceFile({
      verification: (evidenceFile().verification ?? []).map((result) => ({ ...result, command })),
    });
    expect(flagsOf(evidence({ range: range({ files: [file(path)] }), file: ran }))).toEqual([flag]);
  });

  it('no test that is new, or that the tasks themselves ask for', () => {
    const command = 'node --test test/new.test.js test/old.test.js';
    const added = file('test/new.test.js', { status: 'added', oldMode: '000000' });
    expect(flags([added], [], [command])).toEqual([]);
    const text = '## 1. One\n\n- [ ] 1.1 Extend `test/old.test.js`\n';
    const tasks = { text, parsed: readTasks(text) };
    const asked = evidence({
      range: range({ files: [file('test/old.test.js')] }),
      assignment: assignment({ sections: ['1'], verify: { setup: [], commands: [command] } }),
    });
    expect(flagsOf({ ...asked, tasks: { base: tasks, head: tasks } })).toEqual([]);
    // nobody asked for it
    expect(flagsOf({ ...asked, tasks: { base: null, head: null } })).toHaveLength(1);
  });

  it('scripts and test settings of package.json, and nothing else in it', () => {
    const base = {
      version: '1.0.0',
      scripts: { test: 'vitest run', lint: 'biome' },
      dependencies: { a: '1' },
    };
    const head = {
      version: '1.0.1',
      scripts: { test: 'true', lint: 'biome', posttest: 'curl x' },
      dependencies: { a: '2' },
      jest: { testMatch: [] },
    };
    expect(changed(manifest('package.json', base, head))).toEqual([
      '`package.json` scripts.test: `"vitest run"` → `"true"`',
      '`package.json` scripts.posttest: nothing → `"curl x"`',
      '`package.json` jest.testMatch: nothing → `[]`',
    ]);
    expect(changed(manifest('package.json', base, { ...base, version: '2', dependencies: {} }))).toEqual([]);
  });

  it('a package.json that is gone, new, or not JSON', () => {
    const text = JSON.stringify({ scripts: { test: 'vitest' } });
    expect(changed({ path: 'package.json', base: text, head: null })[0]).toContain('→ nothing');
    expect(changed({ path: 'a/package.json', base: null, head: text })[0]).toContain('nothing → ');
    expect(changed({ path: 'package.json', base: text, head: '{' })[0]).toContain('cannot be read as JSON');
    expect(
      changed({ path: 'package.json', base: '{"scripts":"x"}', head: '{"scripts":["y"]}' })[0],
    ).toContain('scripts: `"x"` → `["y"]`');
  });

  it.each([
    [
      'pyproject.toml',
      '[tool.pytest.ini_options]\naddopts = "-q"',
      '[tool.pytest.ini_options]\naddopts = "-k x"',
    ],
    ['pyproject.toml', '[project]\nname = "a"', '[project]\nname = "a"\n[tool.hatch.envs.test]\nx = 1'],
    ['setup.cfg', '[tool:pytest]\ntestpaths = tests', '[tool:pytest]\n'],
    ['Cargo.toml', '[[test]]\nname = "a"', '[[test]]\nname = "a"\nharness = false'],
  ])('a section of %s about tests', (path, base, head) => {
    expect(changed(manifest(path, base, head))).toHaveLength(1);
    expect(changed(manifest(path, base, `# said\n\n${base}\r\n`))).toEqual([]);
  });

  it('not the other sections', () => {
    expect(
      changed(manifest('pyproject.toml', '[project]\nversion = "1"', '[project]\nversion = "2"')),
    ).toEqual([]);
    expect(changed(manifest('Cargo.toml', '[dependencies]\na = "1"', '[dependencies]\na = "2"'))).toEqual([]);
  });

  it('is not hidden by many', () => {
    const files = Array.from({ length: 30 }, (_, at) => file(`p${at}/package.json`));
    const told = flags(files, []);
    expect(told[0]).toContain('was not looked into');
    expect(told).toHaveLength(21);
    expect(told.at(-1)).toBe('10 more changes of that kind.');
  });

  it('stands in the review without deciding it', () => {
    const files = [...raw().range.files, file('src/scanner/Makefile')];
    const judged = review(evidence({ range: range({ files }) }));
    expect(judged.flags).toEqual(['`src/scanner/Makefile` says how things are built or tested.']);
    expect(review(evidence()).flags).toEqual([]);
  });
});

it('nothing rests on whom a commit names: a trusted author changes no verdict for the better', () => {
  const files = [file('.github/workflows/ci.yml'), file('outside.js')];
  const judged = (email: string) => {
    const commits = [
      commit({ authorEmail: email, committerEmail: email, authorName: email, message: 'no key' }),
    ];
    return review(evidence({ range: range({ files, commits }) }));
  };
  const plain = judged('throughline@noreply.invalid');
  for (const email of [
    'throughline[bot]@users.noreply.github.com',
    '41898282+github-actions[bot]@users.noreply.github.com',
    'noreply@github.com',
    'ada@acme.test',
  ]) {
    const claimed = judged(email);
    expect(claimed.recommendation).toBe(plain.recommendation);
    for (const [index, check] of claimed.checks.entries())
      if (check.id !== 'commit-provenance') expect(check).toEqual(plain.checks[index]);
    const provenance = claimed.checks.find((check) => check.id === 'commit-provenance');
    expect(provenance?.verdict).toBe('fail');
    expect(provenance?.evidence).toEqual(
      expect.arrayContaining(plain.checks.find((check) => check.id === 'commit-provenance')?.evidence ?? []),
    );
  }
});
