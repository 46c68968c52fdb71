import { describe, expect, it } from 'vitest';
import { diffSanity } from '../../src/checks/diff-sanity.ts';
import type { FileChange } from '../../src/ports/git.ts';
import { assignment, evidence, file, range, raw, tasksFile } from './support.ts';

const naming = (...paths: string[]): string =>
  `## 1. Work\n\n- [ ] 1.1 Change ${paths.map((path) => `\`${path}\``).join(' and ')}\n\n## 2. Later\n\n- [ ] 2.1 Touch \`later.js\`\n`;

const judge = (named: string[], changed: FileChange[], scope: string[] = []) =>
  diffSanity.run(
    evidence({
      range: range({ files: changed }),
      tasksText: { base: naming(...named), head: naming(...named, 'sneaked/in.js') },
      configuration: { ...raw().configuration, review: { ...raw().configuration.review, scope } },
    }),
  );

describe('diff-sanity', () => {
  it.each([
    ['the named file', 'src/a.js', 'src/a.js'],
    ['js: test beside it', 'src/a.js', 'src/a.test.js'],
    ['js: spec beside it', 'src/a.ts', 'src/a.spec.ts'],
    ['js: types beside it', 'src/a.js', 'src/a.d.ts'],
    ['js: test folder', 'src/a.js', 'test/a.test.js'],
    ['js: mirrored test folder', 'src/lint/rules/a.js', 'test/lint/rules/a.test.js'],
    ['js: __tests__', 'src/lint/a.js', 'src/lint/__tests__/a.test.js'],
    ['js: snapshot', 'src/lint/a.js', 'src/lint/__snapshots__/a.test.js.snap'],
    ['js: package of a monorepo', 'packages/core/src/a.ts', 'packages/core/test/a.test.ts'],
    ['py: test beside it', 'app/links.py', 'app/test_links.py'],
    ['py: tests folder', 'beacon/scanner/links.py', 'tests/test_links.py'],
    ['py: mirrored tests folder', 'beacon/scanner/links.py', 'tests/scanner/test_links.py'],
    ['go: test beside it', 'pkg/scan/scan.go', 'pkg/scan/scan_test.go'],
    ['java: mirrored test class', 'src/main/java/x/Cart.java', 'src/test/java/x/CartTest.java'],
    ['php: test class', 'app/Services/Tax.php', 'tests/Unit/Services/TaxTest.php'],
    ['c#: test project', 'src/Shop/Cart.cs', 'tests/Shop.Tests/CartTests.cs'],
    ['swift: test target', 'Sources/App/Basket.swift', 'Tests/AppTests/BasketTests.swift'],
    ['a named folder', 'docs/', 'docs/deep/links.md'],
    ['a named folder without slash', 'src/scanner', 'src/scanner/x/y.go'],
    ['a named glob', 'docs/**/*.md', 'docs/deep/links.md'],
    ['a named path with a line', 'src/a.js:12', 'src/a.js'],
    ['the tasks of the change', 'src/a.js', tasksFile],
  ])('%s is in scope', (_, named, changed) => {
    expect(judge([named], [file(changed)])).toMatchObject({ verdict: 'pass' });
  });

  it.each([
    ['another file beside it', 'src/a.js', 'src/b.js'],
    ['the same stem elsewhere', 'src/a.js', 'lib2/other/a.js'],
    ['a test of another folder', 'src/lint/a.js', 'test/scanner/a.test.js'],
    ['py: another module of the same name', 'beacon/scanner/links.py', 'beacon/lint/links.py'],
    ['go: another file', 'pkg/scan/scan.go', 'pkg/scan/walk.go'],
    ['java: a test of another module', 'pay/src/main/java/a/Pay.java', 'ship/src/test/java/a/PayTest.java'],
    ['c#: another class', 'src/Cart.cs', 'src/CartHelper.cs'],
    ['a longer folder name', 'docs', 'docs2/a.md'],
    ['what another section names', 'src/a.js', 'later.js'],
    ['what the delegate wrote into the tasks', 'src/a.js', 'sneaked/in.js'],
    ['the tasks of another change', 'src/a.js', 'openspec/changes/other/tasks.md'],
    ['the specs of the change', 'src/a.js', 'openspec/changes/gate-links/specs/links/spec.md'],
  ])('%s is out of scope', (_, named, changed) => {
    const verdict = judge([named], [file(changed)]);
    expect(verdict.verdict).toBe('fail');
    expect(verdict.evidence[0]).toContain(`Outside the declared scope: \`${changed}\``);
  });

  it.each([
    ['F4', 'test/scanner/other.test.js', 'pass'],
    ['F4', 't/other.t', 'pass'],
    ['F4', 'src/b.js', 'fail'],
    [null, 'test/scanner/other.test.js', 'fail'],
  ])('of a fix-up that owes a test for %s: %s is %s', (owed, changed, verdict) => {
    const tasks = naming('src/a.js');
    const judged = diffSanity.run(
      evidence({
        range: range({ files: [file('src/a.js'), file(changed)] }),
        assignment: assignment({ tasks, fixUp: { round: 1, behavioural: owed === null ? [] : [owed] } }),
      }),
    );
    expect(judged.verdict).toBe(verdict);
  });

  it('judges both names of a rename', () => {
    const renamed = file('src/a.js', { status: 'renamed', oldPath: 'other/b.js' });
    expect(judge(['src/a.js'], [renamed]).evidence[0]).toContain('`other/b.js`');
    expect(judge(['src/a.js', 'other/b.js'], [renamed]).verdict).toBe('pass');
  });

  it('takes configured globs, dotfiles and bare folders included', () => {
    const changed = [file('package-lock.json'), file('fixtures/.hidden/a.json')];
    expect(judge(['src/a.js'], changed).verdict).toBe('fail');
    expect(judge(['src/a.js'], changed, ['package-lock.json', 'fixtures']).verdict).toBe('pass');
    expect(judge(['src/a.js'], changed, ['*.json', 'fixtures/**/*.json']).verdict).toBe('pass');
  });

  it('holds the caps', () => {
    const caps = { ...raw().configuration.caps, files: 1, lines: 20 };
    const judged = (files: FileChange[]) =>
      diffSanity.run(
        evidence({
          range: range({ files }),
          configuration: {
            ...raw().configuration,
            caps,
            review: { ...raw().configuration.review, scope: ['**'] },
          },
        }),
      );
    expect(judged([file('x.js')]).verdict).toBe('pass');
    expect(judged([file('x.js'), file('y.js', { additions: 0, deletions: 0 })]).evidence[0]).toContain(
      '`caps.files` is 1',
    );
    expect(judged([file('x.js', { additions: 19, deletions: 2 })]).evidence[0]).toContain(
      '21 lines changed, `caps.lines` is 20',
    );
  });

  it('lists binary files', () => {
    const verdict = judge(['logo.png'], [file('logo.png', { additions: null, deletions: null })]);
    expect(verdict).toMatchObject({ verdict: 'pass' });
    expect(verdict.evidence).toContain('Binary or too large, not counted in lines: `logo.png`.');
  });

  it.each<[string, FileChange[], string]>([
    [
      'a file that was left at the remote',
      [file('x.js', { bytes: 'unfetched' })],
      'Larger than 1 MiB: `x.js`',
    ],
    ['a file over 1 MiB', [file('x.js', { bytes: 1024 * 1024 + 1 })], 'Larger than 1 MiB: `x.js`'],
    [
      'much altogether',
      Array.from({ length: 11 }, (_, at) => file(`${at}.js`, { bytes: 1024 * 1024 })),
      '11.0 MiB together',
    ],
  ])('fails for %s', (_, changed, words) => {
    const verdict = judge(['x.js', '*.js'], changed);
    expect(verdict.verdict).toBe('fail');
    expect(verdict.evidence.join('\n')).toContain(words);
    const small = changed.map((one) => ({ ...one, bytes: 900_000 }));
    expect(judge(['x.js', '*.js'], small).verdict).toBe('pass');
  });

  it('does not apply when nothing changed', () => {
    expect(judge(['src/a.js'], []).verdict).toBe('n/a');
  });
});
