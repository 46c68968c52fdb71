import type { Language } from '../language.ts';
import type { Syntax } from '../mask.ts';

const cLike: Syntax = {
  line: ['//'],
  block: [['/*', '*/']],
  strings: [
    { open: '"""', close: '"""', multiline: true },
    { open: '"', close: '"', multiline: false },
    { open: "'", close: "'", multiline: false },
  ],
};

/** Kotlin's back-quoted names stand as they are. */
export const java: Language = {
  name: 'Java and Kotlin',
  files: /\.(?:java|kts?|groovy)$/i,
  tests:
    /(?:^|\/)src\/\w*[tT]est\w*\/|(?:^|\/)(?:Test\w*|\w+(?:Tests?|TestCase|IT|Spec))\.(?:java|kt|groovy)$/,
  content: /\borg\.junit\b|\bkotlin\.test\b|\borg\.testng\b/,
  syntax: cLike,
  cases: [
    {
      pattern: /@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\b/g,
      extent: 'brace',
      name: /(?:\bvoid|\bfun|[\w>\]])\s+(`[^`\n]+`|\w+)\s*(?=\()/g,
    },
    { pattern: /\bpublic\s+void\s+(?<name>test\w+)\s*(?=\()/g, extent: 'brace' },
    // Kotest and Spock
    { pattern: /^[ \t]*(?:x?test|x?it|x?should)\s*(?=\(\s*")/gm, extent: 'brace' },
    { pattern: /^[ \t]*def[ \t]+(?=["'])/gm, extent: 'brace', quoted: true },
  ],
  suites: [{ pattern: /\bclass\s+(?<name>\w+)/g, extent: 'brace' }],
  marks: [
    { kind: 'skip', pattern: /@(?:Disabled|Ignore)\b(?!If|On|For)/g },
    { kind: 'skip', pattern: /^[ \t]*x(?:test|it|should|describe|context|given)\b(?=\s*\(\s*")/gm },
    {
      kind: 'skip',
      pattern: /^[ \t]*(?:test|it|should|describe|context)\s*\(\s*"!(?=\w)/gm,
      on: 'bare',
    },
    { kind: 'skip', pattern: /@(?:IgnoreIf|Requires)\b/g, conditional: true },
    { kind: 'focus', pattern: /@IgnoreRest\b/g },
    { kind: 'skip', pattern: /@(?:Disabled|Enabled)(?:If|On|For)\w*/g, conditional: true },
    { kind: 'skip', pattern: /\benabled\s*=\s*false\b/g },
    { kind: 'skip', pattern: /\bassume(?:True\(\s*false|False\(\s*true)\b|\babort\s*\(/g },
    {
      kind: 'skip',
      pattern: /\bassume(?:True|False|That|Not)\w*\s*\((?!\s*(?:true|false)\b)/g,
      conditional: true,
    },
  ],
  assertions:
    /\b(?:assert\w*|verify\w*|fail|expect\w*|then\w*|andExpect\w*|should\w*|check)\s*[({]|\.(?:should\w*|isEqualTo|hasSize|isTrue|isFalse)\s*\(|\bexpected\s*=|\bStepVerifier\b|\bshould(?:Be|Not|Throw|Contain|Have)\w*\b|\bassert\w+\s*<[^<>\n]{1,200}>\s*[({]|^[ \t]*(?:then|expect)[ \t]*:/gm,
  tautologies:
    /\bassert(?:True|That)?\s*\(\s*(?:"[^"\n]*"\s*,\s*)?true\s*[,)]|\bassertFalse\s*\(\s*false\s*[,)]|\bassert(?:Equals|Same)\s*\(\s*([\w.]+|"[^"\n]*")\s*,\s*\1\s*[,)]|\bassertNotNull\s*\(\s*"[^"\n]*"\s*[,)]|\bassertThat\s*\((?:[^()\n,]|\([^()\n]*\)){1,300}\)\s*;/g,
  above: /^[ \t]*@/,
  helpers: /(?:\bvoid|\bfun|[\w>\]])[ \t]+(\w+)[ \t]*(?=\([^;\n]*\)[^;\n]*\{)/g,
  tables: /@(?:ValueSource|CsvSource)\s*\(\s*(?:\w+\s*=\s*)?(?=\{|\[)/g,
  rows: null,
};

export const csharp: Language = {
  name: 'C#',
  files: /\.(?:cs|fs|vb)$/i,
  tests: /(?:^|\/)[^/]*[Tt]ests?\/.*\.cs$|(?:^|\/)\w*(?:Tests?|Spec|Specs|Facts)\.cs$/,
  // `using Xunit` may stand once for the whole project
  content:
    /\busing\s+(?:Xunit|NUnit\.Framework|Microsoft\.VisualStudio\.TestTools\.UnitTesting)\b|^[ \t]*\[(?:Fact|Theory|TestMethod|TestCase)\b/m,
  syntax: {
    ...cLike,
    strings: [{ open: '@"', close: '"', multiline: true, raw: true }, ...cLike.strings],
  },
  cases: [
    {
      pattern:
        /\[\s*(?:\w+\s*,\s*)?(?:Fact|Theory|Test|TestCase|TestCaseSource|TestMethod|DataTestMethod)\b/g,
      extent: 'brace',
      name: /\b(?:public|internal|private|protected|async|void|Task(?:<\w+>)?)\s+(?:(?:static|async|override|virtual|void|Task|ValueTask)\s+)*(\w+)\s*(?=\()/g,
    },
  ],
  suites: [{ pattern: /\bclass\s+(?<name>\w+)/g, extent: 'brace' }],
  marks: [
    {
      kind: 'skip',
      pattern: /\[\s*(?:\w+\s*,\s*)?(?:Fact|Theory|InlineData|MemberData)\s*\([^\]\n]*\bSkip\s*=/g,
    },
    { kind: 'skip', pattern: /\[\s*(?:[\w() ="]{1,200},\s*)?(?:Ignore|Explicit)\b/g },
    { kind: 'skip', pattern: /\bIgnore(?:Reason)?\s*=\s*"/g },
    { kind: 'skip', pattern: /^[ \t]*#if[ \t]+(?:false|NEVER)\b/gm },
    { kind: 'skip', pattern: /\bAssert\.(?:Ignore|Inconclusive|Skip)\s*\(/g },
    {
      kind: 'skip',
      pattern: /\b(?:Skip\.If(?:Not)?|Assert\.Skip(?:When|Unless)|Assume\.That)\s*\(/g,
      conditional: true,
    },
  ],
  assertions:
    /\b(?:Assert|StringAssert|CollectionAssert|ClassicAssert)\.(?!Pass\b|Ignore\b|Inconclusive\b)\w+|\.(?:Should|ShouldBe|ShouldNotBe|ShouldThrow|ShouldContain)\w*\s*\(|\.(?:Verify|VerifyAll|Received|DidNotReceive)\w*\s*\(|\bExpect\s*\(/g,
  tautologies:
    /\bAssert\.(?:True|IsTrue|That)\(\s*true\s*[,)]|\bAssert\.(?:False|IsFalse)\(\s*false\s*[,)]|\bAssert\.(?:Equal|AreEqual|Same|AreSame)\(\s*([\w.]+|"[^"\n]*")\s*,\s*\1\s*[,)]|\bAssert\.(?:NotNull|IsNotNull)\(\s*"[^"\n]*"\s*[,)]|\.Should\(\)\s*;/g,
  above: /^[ \t]*\[/,
  helpers: /\b(?:void|Task|bool|int|string|T|\w+)[ \t]+(\w+)[ \t]*(?:<\w+>)?(?=\([^;\n]*\)\s*\{)/g,
  tables: null,
  rows: /\[\s*(?:InlineData|TestCase|DataRow)\s*\(/g,
};

export const php: Language = {
  name: 'PHP',
  files: /\.php$/i,
  tests: /(?:^|\/)tests?\/.*\.php$|Test\.php$/i,
  content: /\bPHPUnit\\Framework\b|\bextends\s+\w*TestCase\b/,
  syntax: {
    line: ['//', '# '],
    block: [['/*', '*/']],
    strings: [
      { open: '"', close: '"', multiline: true },
      { open: "'", close: "'", multiline: true },
    ],
  },
  cases: [
    { pattern: /\bfunction\s+(?<name>test\w*)\s*(?=\()/gi, extent: 'brace' },
    { pattern: /#\[\s*\\?(?:\w+\\)*Test\s*\]/g, extent: 'brace', name: /\bfunction\s+(\w+)\s*(?=\()/g },
    { pattern: /(?<![\w$>:\\])(?:it|test)\s*(?=\(\s*['"])/g, extent: 'call' },
    {
      pattern: /(?:\/\*\*|\n[ \t]*\*)[ \t]*@test\b/g,
      extent: 'brace',
      name: /\bfunction\s+(\w+)\s*(?=\()/g,
      on: 'text',
    },
  ],
  suites: [{ pattern: /\bclass\s+(?<name>\w+)/g, extent: 'brace' }],
  marks: [
    { kind: 'skip', pattern: /(?:->|::)markTest(?:Skipped|Incomplete)\s*\(/g },
    { kind: 'skip', pattern: /\)\s*->(?:skip|todo)\s*\(/g },
    {
      kind: 'skip',
      pattern: /(?:->|::)expectNotToPerformAssertions\s*\(|#\[\s*\\?(?:\w+\\)*DoesNotPerformAssertions\b/g,
    },
    { kind: 'skip', pattern: /#\[\s*\\?(?:\w+\\)*Requires\w+\b/g, conditional: true },
    { kind: 'focus', pattern: /\)\s*->only\s*\(/g },
  ],
  assertions:
    /(?:->|::)(?:assert\w+|expect(?!NotToPerform)\w*|fail|shouldHave\w*|shouldBe\w*|shouldReturn)\s*\(|(?<![\w$>:])expect\s*\(/g,
  tautologies:
    /(?:->|::)assertTrue\(\s*true\s*[,)]|(?:->|::)assertFalse\(\s*false\s*[,)]|(?:->|::)assert(?:Equals|Same)\(\s*([\w$]+|'[^'\n]*'|"[^"\n]*")\s*,\s*\1\s*[,)]|(?<![\w$>:])expect\(\s*true\s*\)/gi,
  above: /^[ \t]*#\[/,
  helpers: /\bfunction\s+(\w+)\s*(?=\()/g,
  tables: /\)\s*->with\s*\(\s*(?=\[)|\breturn\s*(?=\[\s*(?:\[|['"] *['"]\s*=>\s*\[))/g,
  rows: /#\[\s*\\?(?:\w+\\)*(?:TestWith|DataProvider)\b/g,
};

export const swift: Language = {
  name: 'Swift',
  files: /\.swift$/i,
  tests: /(?:^|\/)[^/]*Tests?\/.*\.swift$|Tests?\.swift$/,
  content: /^\s*import\s+(?:XCTest|Testing)\b/m,
  syntax: { ...cLike, strings: cLike.strings.filter(({ open }) => open !== "'") },
  cases: [
    { pattern: /\bfunc\s+(?<name>test\w*)\s*(?=\()/g, extent: 'brace' },
    { pattern: /@Test\b/g, extent: 'brace', name: /\bfunc\s+(`[^`\n]+`|\w+)\s*(?=[(<])/g },
  ],
  suites: [{ pattern: /\b(?:class|struct)\s+(?<name>\w+)/g, extent: 'brace' }],
  marks: [
    { kind: 'skip', pattern: /\bthrow\s+XCTSkip\b|\.disabled\s*\(|^[ \t]*#if[ \t]+false\b/gm },
    { kind: 'skip', pattern: /\bXCTSkip(?:If|Unless)\s*\(|\.enabled\s*\(\s*if/g, conditional: true },
    { kind: 'expected-failure', pattern: /\bXCTExpectFailure\b|\bwithKnownIssue\b/g },
  ],
  assertions: /\bXCT(?:Assert\w*|Fail|Unwrap)\s*\(|#(?:expect|require)\s*\(/g,
  tautologies:
    /\bXCTAssert(?:True)?\(\s*true\s*[,)]|\bXCTAssertFalse\(\s*false\s*[,)]|#expect\(\s*(?:true|Bool\(true\))\s*[,)]|\bXCTAssertEqual\(\s*([\w.]+|"[^"\n]*")\s*,\s*\1\s*[,)]/g,
  above: /^[ \t]*@/,
  helpers: /\bfunc\s+(\w+)\s*(?=[(<])/g,
  tables: /@Test\s*\([^()\n]*arguments:\s*(?=\[)/g,
  rows: null,
};

export const cpp: Language = {
  name: 'C++',
  files: /\.(?:cc|cpp|cxx|c\+\+|hpp|hh|h|c|mm?)$/i,
  tests:
    /(?:^|\/)(?:tests?|unittests?)\/.*\.(?:cc|cpp|cxx|c)$|(?:[._-](?:unit)?tests?|Tests?)\.(?:cc|cpp|cxx|c|mm?)$|(?:^|\/)test_[^/]*\.(?:cc|cpp|cxx|c)$/i,
  content: /#\s*include\s*[<"](?:gtest\/|catch2\/|catch\.hpp|doctest|boost\/test)/,
  syntax: cLike,
  cases: [
    {
      pattern:
        /(?<![\w.])(?:TEST|TEST_F|TEST_P|TYPED_TEST|TYPED_TEST_P|TEST_CASE|TEST_CASE_METHOD|TEMPLATE_TEST_CASE|SCENARIO|SECTION|BOOST_AUTO_TEST_CASE|BOOST_FIXTURE_TEST_CASE)\s*(?=\()/g,
      extent: 'brace',
    },
  ],
  suites: [],
  marks: [
    { kind: 'skip', pattern: /\bGTEST_SKIP\s*\(|(?<![\w.])SKIP\s*\(/g },
    { kind: 'skip', pattern: /\bDISABLED_\w+/g },
    { kind: 'skip', pattern: /^[ \t]*#[ \t]*if[ \t]+(?:0|false)\b/gm },
    { kind: 'skip', pattern: /"[^"\n]*\[(?:\.\w*|!hide)\][^"\n]*"/g, on: 'bare' },
    { kind: 'skip', pattern: /\bboost::unit_test::disabled\b/g },
    { kind: 'expected-failure', pattern: /"[^"\n]*\[!(?:mayfail|shouldfail)\][^"\n]*"/g, on: 'bare' },
  ],
  assertions:
    /\b(?:EXPECT|ASSERT|REQUIRE|CHECK|BOOST_CHECK|BOOST_TEST|BOOST_REQUIRE|STATIC_REQUIRE|ADD_FAILURE|FAIL)\w*\s*\(|(?<![\w.])assert\s*\(/g,
  tautologies:
    /\b(?:EXPECT_TRUE|ASSERT_TRUE|REQUIRE|CHECK|assert)\(\s*(?:true|1|1\s*==\s*1)\s*\)|\b(?:EXPECT_EQ|ASSERT_EQ)\(\s*([\w.]+|"[^"\n]*")\s*,\s*\1\s*\)|\bSUCCEED\s*\(/g,
  above: null,
  helpers: /\b(?:void|bool|int|auto)[ \t]+(\w+)[ \t]*(?=\([^;\n]*\)\s*\{)/g,
  tables: /\b(?:Values|GENERATE)\s*(?=\()/g,
  rows: null,
};
