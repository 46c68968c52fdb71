import { describe, expect, it } from 'vitest';
import type { CheckVerdict } from '../../../src/checks/check.ts';
import { testIntegrity } from '../../../src/checks/test-integrity.ts';
import { deliver, type Tree } from '../world.ts';
import { type Sample, samples } from './samples.ts';

const registry = { 'test-integrity': testIntegrity };
const run = (base: Tree, head: Tree, more: Partial<Parameters<typeof deliver>[0]> = {}): CheckVerdict =>
  testIntegrity.run(deliver({ base, head, ...more }, registry));

type Edit = [from: string | RegExp, to: string];

const edited = (path: Sample, edits: Edit[]): Tree => {
  let text: string = samples[path];
  for (const [from, to] of edits) {
    const next = text.replace(from, to);
    if (next === text) throw new Error(`${path} does not hold ${from}`);
    text = next;
  }
  return { [path]: text };
};
const mutated = (path: Sample, edits: Edit[]): CheckVerdict =>
  run({ [path]: samples[path] }, edited(path, edits));

/** The second test of each sample, from its first to its last line. */
const second: Record<Sample, RegExp> = {
  'src/links.test.ts': /\n {2}it\('refuses[\s\S]*?\n {2}\}\);\n/,
  'test/links.js': /\ntest\('refuses[\s\S]*?\n\}\);\n/,
  'tests/test_links.py': /class TestRefusals[\s\S]*$/,
  'pkg/links_test.go': /\nfunc TestRefuses[\s\S]*$/,
  'src/links.rs': /\n {4}#\[test\]\n {4}fn refuses[\s\S]*?\n {4}\}\n/,
  'src/test/java/LinksTest.java': /\n {4}@Test\n {4}void refuses[\s\S]*?\n {4}\}\n/,
  'spec/links_spec.rb': /\n {2}it 'refuses[\s\S]*?\n {2}end\n/,
  'Links.Tests/LinksTests.cs': /\n {4}\[Fact\]\n {4}public async[\s\S]*?\n {4}\}\n/,
  'tests/LinksTest.php': /\n {4}public function testRefuses[\s\S]*?\n {4}\}\n/,
  'Tests/LinksTests.swift': /\n {4}func testRefuses[\s\S]*?\n {4}\}\n/,
  'test/links_test.exs': /\n {2}test "refuses[\s\S]*?\n {2}end\n/,
  'tests/links_test.cpp': /\nTEST\(Links, Refuses[\s\S]*$/,
  'src/test/scala/LinksSpec.scala': /\n {2}it should "refuses[\s\S]*?\n {2}\}\n/,
  'src/test/kotlin/LinksSpec.kt': /\n {2}test\("refuses[\s\S]*?\n {2}\}\n/,
  'test/links_test.dart': /\n {2}test\('refuses[\s\S]*?\n {2}\}\);\n/,
  'test/links.bats': /\n@test "refuses[\s\S]*$/,
};
const all = Object.entries(second).map(([path, pattern]) => [path as Sample, pattern] as const);

describe('a test that is gone', () => {
  it.each(all)('is missed in %s', (path, pattern) => {
    const { verdict, evidence } = mutated(path, [[pattern, '']]);
    expect(verdict).toBe('fail');
    expect(evidence[0]).toMatch(/[Rr]efuses.*is gone\. Put it back/s);
    expect(evidence.at(-1)).toMatch(/^1 changed file with tests: [2-5] tests before, [1-3] now\.$/);
  });

  it.each(all)('is missed in %s where it is commented out', (path, pattern) => {
    const mark = /\.(?:py|rb|exs|bats)$/.test(path) ? '#' : '//';
    const found = pattern.exec(samples[path])?.[0] ?? '';
    const comment = found.replace(/^(?=.*\S)/gm, `${mark} `);
    const { verdict, evidence } = mutated(path, [[found, comment]]);
    expect(verdict).toBe('fail');
    expect(evidence.join('\n')).toMatch(/is only a comment now/);
  });

  it.each(all)('is missed with all of %s', (path) => {
    const { verdict, evidence } = run({ [path]: samples[path] }, {});
    expect(verdict).toBe('fail');
    expect(evidence[0]).toContain(`\`${path}\` was deleted with `);
  });

  it('is missed although another one was added in its place', () => {
    const { verdict } = mutated('src/links.test.ts', [
      [
        second['src/links.test.ts'],
        "\n  it('knows relative links', () => {\n    expect(classify('b/c')).toBe('relative');\n  });\n",
      ],
    ]);
    expect(verdict).toBe('fail');
  });

  it('is missed where its file is no test any more', () => {
    const text = samples['src/links.test.ts'];
    expect(
      run(
        { 'src/links.test.ts': text },
        { 'src/links.test.ts.bak': text },
        { renames: { 'src/links.test.ts': 'src/links.test.ts.bak' } },
      ).verdict,
    ).toBe('fail');
  });

  it('is missed where a table has fewer rows', () => {
    expect(mutated('pkg/links_test.go', [['\t\t{"blank", " "},\n', '']]).verdict).toBe('fail');
    const table = (rows: string) => ({
      'a.test.js': `it.each([${rows}])('adds %i', (a, b) => {\n  expect(add(a, b)).toBe(3);\n});\n`,
    });
    expect(run(table('[1, 2], [2, 1], [3, 0]'), table('[1, 2]')).verdict).toBe('fail');
    const python = (rows: string) => ({
      'test_a.py': `import pytest\n\n@pytest.mark.parametrize("a,b", [${rows}])\ndef test_add(a, b):\n    assert add(a, b) == 3\n`,
    });
    expect(run(python('(1, 2), (2, 1)'), python('(1, 2)')).verdict).toBe('fail');
  });
});

const skipped: [Sample, string, Edit[]][] = [
  ['src/links.test.ts', 'it.skip', [["it('refuses", "it.skip('refuses"]]],
  ['src/links.test.ts', 'xit', [["it('refuses", "xit('refuses"]]],
  ['src/links.test.ts', 'describe.skip', [["describe('links'", "describe.skip('links'"]]],
  [
    'src/links.test.ts',
    'it.todo',
    [[/it\('refuses an empty link'[\s\S]*?\n {2}\}\);/, "it.todo('refuses an empty link');"]],
  ],
  ['src/links.test.ts', 'it.fails', [["it('refuses", "it.fails('refuses"]]],
  ['src/links.test.ts', 'it.skipIf', [["it('refuses", "it.skipIf(process.env.CI)('refuses"]]],
  ['src/links.test.ts', 'an early return', [['const given', 'return;\n    const given']]],
  [
    'src/links.test.ts',
    'an early return that is a condition',
    [['const given', 'if (true) return;\n    const given']],
  ],
  [
    'test/links.js',
    'an option',
    [["test('refuses an empty link', ", "test('refuses an empty link', { skip: true }, "]],
  ],
  [
    'test/links.js',
    't.skip',
    [["link', () => {\n  assert.throws", "link', (t) => {\n  t.skip();\n  assert.throws"]],
  ],
  [
    'tests/test_links.py',
    'mark.skip',
    [['    def test_refuses', '    @pytest.mark.skip(reason="flaky")\n    def test_refuses']],
  ],
  [
    'tests/test_links.py',
    'mark.skipif',
    [
      [
        '    def test_refuses',
        '    @pytest.mark.skipif(sys.platform == "x", reason="y")\n    def test_refuses',
      ],
    ],
  ],
  ['tests/test_links.py', 'mark.xfail', [['def test_classifies', '@pytest.mark.xfail\ndef test_classifies']]],
  [
    'tests/test_links.py',
    'unittest.skip on a class',
    [['class TestRefusals', '@unittest.skip("later")\nclass TestRefusals']],
  ],
  [
    'tests/test_links.py',
    'pytest.skip inside',
    [['        with', '        pytest.skip("later")\n        with']],
  ],
  [
    'tests/test_links.py',
    'pytestmark',
    [['\n\ndef test_c', '\npytestmark = pytest.mark.skip("later")\n\ndef test_c']],
  ],
  ['tests/test_links.py', 'a return', [['    assert classify', '    return\n    assert classify']]],
  ['pkg/links_test.go', 't.Skip', [['\ttests := ', '\tt.Skip("flaky")\n\ttests := ']]],
  ['pkg/links_test.go', 't.SkipNow', [['\tif got', '\tt.SkipNow()\n\tif got']]],
  [
    'pkg/links_test.go',
    'a guard',
    [['\ttests := ', '\tif runtime.GOOS == "linux" {\n\t\tt.Skip("x")\n\t}\n\ttests := ']],
  ],
  [
    'src/links.rs',
    '#[ignore]',
    [['    #[test]\n    fn refuses', '    #[test]\n    #[ignore]\n    fn refuses']],
  ],
  [
    'src/links.rs',
    '#[should_panic]',
    [['    #[test]\n    fn refuses', '    #[test]\n    #[should_panic]\n    fn refuses']],
  ],
  [
    'src/test/java/LinksTest.java',
    '@Disabled',
    [['    @Test\n    void refuses', '    @Disabled("later")\n    @Test\n    void refuses']],
  ],
  ['src/test/java/LinksTest.java', '@Ignore on the class', [['class LinksTest', '@Ignore\nclass LinksTest']]],
  ['spec/links_spec.rb', 'xit', [["it 'refuses", "xit 'refuses"]]],
  ['spec/links_spec.rb', 'skip', [['    expect { Links', "    skip 'later'\n    expect { Links"]]],
  ['spec/links_spec.rb', 'a tag', [["'refuses an empty link' do", "'refuses an empty link', :skip do"]]],
  ['spec/links_spec.rb', 'pending', [['    expect { Links', '    pending\n    expect { Links']]],
  [
    'Links.Tests/LinksTests.cs',
    'Skip',
    [['[Fact]\n    public async', '[Fact(Skip = "later")]\n    public async']],
  ],
  [
    'tests/LinksTest.php',
    'markTestSkipped',
    [
      [
        '        $this->expectException',
        "        $this->markTestSkipped('x');\n        $this->expectException",
      ],
    ],
  ],
  [
    'Tests/LinksTests.swift',
    'XCTSkip',
    [['        XCTAssertThrows', '        throw XCTSkip("later")\n        XCTAssertThrows']],
  ],
  ['test/links_test.exs', '@tag :skip', [['  test "refuses', '  @tag :skip\n  test "refuses']]],
  ['tests/links_test.cpp', 'DISABLED_', [['Links, RefusesAn', 'Links, DISABLED_RefusesAn']]],
  ['tests/links_test.cpp', 'GTEST_SKIP', [['  EXPECT_THROW', '  GTEST_SKIP() << "later";\n  EXPECT_THROW']]],
  ['tests/links_test.cpp', '#if 0', [['TEST(Links, Refuses', '#if 0\nTEST(Links, Refuses']]],
  ['src/links.test.ts', 'if (false)', [["  it('refuses", "  if (false) it('refuses"]]],
  [
    'spec/links_spec.rb',
    'if: false',
    [["it 'refuses an empty link' do", "it 'refuses an empty link', if: false do"]],
  ],
  ['src/test/scala/LinksSpec.scala', 'ignore', [['it should "refuses', 'ignore should "refuses']]],
  [
    'src/test/scala/LinksSpec.scala',
    'ignore for in',
    [['"refuses an empty link" in', '"refuses an empty link" ignore']],
  ],
  ['src/test/kotlin/LinksSpec.kt', 'xtest', [['test("refuses', 'xtest("refuses']]],
  ['src/test/kotlin/LinksSpec.kt', 'a bang', [['test("refuses', 'test("!refuses']]],
  [
    'test/links_test.dart',
    'skip: true',
    [['throwsArgumentError);\n  });', 'throwsArgumentError);\n  }, skip: true);']],
  ],
  [
    'test/links_test.dart',
    'a reason',
    [['throwsArgumentError);\n  });', "throwsArgumentError);\n  }, skip: 'later');"]],
  ],
  ['test/links.bats', 'skip', [["  run classify ''", "  skip 'later'\n  run classify ''"]]],
];

it.each<[Sample, string, Edit[]]>([
  ['src/links.rs', 'a feature', [['#[cfg(test)]', '#[cfg(all(test, feature = "slow"))]']]],
  [
    'src/links.test.ts',
    'a browser',
    [['    const given =', "    test.skip(browserName === 'firefox', 'no clipboard');\n    const given ="]],
  ],
  [
    'test/links_test.dart',
    'a platform',
    [['throwsArgumentError);\n  });', 'throwsArgumentError);\n  }, skip: isWeb);']],
  ],
])(
  'a test of %s that does not run everywhere is found, and is a question where it is new: %s',
  (path, _, edits) => {
    expect(mutated(path, edits).verdict).toBe('fail');
    expect(run({}, edited(path, edits))).toMatchObject({
      verdict: 'pass',
      flags: [expect.stringContaining('may not run')],
    });
  },
);

it('a test in a test is missed', () => {
  const outer = (inner: string) => ({
    'a.test.mjs': `test('parses', async (t) => {\n  await t.test('a', () => {\n    assert.equal(parse('1'), 1);\n  });\n${inner}});\n`,
  });
  const second = "  await t.test('b', () => {\n    assert.equal(parse('b'), 'b');\n  });\n";
  expect(run(outer(second), outer('')).evidence[0]).toMatch(/“b” is gone/);
});

it('a test that only its docblock makes one is missed', () => {
  const php = (block: string) => ({
    'tests/CartTest.php': `<?php\nclass CartTest extends TestCase\n{\n${block}    public function it_adds(): void\n    {\n        $this->assertSame(1, add());\n    }\n}\n`,
  });
  expect(run(php('    /** @test */\n'), php('')).evidence[0]).toMatch(/“it_adds” is gone/);
  expect(run(php('    /** @test */\n'), php('    #[Test]\n')).verdict).toBe('pass');
});

it('a file is missed that no runner finds by its new name', () => {
  const text = samples['src/links.test.ts'];
  const renames = { 'src/links.test.ts': 'src/links.old.ts' };
  expect(run({ 'src/links.test.ts': text }, { 'src/links.old.ts': text }, { renames }).verdict).toBe('fail');
});

describe('a test that does not run', () => {
  it.each(skipped)('is found in %s: %s', (path, _, edits) => {
    const { verdict, places } = mutated(path, edits);
    expect(verdict).toBe('fail');
    expect(places?.every((place) => place.path === path && place.line > 0)).toBe(true);
    expect(places).not.toEqual([]);
  });

  it('is found where it is new', () => {
    for (const [path, _, edits] of skipped.filter(
      ([, , list]) => !/return|\.todo|skipif|skipIf|GOOS/.test(String(list)),
    )) {
      const { verdict } = run({}, edited(path, edits));
      expect([path, String(edits), verdict]).toEqual([path, String(edits), 'fail']);
    }
  });

  it('is a question where it is new and knows where it cannot run', () => {
    const guarded = edited('pkg/links_test.go', [
      ['\ttests := ', '\tif runtime.GOOS == "windows" {\n\t\tt.Skip("x")\n\t}\n\ttests := '],
    ]);
    expect(run({}, guarded)).toMatchObject({
      verdict: 'pass',
      flags: [expect.stringContaining('may not run')],
    });
  });
});

const focused: [Sample, Edit][] = [
  ['src/links.test.ts', ["it('classifies", "it.only('classifies"]],
  ['src/links.test.ts', ["it('classifies", "fit('classifies"]],
  ['src/links.test.ts', ["describe('links'", "fdescribe('links'"]],
  ['src/links.test.ts', ["describe('links'", "describe.only('links'"]],
  [
    'test/links.js',
    ["test('classifies an absolute link', ", "test('classifies an absolute link', { only: true }, "],
  ],
  ['spec/links_spec.rb', ["it 'classifies", "fit 'classifies"]],
  ['spec/links_spec.rb', ["link' do\n    expect(", "link', focus: true do\n    expect("]],
];

it.each(focused)('a test of %s that runs alone is found: %s', (path, edit) => {
  expect(mutated(path, [edit])).toMatchObject({
    verdict: 'fail',
    evidence: [expect.stringContaining('runs alone'), expect.anything()],
  });
});

const emptied: [Sample, string, Edit[]][] = [
  ['src/links.test.ts', 'no assertion', [["expect(classify('/a')).toBe('root')", "classify('/a')"]]],
  ['src/links.test.ts', 'no matcher', [[".toBe('root')", '']]],
  ['src/links.test.ts', 'a constant', [["expect(classify('/a')).toBe('root')", 'expect(true).toBe(true)']]],
  [
    'src/links.test.ts',
    'the same on both sides',
    [["expect(classify('/a')).toBe('root')", 'expect(given).toEqual(given)']],
  ],
  ['src/links.test.ts', 'nothing', [["\n    expect(classify('/a')).toBe('root');\n  ", '']]],
  [
    'src/links.test.ts',
    'a comment',
    [["expect(classify('/a')).toBe('root');", "// expect(classify('/a')).toBe('root');"]],
  ],
  [
    'src/links.test.ts',
    'a catch',
    [
      [
        "expect(classify('/a')).toBe('root');",
        "try {\n      expect(classify('/a')).toBe('root');\n    } catch {\n      // flaky\n    }",
      ],
    ],
  ],
  ['test/links.js', 'a constant', [["assert.equal(classify('/a'), 'root')", 'assert.ok(true)']]],
  ['test/links.js', 'equal constants', [["assert.equal(classify('/a'), 'root')", 'assert.equal(1, 1)']]],
  ['tests/test_links.py', 'a constant', [['assert classify("/a") == "root"', 'assert True']]],
  ['tests/test_links.py', 'equal constants', [['assert classify("/a") == "root"', 'assert 1 == 1']]],
  [
    'tests/test_links.py',
    'a way out',
    [['assert classify("/a") == "root"', 'assert classify("/a") == "root" or True']],
  ],
  ['tests/test_links.py', 'pass', [['assert classify("/a") == "root"', 'pass']]],
  [
    'tests/test_links.py',
    'except',
    [
      [
        '    assert classify("/a") == "root"',
        '    try:\n        assert classify("/a") == "root"\n    except AssertionError:\n        pass',
      ],
    ],
  ],
  ['pkg/links_test.go', 'a log', [['t.Errorf("got %q", got)', 't.Logf("got %q", got)']]],
  ['pkg/links_test.go', 'nothing', [[/\tif got[\s\S]*?\n\t\}\n/, '']]],
  ['src/links.rs', 'a constant', [['assert_eq!(classify("/a"), "root")', 'assert!(true)']]],
  ['src/links.rs', 'a call', [['assert!(parse("").is_err())', 'let _ = parse("")']]],
  [
    'src/test/java/LinksTest.java',
    'a constant',
    [['assertEquals("root", Links.classify("/a"))', 'assertTrue(true)']],
  ],
  [
    'src/test/java/LinksTest.java',
    'a catch',
    [
      [
        'assertEquals("root", Links.classify("/a"));',
        'try { assertEquals("root", Links.classify("/a")); } catch (AssertionError e) { }',
      ],
    ],
  ],
  [
    'spec/links_spec.rb',
    'a constant',
    [["expect(Links.classify('/a')).to eq('root')", 'expect(true).to be true']],
  ],
  ['spec/links_spec.rb', 'nothing', [["expect(Links.classify('/a')).to eq('root')", "Links.classify('/a')"]]],
  [
    'Links.Tests/LinksTests.cs',
    'a constant',
    [['Assert.Equal("root", Links.Classify("/a"))', 'Assert.True(true)']],
  ],
  [
    'tests/LinksTest.php',
    'a constant',
    [["$this->assertSame('root', classify('/a'))", '$this->assertTrue(true)']],
  ],
  [
    'Tests/LinksTests.swift',
    'a constant',
    [['XCTAssertEqual(classify("/a"), "root")', 'XCTAssertTrue(true)']],
  ],
  [
    'src/links.test.ts',
    'a promise that is caught',
    [
      [
        "await expect(async () => classify('')).rejects.toThrow('empty');",
        "await expect(async () => classify('')).rejects.toThrow('empty').catch(() => {});",
      ],
    ],
  ],
  ['src/test/scala/LinksSpec.scala', 'no assertion', [['classify("/a") shouldBe "root"', 'classify("/a")']]],
  ['src/test/kotlin/LinksSpec.kt', 'no assertion', [['classify("/a") shouldBe "root"', 'classify("/a")']]],
  ['test/links_test.dart', 'no assertion', [["expect(classify('/a'), equals('root'))", "classify('/a')"]]],
  [
    'test/links_test.dart',
    'a constant',
    [["expect(classify('/a'), equals('root'))", 'expect(true, isTrue)']],
  ],
  ['test/links.bats', 'no assertion', [['  [ "$output" = "root" ]\n', '']]],
  [
    'src/test/java/LinksTest.java',
    'no matcher',
    [['assertEquals("root", Links.classify("/a"));', 'assertThat(Links.classify("/a"));']],
  ],
  ['test/links_test.exs', 'a constant', [['assert Links.classify("/a") == "root"', 'assert true']]],
  ['tests/links_test.cpp', 'a constant', [['EXPECT_EQ(classify("/a"), "root")', 'EXPECT_TRUE(true)']]],
];

it.each(emptied)('a test of %s that notices nothing is found: %s', (path, _, edits) => {
  const { verdict, evidence } = mutated(path, edits);
  expect(verdict).toBe('fail');
  expect(evidence[0]).toMatch(/asserts nothing|always holds|forgets it|nothing in it/);
});

it('a new test that notices nothing is found', () => {
  const head = { 'a.test.ts': "it('works', () => {\n  expect(true).toBe(true);\n});\n" };
  expect(run({}, head).verdict).toBe('fail');
  expect(run({}, { 'test_a.py': 'def test_a():\n    pass\n' }).verdict).toBe('fail');
  expect(run({}, { 'a.test.ts': "it('works', () => {});\n" }).verdict).toBe('fail');
});

it.each([
  [
    '#[should_panic(expected = "x")]\n    fn panics() {\n        f(-1);',
    'fn panics() {\n        let _ = g(-1);',
    'src/a.rs',
    (body: string) => `#[cfg(test)]\nmod tests {\n    #[test]\n    ${body}\n    }\n}\n`,
  ],
  [
    '@Test(expected = A.class)',
    '@Test',
    'src/test/java/ATest.java',
    (mark: string) => `class ATest {\n    ${mark}\n    public void a() {\n        f(-1);\n    }\n}\n`,
  ],
] as const)('a failure that is expected no more is found: %s', (was, is, path, text) => {
  expect(run({ [path]: text(was) }, { [path]: text(is) }).verdict).toBe('fail');
});

it('a helper that asserts nothing any more is found', () => {
  const file = (body: string) => ({
    'a.test.ts': `const expectRoot = (link) => {\n  ${body}\n};\n\nit('knows the root', () => {\n  expectRoot(classify('/a'));\n});\n`,
  });
  expect(run(file("expect(link).toBe('root');"), file('console.log(link);')).verdict).toBe('fail');
});

describe('what tests are compared with', () => {
  const test = { 'src/a.test.js': "it('a', () => {\n  expect(a()).toMatchSnapshot();\n});\n" };
  const snap = { 'src/__snapshots__/a.test.js.snap': 'exports[`a 1`] = `1`;\n' };
  it('is missed when it is deleted, not when its test is as well', () => {
    expect(run({ ...test, ...snap }, test).verdict).toBe('fail');
    expect(
      run({ ...test, ...snap }, {}, { answer: { notes: 'Deleted a.test.js: the feature went with it.' } })
        .verdict,
    ).toBe('pass');
  });
});

const settings: [string, string, string, string][] = [
  [
    'a script that does nothing',
    'package.json',
    '{"scripts":{"test":"vitest run"}}',
    '{"scripts":{"test":"exit 0"}}',
  ],
  [
    'a script that echoes',
    'package.json',
    '{"scripts":{"test":"vitest run"}}',
    '{"scripts":{"test":"echo ok"}}',
  ],
  [
    'a script that forgives',
    'package.json',
    '{"scripts":{"test":"vitest run"}}',
    '{"scripts":{"test":"vitest run || true"}}',
  ],
  ['a script that is gone', 'package.json', '{"scripts":{"test":"vitest run"}}', '{"scripts":{}}'],
  [
    'a script with a filter',
    'package.json',
    '{"scripts":{\n"test":"mocha"}}',
    '{"scripts":{\n"test":"mocha --grep links"}}',
  ],
  [
    'a script that needs no test',
    'package.json',
    '{"scripts":{\n"test":"jest"}}',
    '{"scripts":{\n"test":"jest --passWithNoTests"}}',
  ],
  [
    'ignored paths',
    'jest.config.js',
    'module.exports = {};\n',
    "module.exports = {\n  testPathIgnorePatterns: ['links'],\n};\n",
  ],
  [
    'less coverage',
    'jest.config.js',
    'module.exports = { coverageThreshold: { global: {\n  branches: 90,\n} } };\n',
    'module.exports = { coverageThreshold: { global: {\n  branches: 40,\n} } };\n',
  ],
  [
    'no coverage',
    'vitest.config.ts',
    'export default { test: { coverage: { thresholds: {\n  lines: 90,\n} } } };\n',
    'export default { test: { coverage: { thresholds: {\n} } } };\n',
  ],
  [
    'less coverage',
    'pyproject.toml',
    '[tool.coverage.report]\nfail_under = 90\n',
    '[tool.coverage.report]\nfail_under = 50\n',
  ],
  [
    'less coverage',
    'setup.cfg',
    '[tool:pytest]\naddopts = --cov-fail-under=90\n',
    '[tool:pytest]\naddopts = --cov-fail-under=10\n',
  ],
  [
    'left out tests',
    'pytest.ini',
    '[pytest]\naddopts = -q\n',
    '[pytest]\naddopts = -q --ignore=tests/test_links.py\n',
  ],
  [
    'chosen tests',
    'pyproject.toml',
    '[tool.pytest.ini_options]\naddopts = "-q"\n',
    '[tool.pytest.ini_options]\naddopts = "-q -k not_slow"\n',
  ],
  [
    'narrower tests',
    'jest.config.js',
    "module.exports = {\n  testMatch: ['**/*.test.js'],\n};\n",
    "module.exports = {\n  testMatch: ['**/unit/*.test.js'],\n};\n",
  ],
  [
    'a step that may fail',
    '.github/workflows/ci.yml',
    'steps:\n  - run: npm test\n',
    'steps:\n  - run: npm test\n    continue-on-error: true\n',
  ],
  ['no tests', 'Makefile', 'test:\n\tcargo test --all\n', 'test:\n\t@echo ok\n'],
  [
    'a job less',
    '.gitlab-ci.yml',
    'lint:\n  script: make lint\ntest:\n  script: cargo test\n',
    'lint:\n  script: make lint\n',
  ],
  [
    'a test left out',
    'vitest.config.ts',
    'export default {\n  test: {\n  },\n};\n',
    "export default {\n  test: {\n    exclude: ['**/cart.test.ts'],\n  },\n};\n",
  ],
  ['no tests', 'build.gradle', 'test {\n    useJUnitPlatform()\n}\n', 'test {\n    enabled = false\n}\n'],
  ['a command that may fail', 'Makefile', 'test:\n\tgo test ./...\n', 'test:\n\t-go test ./...\n'],
  ['a group left out', 'test/test_helper.exs', 'ExUnit.start()\n', 'ExUnit.start(exclude: [:slow])\n'],
  [
    'a group left out',
    'phpunit.xml',
    '<phpunit>\n</phpunit>\n',
    '<phpunit>\n<groups><exclude><group>slow</group></exclude></groups>\n</phpunit>\n',
  ],
  ['excluded tests', 'build.gradle.kts', 'tasks.test {\n}\n', 'tasks.test {\n  exclude("**/CartTest*")\n}\n'],
  ['a command that may fail', 'Makefile', 'test:\n\tgo test ./...\n', 'test:\n\tgo test ./... || true\n'],
  [
    'skipped tests',
    'pom.xml',
    '<properties>\n</properties>\n',
    '<properties>\n<skipTests>true</skipTests>\n</properties>\n',
  ],
];

it.each(settings)('a setting that weakens tests is found: %s in %s', (_, path, base, head) => {
  expect(run({ [path]: base }, { [path]: head }).verdict).toBe('fail');
});

it('a helper for tests of other files that asserts nothing any more is found', () => {
  const helper = (body: string) => ({ 'tests/helpers.py': `def check_links(x):\n    ${body}\n` });
  expect(run(helper('assert x == 1'), helper('pass')).verdict).toBe('fail');
  expect(run(helper('assert x == 1'), helper('same_links(x, 1)')).verdict).toBe('pass');
});

it('C# tests are known where `using Xunit` stands once for the project', () => {
  const test = (attribute: string) => ({
    'Shop/Cart.cs': `public class CartFacts {\n  [${attribute}]\n  public void Adds() {\n    Assert.Equal(1, Total());\n  }\n}\n`,
  });
  expect(run(test('Fact'), test('Fact(Skip = "flaky")')).verdict).toBe('fail');
});

it.each([
  ['a script runs them', 'Makefile', 'test:\n\tgo test ./...\n', 'test:\n\t./scripts/test.sh\n'],
  [
    'a file that is included runs them',
    '.gitlab-ci.yml',
    'test:\n  script: cargo test\n',
    'include: ci/test.yml\n',
  ],
])('tests may run elsewhere: %s', (_, path, base, head) => {
  const { verdict, flags } = run({ [path]: base }, { [path]: head });
  expect(verdict).not.toBe('fail');
  expect(flags).not.toEqual([]);
});
