import { describe, expect, it } from 'vitest';
import type { CheckVerdict } from '../../../src/checks/check.ts';
import { testIntegrity } from '../../../src/checks/test-integrity.ts';
import { evidence, file, range } from '../support.ts';
import { deliver, type Tree } from '../world.ts';
import { samples } from './samples.ts';

const registry = { 'test-integrity': testIntegrity };
const run = (base: Tree, head: Tree, more: Partial<Parameters<typeof deliver>[0]> = {}): CheckVerdict =>
  testIntegrity.run(deliver({ base, head, ...more }, registry));
const passed = (verdict: CheckVerdict): void =>
  expect({ verdict: verdict.verdict, evidence: verdict.verdict === 'fail' ? verdict.evidence : [] }).toEqual({
    verdict: 'pass',
    evidence: [],
  });

const tasksWith = (line: string): Tree => ({
  'openspec/changes/gate-links/tasks.md': `## 1. Scanner\n\n- [ ] 1.1 ${line}\n\n## 2. Docs\n\n- [ ] 2.1 x\n`,
});

describe('nothing is found in', () => {
  it.each(Object.entries(samples))('%s when it is new, is reindented or only moves', (path, text) => {
    expect(run({}, { [path]: text })).toMatchObject({
      verdict: expect.stringMatching('pass|n/a'),
      flags: [],
    });
    const moved = path.replace(/[Ll]inks(?=[^/]*$)/, (name) => (name === 'Links' ? 'Anchors' : 'anchors'));
    passed(run({ [path]: text }, { [moved]: text }));
    passed(run({ [path]: text }, { [moved]: text }, { renames: { [path]: moved } }));
    if (!/\.(?:py|rb|exs)$/.test(path))
      passed(run({ [path]: text }, { [path]: text.replace(/^(?=[ \t]+\S)/gm, '  ') }));
    passed(run({ [path]: text }, { [path]: text.replaceAll('\n', '\r\n') }));
  });

  it('tests that moved to two other files', () => {
    const [first, second] = [
      "it('a', () => {\n  expect(a()).toBe(1);\n});\n",
      "it('b', () => {\n  expect(b()).toBe(2);\n});\n",
    ];
    passed(run({ 'ab.test.ts': first + second }, { 'a.test.ts': first, 'b.test.ts': second }));
  });

  it('a test that got a better name, which is noted', () => {
    const text = samples['src/links.test.ts'];
    const verdict = run(
      { 'a.test.ts': text },
      { 'a.test.ts': text.replace('refuses an empty link', 'throws when the link is empty') },
    );
    passed(verdict);
    expect(verdict.evidence[0]).toContain(
      '“refuses an empty link” is called “throws when the link is empty” now',
    );
  });

  it('tests that follow a function to its new name', () => {
    for (const [path, text] of Object.entries(samples)) {
      const next = text
        .replaceAll('classify', 'classifyLink')
        .replaceAll('Classify(', 'ClassifyLink(')
        .replaceAll('lassifies', 'lassifiesAgain');
      passed(run({ [path]: text }, { [path]: next }));
    }
  });

  it('tests that became a table', () => {
    const one = (name: string, a: string, b: string) =>
      `it('${name}', () => {\n  expect(classify('${a}')).toBe('${b}');\n});\n`;
    const before =
      one('root', '/a', 'root') + one('relative', 'b', 'relative') + one('anchor', '#c', 'anchor');
    const after =
      "it.each([\n  ['/a', 'root'],\n  ['b', 'relative'],\n  ['#c', 'anchor'],\n])('knows %s', (link, kind) => {\n  expect(classify(link)).toBe(kind);\n});\n";
    const verdict = run({ 'a.test.ts': before }, { 'a.test.ts': after });
    passed(verdict);
    expect(verdict.evidence[0]).toContain('became rows of a table');
    const python = (name: string, a: string) =>
      `def test_${name}():\n    assert classify("${a}") == "${name}"\n\n\n`;
    passed(
      run(
        { 'test_a.py': python('root', '/a') + python('anchor', '#a') },
        {
          'test_a.py':
            'import pytest\n\n\n@pytest.mark.parametrize(\n    "link, kind",\n    [\n        ("/a", "root"),\n        ("#a", "anchor"),\n    ],\n)\ndef test_kinds(link, kind):\n    assert classify(link) == kind\n',
        },
      ),
    );
    const go = (name: string, a: string) =>
      `func Test${name}(t *testing.T) {\n\tif Classify("${a}") != "${name}" {\n\t\tt.Fatal("no")\n\t}\n}\n`;
    passed(
      run(
        { 'a_test.go': `package a\n\n${go('Root', '/a')}\n${go('Anchor', '#')}` },
        {
          'a_test.go':
            'package a\n\nfunc TestKinds(t *testing.T) {\n\tfor _, tt := range []struct{ in, want string }{\n\t\t{"/a", "Root"},\n\t\t{"#", "Anchor"},\n\t} {\n\t\tif Classify(tt.in) != tt.want {\n\t\t\tt.Error("no")\n\t\t}\n\t}\n}\n',
        },
      ),
    );
    const cs = (name: string) =>
      `    [Fact]\n    public void ${name}()\n    {\n        Assert.Equal("${name}", Kind("${name}"));\n    }\n`;
    passed(
      run(
        { 'ATests.cs': `class ATests\n{\n${cs('Root')}\n${cs('Anchor')}}\n` },
        {
          'ATests.cs':
            'class ATests\n{\n    [Theory]\n    [InlineData("Root")]\n    [InlineData("Anchor")]\n    public void Kinds(string name)\n    {\n        Assert.Equal(name, Kind(name));\n    }\n}\n',
        },
      ),
    );
  });

  it('words that only look like marks', () => {
    const text = `import { test, expect } from 'vitest';
const queue = make();
test('skips what was seen', async () => {
  queue.skip(1);
  stream.pipe(iterator.skip(2)).only('a');
  const options = { skip: true, only: true, todo: 'x' };
  await page.getByText('describe.skip("a")').click();
  context.skip(3);
  // it.skip is not what we want here
  expect(regex.test('it.only')).toBe(options.skip);
});
const describeIt = (x) => x.only;
`;
    passed(run({}, { 'a.test.ts': text }));
    passed(
      run(
        { 'src/queue.ts': 'export const a = 1;\n' },
        {
          'src/queue.ts': 'export const skip = (t) => t.skip(); describe.skip(1); it.only(2);\n',
          'a.test.ts': text,
        },
      ),
    );
    const python =
      'def test_skip_list():\n    """pytest.skip() is for later; @pytest.mark.skip too."""\n    items = reader.skip(3)  # pytest.skip("x")\n    assert items == []\n';
    passed(run({}, { 'test_a.py': python }));
    const go =
      'package a\n\nfunc TestSkip(t *testing.T) {\n\ts := "t.Skip()"\n\tif r.Skip(1) != s {\n\t\tt.Fatal("no")\n\t}\n}\n';
    passed(run({}, { 'a_test.go': go }));
  });

  it('documents and fixtures that show skipped tests', () => {
    const verdict = run(
      {},
      { 'docs/testing.md': "```js\nit.skip('x', () => {});\n```\n", 'README.md': 'Use `describe.only`.\n' },
    );
    expect(verdict.verdict).toBe('n/a');
  });

  it('marks that were there and move with their test', () => {
    const skipped = "describe('a', () => {\n  it.skip('b', () => {\n    expect(1 + a).toBe(2);\n  });\n});\n";
    passed(run({ 'a.test.ts': skipped }, { 'b.test.ts': skipped.replace(/^ {2}/gm, '') }));
    const guard =
      'package a\n\nfunc TestA(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip("slow")\n\t}\n\tif A() != 1 {\n\t\tt.Fatal("no")\n\t}\n}\n';
    passed(run({ 'a_test.go': guard }, { 'a_test.go': guard.replace('A() != 1', 'A() != 2') }));
    const python =
      'import sys\nimport pytest\n\n\n@pytest.mark.skipif(sys.platform == "win32", reason="paths")\ndef test_a():\n    assert a() == 1\n';
    passed(run({ 'test_a.py': python }, { 'test_a.py': python.replaceAll('test_a', 'test_b') }));
  });

  it('assertions that moved into a helper which is called', () => {
    const before =
      "it('a', () => {\n  expect(a()).toBe(1);\n});\n\nit('b', () => {\n  expect(b()).toBe(1);\n});\n";
    const after =
      "const isOne = (value) => {\n  expect(value).toBe(1);\n};\n\nit('a', () => {\n  isOne(a());\n});\n\nit('b', () => isOne(b()));\n";
    passed(run({ 'a.test.ts': before }, { 'a.test.ts': after }));
    const imported =
      "import { expectOne } from './support.ts';\nit('a', () => {\n  expectOne(a());\n});\n\nit('b', () => {\n  expectOne(b());\n});\n";
    passed(run({ 'a.test.ts': before }, { 'a.test.ts': imported }));
    passed(
      run(
        { 'test_a.py': 'def test_a():\n    assert a() == 1\n' },
        { 'test_a.py': 'def is_one(value):\n    assert value == 1\n\n\ndef test_a():\n    is_one(a())\n' },
      ),
    );
    passed(
      run(
        {
          'a_test.go':
            'package a\n\nfunc TestA(t *testing.T) {\n\tif A() != 1 {\n\t\tt.Fatal("no")\n\t}\n}\n',
        },
        {
          'a_test.go':
            'package a\n\nfunc isOne(t *testing.T, v int) {\n\tt.Helper()\n\tif v != 1 {\n\t\tt.Fatal("no")\n\t}\n}\n\nfunc TestA(t *testing.T) {\n\tisOne(t, A())\n}\n',
        },
      ),
    );
  });

  it('assertions of other libraries and forms', () => {
    const before = "it('a', async () => {\n  expect(a()).toBe(1);\n});\n";
    for (const body of [
      'assert.strictEqual(a(), 1);',
      'await request(app).get("/").expect(200);',
      'a().should.equal(1);',
      'expect(a(), "one").to.equal(1);',
      'return expect(a()).resolves.toBe(1);',
      'expect(a())\n    .toBe(1);',
      'sinon.assert.calledOnce(a);',
      'expect.assertions(1);\n  await a().catch((e) => expect(e).toBeTruthy());',
      'if (other) {\n    return;\n  }\n  expect(a()).toBe(1);',
      'try {\n    a();\n  } catch {}\n  expect(b).toBe(1);',
    ])
      passed(run({ 'a.test.ts': before }, { 'a.test.ts': `it('a', async () => {\n  ${body}\n});\n` }));
  });

  it('tests that go with what a task takes away', () => {
    const text = samples['src/links.test.ts'];
    const tree = {
      'src/links.ts': 'export const classify = 1;\n',
      'src/links.test.ts': text,
      'src/a.ts': 'x\n',
    };
    passed(
      run(
        { ...tree, ...tasksWith('Delete `src/links.test.ts`') },
        { 'src/a.ts': 'x\n', 'src/links.ts': 'export const classify = 1;\n' },
      ),
    );
    passed(run({ ...tree, ...tasksWith('Remove `src/links.ts`, nobody uses it') }, { 'src/a.ts': 'x\n' }));
    passed(
      run(
        { ...tree, ...tasksWith('Remove the function `classify`') },
        { 'src/a.ts': 'x\n', 'src/links.ts': 'export const other = 1;\n' },
      ),
    );
    passed(
      run(
        { ...tree, ...tasksWith('Drop the test "refuses an empty link": empty links are allowed now') },
        { ...tree, 'src/links.test.ts': text.replace(/\n {2}it\('refuses[\s\S]*?\n {2}\}\);\n/, '') },
      ),
    );
  });

  it('a removal that a task did not ask for, though it names the file (control)', () => {
    const text = samples['src/links.test.ts'];
    const base = { 'src/links.ts': 'export const classify = 1;\n', 'src/links.test.ts': text };
    const head = {
      ...base,
      'src/links.test.ts': text.replace(/\n {2}it\('refuses[\s\S]*?\n {2}\}\);\n/, ''),
    };
    for (const task of [
      'Extend `src/links.test.ts`: removed links are told apart',
      'Replace the pattern in `src/links.ts`',
      'Remove the call of `parse` from `src/links.ts`',
      'Do not delete anything from `src/links.test.ts`',
      'Skip blank lines in `classify`',
      'Remove `classify` and its tests',
    ])
      expect([task, run({ ...base, ...tasksWith(task) }, head).verdict]).toEqual([task, 'fail']);
  });

  it('a removal with a stated reason, which a person has to weigh', () => {
    const text = samples['src/links.test.ts'];
    const head = { 'src/links.test.ts': text.replace(/\n {2}it\('refuses[\s\S]*?\n {2}\}\);\n/, '') };
    const base = { 'src/links.test.ts': text };
    const notes = 'All good. The test "refuses an empty link" is gone: the parser refuses them before.';
    expect(run(base, head, { answer: { notes } })).toMatchObject({
      verdict: 'pass',
      flags: [expect.stringContaining('The reason given: “The test "refuses an empty link" is gone')],
    });
    expect(run(base, head, { answer: { notes: 'links.test.ts' } }).verdict).toBe('fail');
    expect(
      run(base, head, { answer: { notes: 'Some tests were in the way of the new behaviour.' } }).verdict,
    ).toBe('fail');
    expect(
      run(base, head, {
        answer: null,
        commits: [
          {
            message: `PER-206: links.test.ts loses a case\n\nlinks.test.ts tested twice what the parser does.`,
          },
        ],
      }).verdict,
    ).toBe('fail');
    expect(
      run(base, head, {
        answer: null,
        commits: [{ message: 'PER-206: Drop a case\n\nlinks.test.ts tested twice what the parser does.' }],
        raw: { pushedBy: 'ada' },
      }).verdict,
    ).toBe('pass');
  });

  it.each([
    [
      'package.json',
      '{"scripts":{"test":"vitest run","lint":"eslint ."}}',
      '{"scripts":{"test":"vitest run --coverage","lint":"biome check || true"}}',
    ],
    [
      'package.json',
      '{"scripts":{\n"test":"jest --passWithNoTests"}}',
      '{"scripts":{\n"test":"jest --passWithNoTests --ci"}}',
    ],
    [
      'package.json',
      '{"scripts":{\n"test":"echo \\"Error: no test specified\\" && exit 1"}}',
      '{"scripts":{\n"test":"node --test"}}',
    ],
    [
      'jest.config.js',
      'module.exports = { coverageThreshold: { global: {\n  branches: 80,\n} } };\n',
      'module.exports = { coverageThreshold: { global: {\n  branches: 90,\n} } };\n',
    ],
    [
      'pyproject.toml',
      '[project]\nminimum = 3\ntarget = "py39"\n',
      '[project]\nminimum = 2\ntarget = "py310"\n',
    ],
    [
      'jest.config.js',
      "module.exports = {\n  testMatch: ['**/*.test.js'],\n};\n",
      "module.exports = {\n  testMatch: ['**/*.test.js', '**/*.spec.js'],\n};\n",
    ],
    [
      'vitest.config.ts',
      'export default {\n  test: { timeout: 5 },\n};\n',
      'export default {\n  test: { timeout: 9 },\n};\n',
    ],
    [
      '.github/workflows/ci.yml',
      'steps:\n  - run: npm test\n',
      'steps:\n  - run: npm ci --ignore-scripts\n  - run: npm test\n',
    ],
    [
      '.github/workflows/ci.yml',
      'steps:\n  - run: deploy\n',
      'steps:\n  - run: mvn deploy -DskipTests\n    continue-on-error: true\n',
    ],
    ['Makefile', 'test:\n\tgo test ./...\n', 'test:\n\tgo test -race ./...\n\nclean:\n\trm -r out || true\n'],
    ['Makefile', 'test:\n\tgo test ./...\n', 'test:\n\t-rm -rf test-results\n\tgo test ./...\n'],
    [
      'vitest.config.ts',
      'export default {\n  test: {\n  },\n};\n',
      "export default {\n  test: {\n    coverage: { exclude: ['**/*.test.ts'] },\n  },\n};\n",
    ],
  ])('%s that asks for as much as before', (path, base, head) => {
    expect(['pass', 'n/a']).toContain(run({ [path]: base }, { [path]: head }).verdict);
  });

  it('tests that moved to another framework under their names', () => {
    const path = 'Tests/LinksTests.swift';
    const head = `import Testing

struct LinksTests {
    @Test func classifiesAnAbsoluteLink() {
        #expect(classify("/a") == "root")
    }

    @Test func refusesAnEmptyLink() {
        #expect(throws: (any Error).self) { try classify("") }
    }
}
`;
    passed(run({ [path]: samples[path] }, { [path]: head }));
  });

  it('words that only look like marks in Dart, Scala and shell', () => {
    const texts = {
      'test/a_test.dart':
        "import 'package:test/test.dart';\n\nvoid main() {\n  test('skips', () {\n    expect(page(skip: 1, only: true), [2]);\n  });\n}\n",
      'src/test/scala/ASpec.scala':
        'class ASpec extends AnyFunSuite {\n  test("ignores") {\n    assert(list.ignore(1).only(2) === Nil)\n  }\n}\n',
      'test/a.bats': '@test "skips" {\n  run list --skip 1\n  [ "$#" -eq 0 ]\n}\n',
    };
    expect(run({}, texts)).toMatchObject({ verdict: 'pass', flags: [] });
  });

  it('support files that are deleted', () => {
    const verdict = run({ 'test/support.ts': 'export const make = () => 1;\n' }, {});
    expect(verdict.verdict).not.toBe('fail');
  });
});

it('hostile and huge texts take no longer than they are', () => {
  const nasty = [
    `${'it('.repeat(100_000)}`,
    `${'expect('.repeat(100_000)}`,
    `it('a', () => { ${'x'.repeat(900_000)} });\n`,
    `${'/* '.repeat(200_000)}`,
    `${"'".repeat(300_000)}`,
    `${'[ '.repeat(300_000)}`,
    `${'@\n'.repeat(200_000)}`,
    `${' '.repeat(900_000)}`,
    `${'\n'.repeat(900_000)}`,
    `${'describe.skip('.repeat(50_000)}`,
    `${'it("a", () => {\n'.repeat(20_000)}`,
    `${'def test_a():\n'.repeat(30_000)}`,
    `${'TEST(a, b) {\n'.repeat(30_000)}`,
    `${'[Fact]\n'.repeat(60_000)}`,
    `${'#[test]\n'.repeat(60_000)}`,
    `${'@Test\n'.repeat(60_000)}`,
    `${'try {'.repeat(60_000)}`,
    `${'\n#'.repeat(300_000)}`,
    `${'/**\n * @test\n */\n'.repeat(40_000)}`,
  ];
  const names = [
    'a.test.ts',
    'test_a.py',
    'a_test.go',
    'src/test/A.java',
    'a_spec.rb',
    'ATests.cs',
    'tests/ATest.php',
    'tests/a.rs',
    'a_test.exs',
    'a_test.cpp',
    'ATests.swift',
    'a_test.dart',
    'a.bats',
    'src/test/ASpec.scala',
  ];
  const pass = (name: string, text: string): string => {
    const texts = { base: new Map([[name, text]]), head: new Map([[name, `${text}x`]]) };
    return testIntegrity.run(evidence({ range: range({ files: [file(name)] }), textsAt: texts })).verdict;
  };
  for (const name of names)
    for (const text of nasty) expect(['pass', 'fail', 'n/a']).toContain(pass(name, text));
}, 120_000);
