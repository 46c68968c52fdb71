import type { Language } from '../language.ts';

/** Languages whose tests are calls with a text for a name, or texts with a block. */

const double = { open: '"', close: '"', multiline: false } as const;
const single = { open: "'", close: "'", multiline: false } as const;

export const scala: Language = {
  name: 'Scala',
  files: /\.(?:scala|sc)$/i,
  tests: /(?:^|\/)src\/\w*[tT]est\w*\/|(?:^|\/)\w+(?:Tests?|TestCase|IT|Spec|Suite)\.scala$/,
  content: /\bimport\s+(?:org\.scalatest|munit|org\.specs2|utest|zio\.test|weaver)\b/,
  syntax: {
    line: ['//'],
    block: [['/*', '*/']],
    strings: [{ open: '"""', close: '"""', multiline: true }, double],
  },
  cases: [
    {
      pattern: /(?<![\w.])(?:test|it|they|property|scenario|Scenario|ignore)\s*(?=\(\s*")/g,
      extent: 'brace',
    },
    {
      pattern:
        /^[ \t]*(?:(?:"[^"\n]{0,400}"|it|they|ignore)[ \t]+(?:should|must|can)[ \t]+)?(?="[^"\n]{0,400}"[ \t]+(?:in|ignore|taggedAs\b[^\n{]{0,200}\bin)[ \t]*\{)/gm,
      extent: 'brace',
      quoted: true,
    },
    { pattern: /@Test\b/g, extent: 'brace', name: /\bdef\s+(`[^`\n]+`|\w+)/g },
  ],
  suites: [{ pattern: /\b(?:class|object)\s+(?<name>\w+)/g, extent: 'brace' }],
  marks: [
    { kind: 'skip', pattern: /"[ \t]+ignore[ \t]*(?=\{)/g },
    { kind: 'skip', pattern: /^[ \t]*ignore(?=[ \t]+(?:should|must|can)\b|\s*\(\s*")/gm },
    { kind: 'skip', pattern: /(?<=")\.(?:ignore|pending)\b|@Ignore\b|@@\s*(?:TestAspect\.)?ignore\b/g },
    { kind: 'skip', pattern: /(?<![\w.])(?:assume|cancel)\s*\(/g, conditional: true },
    { kind: 'skip', pattern: /^[ \t]*pending[ \t]*$/gm },
    { kind: 'focus', pattern: /(?<=")\.only\b/g },
  ],
  assertions:
    /\b(?:assert\w*|intercept\w*|expect\w*|verify\w*|fail)\s*[[({]|\b(?:should|must)(?:Be|Equal|Not|Contain|Have|Match|Throw)\w*|\b(?:should|must)\b(?!\s+")|\bmust_\w*|===/g,
  tautologies:
    /\bassert(?:Equals)?\(\s*(?:true\s*[,)]|([\w.]+|"[^"\n]*")\s*(?:,|===?)\s*\1\s*\))|\btrue\s+should(?:Be\s+true|\s+be\s*\(?\s*true)/g,
  above: /^[ \t]*@/,
  helpers: /\bdef\s+(\w+)\s*(?=[([])/g,
  tables: null,
  rows: null,
};

export const dart: Language = {
  name: 'Dart',
  files: /\.dart$/i,
  tests: /_test\.dart$/i,
  content: /['"]package:(?:test|flutter_test|patrol)\//,
  syntax: {
    line: ['//'],
    block: [['/*', '*/']],
    strings: [
      { open: "'''", close: "'''", multiline: true },
      { open: '"""', close: '"""', multiline: true },
      double,
      single,
    ],
  },
  cases: [
    {
      pattern: /(?<![\w$.#])(?:test|testWidgets|blocTest|testGoldens|patrolTest)\s*(?=[(<])/g,
      extent: 'call',
    },
  ],
  suites: [{ pattern: /(?<![\w$.#])group\s*(?=\()/g, extent: 'call' }],
  marks: [
    // behind the test's own function: elsewhere it is an argument of what is tested
    { kind: 'skip', pattern: /\bskip(?<=[}'"][ \t]{0,9},\s{0,99}skip)\s*:\s*(?:true\b|['"])/g },
    {
      kind: 'skip',
      pattern: /\bskip(?<=[}'"][ \t]{0,9},\s{0,99}skip)\s*:\s*(?!true\b|false\b|null\b)[!\w]/g,
      conditional: true,
    },
    { kind: 'skip', pattern: /@Skip\s*\(|(?<![\w$.])markTestSkipped\s*\(/g },
    { kind: 'focus', pattern: /\bsolo(?<=[}'"][ \t]{0,9},\s{0,99}solo)\s*:\s*true\b/g },
  ],
  assertions:
    /(?<![\w$.])(?:expect(?:Later|Async\d?|Sync)?|verify\w*|fail|check)\s*\(|(?<![\w$])(?:expect|verify)\s*:/g,
  tautologies:
    /(?<![\w$.])expect\(\s*(?:true\s*,\s*(?:true|isTrue)|false\s*,\s*(?:false|isFalse)|([\w.]+|'[^'\n]*'|"[^"\n]*")\s*,\s*(?:equals\(\s*\1\s*\)|\1))\s*\)/g,
  above: null,
  helpers: /\b[A-Za-z_]\w*(?:<[\w<>?, ]{0,80}>)?\??[ \t]+(\w+)[ \t]*(?=\([^;\n]*\)[^;\n]*(?:\{|=>))/g,
  tables: null,
  rows: null,
};

export const bats: Language = {
  name: 'Bats',
  files: /\.bats$/i,
  tests: /\.bats$/i,
  content: /(?!)/,
  // `$#` and `${#list}` begin no comment
  syntax: { line: ['\n#', ' #', '\t#'], block: [], strings: [double, { ...single, multiline: true }] },
  cases: [{ pattern: /^@test[ \t]+(?=["'])/gm, extent: 'indent', quoted: true }],
  suites: [],
  marks: [
    { kind: 'skip', pattern: /^[ \t]*skip\b(?=[ \t]*(?:$|["'$;]))/gm },
    { kind: 'focus', pattern: /^[ \t]*# bats (?:file|test)_tags=[^\n]{0,200}\bbats:focus\b/gm, on: 'raw' },
  ],
  assertions:
    /^[ \t]*(?:\[\[?[ \t]|\(\(|(?:assert|refute)(?:_\w+)?\b|test[ \t]|fail\b|grep\b|diff\b|cmp\b|![ \t]|run[ \t]+(?:-\d|!))/gm,
  tautologies: /^[ \t]*(?:\[[ \t]+1[ \t]+(?:-eq|==?)[ \t]+1[ \t]+\]|assert[ \t]+true[ \t]*$)/gm,
  above: null,
  helpers: /^[ \t]*(?:function[ \t]+)?(\w+)[ \t]*\(\)[ \t]*(?=\{)/gm,
  tables: null,
  rows: null,
};
