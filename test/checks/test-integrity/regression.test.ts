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

describe('the fix of a behavioural finding', () => {
  it.each<[string, Tree, Tree, string[]]>([
    ['no test at all', {}, {}, ['F4']],
    ['tests that are as they were', js('a'), js('a'), ['F4']],
    ['such a file as it was', perl('a'), perl('a'), ['F4']],
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
    ['a file of tests in a language whose cases are not read', {}, perl('a'), ['F4']],
    ['such a file that grew', perl('a'), perl('a', 'b'), ['F4']],
  ])('passes with %s', (_what, before, after, ids) => {
    const { verdict, flags = [] } = run({ ...code, ...before }, { ...fixed, ...after }, ids);
    expect({ verdict, flags }).toEqual({ verdict: 'pass', flags: [] });
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
