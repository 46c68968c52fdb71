import { describe, expect, it } from 'vitest';
import { claimSchema } from '../../src/contracts/claims.ts';
import { claimsOf, filesOf, judgeClaims, wordsOf } from '../../src/openspec/claims.ts';
import { readTasks } from '../../src/openspec/tasks.ts';

const path = 'openspec/changes/gate/tasks.md';

const tree: Record<string, string> = {
  'package.json': '{"scripts":{"test":"node --test","build":"tsc"}}',
  'src/lint/index.js': 'export function lint(files) {\n  return [];\n}\n',
  'src/sync.js':
    '// head\nexport function placeOf(path) {\n  return path;\n}\n\nexport function scanFile() {}\n',
  'src/report.js': "export const report = () => 'No broken links';\n",
  'src/scanner/links.js': 'export function scanLinks() {}\n',
  'lib/util.py': 'def load_config():\n    return None\n',
  'cmd/run.go': 'func RunAll() {}\n',
  'bin/tool.js': '',
  'README.md': '# Tool\n',
  [path]: 'Add `notYet`',
};

interface Options {
  sections?: string[];
  before?: string;
  complete?: boolean;
}

const judge = (lines: string, { sections = ['2'], before = '', complete = true }: Options = {}) => {
  const tasks = readTasks(`## 1. Before\n\n${before}\n\n## 2. Now\n\n${lines}\n`);
  const claims = claimsOf({ tasks, sections, path });
  const words = wordsOf(claims).map((word) => word.toLowerCase());
  const hits = Object.entries(tree).flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        words.some((word) => line.toLowerCase().includes(word))
          ? [{ path: file, line: index + 1, text: line }]
          : [],
      ),
  );
  const paths = Object.keys(tree);
  const texts = new Map(filesOf(claims, paths).map((file) => [file, tree[file] ?? '']));
  return judgeClaims(claims, { paths, search: { hits, complete }, texts });
};

const verdicts = (task: string, options: Options = {}): Record<string, string> =>
  Object.fromEntries(
    judge(`- [ ] 2.1 ${task}`, options).map((claim) => [
      claim.text,
      claim.nearest === null ? claim.verdict : `${claim.verdict}: ${claim.nearest}`,
    ]),
  );

describe('claims at the base commit', () => {
  it.each<[string, Record<string, string>]>([
    ['Change `src/sync.js`', { 'src/sync.js': 'holds' }],
    ['Change `links.js`', { 'links.js': 'holds: src/scanner/links.js' }],
    ['Change everything in `src/scanner/`', { 'src/scanner/': 'holds' }],
    ['Update `src/**/*.js`', { 'src/**/*.js': 'holds' }],
    ['Update `placeOf()` in `src/sync.js`', { 'placeOf()': 'holds', 'src/sync.js': 'holds' }],
    ['Rename `load_config` to `read_config`', { load_config: 'holds', read_config: 'to be created' }],
    ['Update the message "No broken links"', { 'No broken links': 'holds' }],
  ])('%s holds', (task, expected) => {
    expect(verdicts(task)).toEqual(expected);
  });

  it.each<[string, Record<string, string>]>([
    ['Change `src/lint.js`', { 'src/lint.js': 'stale: src/lint/index.js' }],
    ['`lint` in `src/lint.js` reports more', { lint: 'holds', 'src/lint.js': 'stale: src/lint/index.js' }],
    ['Update `src/links.js`', { 'src/links.js': 'stale: src/scanner/links.js' }],
    ['Delete `src/legacy.js`', { 'src/legacy.js': 'stale' }],
    [
      'Move `lib/utils.py` to `lib/tools.py`',
      { 'lib/utils.py': 'stale: lib/util.py', 'lib/tools.py': 'to be created' },
    ],
    ['See `src/gone.js:12`', { 'src/gone.js:12': 'stale' }],
    ['Update `placesOf()`', { 'placesOf()': 'stale: placeOf' }],
    [
      'Rename `load_configs` to `read_config`',
      { load_configs: 'stale: load_config', read_config: 'to be created' },
    ],
    ['Remove `RunEvery` from `cmd/run.go`', { RunEvery: 'stale', 'cmd/run.go': 'holds' }],
    ['Change the message "No dead links"', { 'No dead links': 'stale' }],
    ['Fix `src/sync.js:90`', { 'src/sync.js:90': 'stale: src/sync.js:6' }],
    [
      '`scanFiles` in `src/sink.js` SHALL NOT be modified',
      { scanFiles: 'stale: scanFile', 'src/sink.js': 'stale: src/sync.js' },
    ],
    ['Validation: `npm run biuld`', { 'npm run biuld': 'stale: build' }],
    ['Validation: `node src/tool.js --help`', { 'node src/tool.js --help': 'stale: bin/tool.js' }],
  ])('%s is stale', (task, expected) => {
    expect(verdicts(task)).toEqual(expected);
  });

  it.each<[string, Record<string, string>]>([
    [
      'Add `gate(files)` in `src/gate.js`',
      { 'gate(files)': 'to be created', 'src/gate.js': 'to be created' },
    ],
    [
      'Cover `placeOf` in `test/sync.test.js`',
      { placeOf: 'holds', 'test/sync.test.js': 'to be created: src/sync.js' },
    ],
    ['Tests in `tests/test_util.py`', { 'tests/test_util.py': 'to be created' }],
    ['`fresh` in `src/fresh.js` answers `Accept: text/html`', { 'src/fresh.js': 'to be created' }],
    ['Write to `dist/out.js` and `~/.config/tool`', {}],
    ['Use `application/json` and `feat/x`', {}],
    ['Ensure `somethingUnknown` is kept, e.g. `src/x/y.js`', {}],
    ['Change how `status` is `true` or `none`', {}],
    ['Validation: `npm run build && node dist/x.js`', { 'npm run build && node dist/x.js': 'not run' }],
    ['Validation: pytest tests/test_new.py', { 'pytest tests/test_new.py': 'not run' }],
    ['Run `node --test test/new.test.js`', { 'node --test test/new.test.js': 'not run' }],
  ])('%s stops nobody', (task, expected) => {
    const got = verdicts(task);
    for (const [text, verdict] of Object.entries(expected))
      expect(got[text]?.split(':')[0]).toBe(verdict.split(':')[0]);
    expect(Object.values(got).filter((verdict) => verdict.startsWith('stale'))).toEqual([]);
  });

  it('what an open task before it makes is to be created, what a closed one made has to be there', () => {
    const now = 'Change `fixText` in `src/fix.js`';
    expect(verdicts(now, { before: '- [ ] 1.1 Add `fixText` in `src/fix.js`' })).toEqual({
      fixText: 'to be created',
      'src/fix.js': 'to be created',
    });
    expect(verdicts(now, { before: '- [x] 1.1 Add `fixText` in `src/fix.js`' })).toMatchObject({
      'src/fix.js': 'stale',
    });
    expect(verdicts(now)).toMatchObject({ fixText: 'stale', 'src/fix.js': 'stale' });
  });

  it('says where a named line went, and accepts one inside what is named', () => {
    expect(verdicts('`scanFile` (`src/sync.js:2`) goes on')['src/sync.js:2']).toBe('moved: src/sync.js:6');
    expect(verdicts('`placeOf` (`src/sync.js:3`) goes on')['src/sync.js:3']).toBe('holds');
    expect(verdicts('`scanFile` (`src/sync.js:6`) goes on')['src/sync.js:6']).toBe('holds');
  });

  it('does not call anything stale that could not be looked up, or that is for a person', () => {
    expect(verdicts('Update `placesOf()`', { complete: false })).toEqual({});
    expect(verdicts('[MANUAL] Delete `src/legacy.js`')).toEqual({});
  });

  it('gives claims of its contract, with where they stand', () => {
    const claims = judge('- [ ] 2.1 Change `src/lint.js`\n- [ ] 2.2 Fix `src/lint.js`');
    expect(claims.map((claim) => claimSchema.parse(claim))).toEqual([
      {
        kind: 'path',
        text: 'src/lint.js',
        source: { path, line: 7, task: '2.1' },
        verdict: 'stale',
        detail: 'src/lint.js is not there at the base; nearest: src/lint/index.js.',
        nearest: 'src/lint/index.js',
      },
    ]);
  });
});
