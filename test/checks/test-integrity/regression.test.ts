import { describe, expect, it } from 'vitest';
import type { CheckVerdict } from '../../../src/checks/check.ts';
import { testIntegrity } from '../../../src/checks/test-integrity.ts';
import { assignment } from '../support.ts';
import { deliver, type Tree } from '../world.ts';

/** The change's own tasks stand beside those of the findings. */
const fixUp = (behavioural: string[]) =>
  assignment({
    tasks: '## 1. Answer the findings of round 1\n\n- [ ] 1.1 F4: Only the target\n',
    fixUp: { round: 1, behavioural },
  });
const run = (base: Tree, head: Tree, behavioural: string[]): CheckVerdict =>
  testIntegrity.run(
    deliver({ base, head, raw: { assignment: fixUp(behavioural) } }, { 'test-integrity': testIntegrity }),
  );

const code = { 'src/fix.js': 'export const fix = (text) => text;\n' };
const fixed = { 'src/fix.js': 'export const fix = (text) => text.trim();\n' };
const js = (...names: string[]): Tree => ({
  'test/fix.test.js': `import { it } from 'node:test';\n${names.map((name) => `it('${name}', () => { assert.equal(fix('${name}'), 'x'); });\n`).join('')}`,
});
const py = (...names: string[]): Tree => ({
  'tests/test_fix.py': names
    .map((name) => `def test_${name}():\n    assert fix("${name}") == "x"\n`)
    .join('\n'),
});
const perl = (...names: string[]): Tree => ({
  't/fix.t': `use Test::More;\n${names.map((name) => `is(fix('${name}'), 'x');\n`).join('')}done_testing;\n`,
});
const go = (rows: number): Tree => ({
  'fix_test.go': `package fix\n\nfunc TestFix(t *testing.T) {\n\ttests := []struct{ in string }{\n${'\t\t{in: "a"},\n'.repeat(rows)}\t}\n\tfor _, test := range tests {\n\t\tif Fix(test.in) != "x" {\n\t\t\tt.Fatal(test.in)\n\t\t}\n\t}\n}\n`,
});

/** One test, and what it does. */
const body = (text: string, more = ''): Tree => ({
  'test/fix.test.js': `import { it } from 'node:test';\nit('a', () => {\n${text}\n});\n${more}`,
});
const was = " assert.equal(fix('a'), 'x');";
const table = (rows: number): Tree => ({
  'fix_test.go': `package fix\n\nvar cases = []struct{ in string }{\n${'\t{"a"},\n'.repeat(rows)}}\n\nfunc TestFix(t *testing.T) {\n\tfor _, one := range cases {\n\t\tif Fix(one.in) != "x" {\n\t\t\tt.Fatal(one.in)\n\t\t}\n\t}\n}\n`,
});
const ginkgo = (more = ''): Tree => ({
  'fix_test.go': `package fix\n\nvar _ = Describe("fix", func() {\n\tIt("a", func() { Expect(Fix("a")).To(Equal("x")) })\n${more}})\n`,
});

describe('the fix of a behavioural finding', () => {
  it.each<[string, Tree, Tree, string[]]>([
    ['no test at all', {}, {}, ['F4']],
    ['tests that are as they were', js('a'), js('a'), ['F4']],
    ['such a file as it was', perl('a'), perl('a'), ['F4']],
    ['a blank line in a test', body(was), body(`\n\n${was}\n`), ['F4']],
    ['a comment in a test', body(was), body(` // F4\n${was}`), ['F4']],
    [
      'a blank line in a block',
      py('a'),
      { 'tests/test_fix.py': 'def test_a():\n\n    assert fix("a") == "x"\n' },
      ['F4'],
    ],
    [
      'a blank line and a comment where cases are not read',
      perl('a'),
      { 't/fix.t': `${perl('a')['t/fix.t']}\n# F4\n` },
      ['F4'],
    ],
    ['a document beside the tests', {}, { 'tests/README.md': 'Run them.\n' }, ['F4']],
    ['tests of which only words changed', py('a'), { 'tests/test_fix.py': '# tested\n' }, ['F4', 'F5']],
  ])('fails with %s', (_what, before, after, ids) => {
    const { verdict, evidence } = run({ ...code, ...before }, { ...fixed, ...after }, ids);
    expect(verdict).toBe('fail');
    expect(evidence.join('\n')).toContain(`of ${ids.join(', ')} change`);
  });

  it.each<[string, Tree, Tree, string[]]>([
    ['a test of its own', js('a'), js('a', 'b'), ['F4']],
    ['a file of tests', {}, py('b', 'c'), ['F4', 'F5']],
    ['a row in a table', go(2), go(3), ['F4']],
    ['one more assertion in a test', body(was), body(`${was} assert.equal(fix(' b'), 'b');`), ['F4']],
    ['a row of a table elsewhere in the file', table(1), table(2), ['F4']],
  ])('passes with %s', (_what, before, after, ids) => {
    const { verdict, flags = [] } = run({ ...code, ...before }, { ...fixed, ...after }, ids);
    expect({ verdict, flags }).toEqual({ verdict: 'pass', flags: [] });
  });

  it.each<[string, Tree, Tree]>([
    ['a test that asserts nothing', body(was), body(was, "it('F4', () => { fix(' b'); });\n")],
    [
      'a longer name in a test',
      body("const r = fix('a'); assert.equal(r, 'x');"),
      body("const all = fix('a'); assert.equal(all, 'x');"),
    ],
    ['words printed by a test', body(was), body(` console.log(fix('a'));\n${was}`)],
    ['another value in a test', body(was), body(was.replace("'a'", "' a'"))],
    ['a longer message of an assertion', body(was), body(" assert.equal(fix('a'), 'x', 'is trimmed');")],
    ['Gherkin', {}, { 'features/fix.feature': 'Feature: fix\n  Scenario: trims\n    Then it is "a"\n' }],
    [
      'an example in the documentation of code',
      { 'src/a.py': 'def f(): pass\n' },
      { 'src/a.py': 'def f():\n  """\n  >>> f()\n  1\n  """\n' },
    ],
    [
      'a test beside its code',
      { 'src/a.zig': 'fn f() void {}\n' },
      { 'src/a.zig': 'fn f() void {}\ntest "f" { try expect(f() == 1); }\n' },
    ],
    ['rows of data that tests read', {}, { 'tests/data/names.json': '["a", " a"]\n' }],
  ])('is looked at by a person with %s', (_what, before, after) => {
    const { verdict, flags, tests } = run({ ...code, ...before }, { ...fixed, ...after }, ['F4']);
    expect({ verdict, tests }).toEqual({ verdict: 'pass', tests: { count: 0, names: [] } });
    expect(flags).toEqual([expect.stringContaining('Look whether each fix has a test')]);
  });

  it.each<[string, Tree, Tree]>([
    ['Ginkgo', ginkgo(), ginkgo('\tIt("trims", func() { Expect(Fix(" a")).To(Equal("a")) })\n')],
    [
      'Kotest',
      {},
      {
        'src/test/kotlin/FixSpec.kt':
          'class FixSpec : StringSpec({\n  "trims" {\n    fix(" a") shouldBe "a"\n  }\n})\n',
      },
    ],
    [
      'F#',
      {},
      { 'tests/FixTests.fs': 'module FixTests\n[<Fact>]\nlet ``trims`` () = Assert.Equal("a", fix " a")\n' },
    ],
    [
      'F# in a folder of its own',
      {},
      { 'Fix.Tests/Trimming.fs': '[<Fact>]\nlet ``trims`` () = Assert.Equal("a", fix " a")\n' },
    ],
    ['a shell', {}, { 'tests/fix_test.sh': 'testTrims() {\n  assertEquals a "$(fix " a")"\n}\n' }],
    ['Deno', {}, { 'fix_test.ts': "Deno.test('trims', () => { assertEquals(fix(' a'), 'a'); });\n" }],
    ['Perl', {}, perl('a')],
    ['Perl that grew', perl('a'), perl('a', 'b')],
    ['Haskell', {}, { 'test/FixSpec.hs': 'spec = it "trims" $ fix " a" `shouldBe` "a"\n' }],
    ['Lua', {}, { 'spec/fix_spec.lua': "it('trims', function() assert.are.equal('a', fix(' a')) end)\n" }],
    ['Clojure', {}, { 'test/fix_test.clj': '(deftest trims (is (= "a" (fix " a"))))\n' }],
  ])('passes with an assertion more in tests whose cases are not read: %s', (_what, before, after) => {
    const { verdict, flags = [], tests } = run({ ...code, ...before }, { ...fixed, ...after }, ['F4']);
    expect({ verdict, flags, tests }).toEqual({ verdict: 'pass', flags: [], tests: { count: 1, names: [] } });
  });

  it.each<[string, Tree]>([
    ['brings a library in', { 't/fix.t': `use Test::More;\nuse Test::Expect;\nrequire Assertions;\n` }],
    ['asserts of values alone', { 't/fix.t': "use Test::More;\nok(1, 'trims');\nis('a', 'a');\n" }],
    ['calls without asserting', { 't/fix.t': "use Test::More;\nfix(' a');\nprint fix('b');\n" }],
  ])('is looked at by a person where a test whose cases are not read %s', (_what, after) => {
    const { verdict, flags = [] } = run(code, { ...fixed, ...after }, ['F4']);
    expect([verdict, flags.length]).toEqual(['pass', 1]);
  });

  it('names the test whose table has a row more', () => {
    expect(run({ ...code, ...go(2) }, { ...fixed, ...go(3) }, ['F4']).tests).toEqual({
      count: 1,
      names: ['TestFix'],
    });
  });

  it('is looked at by a person where there are fewer tests than fixes', () => {
    const { verdict, flags } = run({ ...code, ...js('a') }, { ...fixed, ...js('a', 'b') }, [
      'F4',
      'F5',
      'F6',
    ]);
    expect(verdict).toBe('pass');
    expect(flags?.[0]).toContain('3 fixes (F4, F5, F6) and 1 new or extended');
  });

  it('asks for no test where nothing behaves otherwise, nor of other delegations', () => {
    expect(run(code, fixed, []).verdict).toBe('n/a');
    const plain = deliver({ base: code, head: fixed }, { 'test-integrity': testIntegrity });
    expect(testIntegrity.run(plain).verdict).toBe('n/a');
  });
});
