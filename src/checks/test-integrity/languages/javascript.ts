import type { Language } from '../language.ts';

const modifiers =
  '(?:\\.(?:concurrent|sequential|serial|parallel|skip|only|todo|fixme|fail|fails|failing|skipIf|runIf|each|for|describe|slow|step))*';
const testNames = '(?:it|test|specify|fit|xit|xtest|xspecify|xcontext|bench)';
/** What a test is skipped for, where its name would stand: `test.skip(browser === 'x', 'why')`. */
const condition =
  '(?:!|process\\.|is[A-Z]\\w*\\s*,\\s*[\'"`]|[\\w.]+\\s*(?:===?|!==?|&&|\\|\\|)|\\(\\{[^}\\n]{0,200}\\}\\)\\s*=>[^{\\n]{0,200},\\s*[\'"`])';
const suiteNames = '(?:describe|context|suite|fdescribe|xdescribe|xsuite|fcontext|test\\.describe)';
const literal =
  '(?:true|false|null|undefined|!0|!1|-?\\d+(?:\\.\\d+)?|\'[^\'\\n]*\'|"[^"\\n]*"|`[^`\\n]*`|\\[\\s*\\]|\\{\\s*\\})';

export const javascript: Language = {
  name: 'JavaScript',
  files: /\.(?:[cm]?[jt]sx?|vue|svelte)$/i,
  tests:
    /(?:[._-](?:test|spec|tests|specs|e2e|cy|it)\.[cm]?[jt]sx?$)|(?:^|\/)(?:tests?|__tests__|spec|specs|e2e|cypress)\/.*\.[cm]?[jt]sx?$|(?:^|\/)(?:test|spec)\.[cm]?[jt]sx?$/i,
  content:
    /\b(?:from|require\()\s*['"](?:vitest|@jest\/globals|node:test|@playwright\/test|ava|mocha|bun:test|tape|uvu)['"]|import\.meta\.vitest/,
  syntax: {
    line: ['//'],
    block: [['/*', '*/']],
    strings: [
      { open: '`', close: '`', multiline: true },
      { open: '"', close: '"', multiline: false },
      { open: "'", close: "'", multiline: false },
    ],
    regex: true,
  },
  cases: [
    {
      pattern: new RegExp(`(?<![\\w$.#])${testNames}${modifiers}\\s*(?=[(\`<])(?!\\(\\s*${condition})`, 'g'),
      extent: 'call',
    },
    {
      pattern: /(?<![\w$.#])(?:t|tt|ctx|context)\.(?:test|it)(?:\.(?:skip|only|todo))?\s*(?=\(\s*['"`])/g,
      extent: 'call',
    },
  ],
  suites: [
    { pattern: new RegExp(`(?<![\\w$.#])${suiteNames}${modifiers}\\s*(?=[(\`])`, 'g'), extent: 'call' },
  ],
  marks: [
    {
      kind: 'skip',
      pattern: new RegExp(
        `(?<![\\w$.#])(?:it|test|specify|describe|context|suite|bench)(?:\\.\\w+)*\\.(?:skip|todo|fixme)(?:\\.\\w+)*\\s*(?=\`|\\((?!\\s*(?:\\d|${condition})))`,
        'g',
      ),
    },
    {
      kind: 'skip',
      pattern: new RegExp(`(?<![\\w$.#])test(?:\\.\\w+)*\\.(?:skip|fixme)\\s*(?=\\(\\s*${condition})`, 'g'),
      conditional: true,
    },
    {
      kind: 'skip',
      pattern:
        /\b(?:it|test|describe|suite)\b(?=[.(])(?<=\bif\s{0,9}\(\s{0,9}(?:false|0|!1)\s{0,9}\)\s{0,9}\{?\s{0,99}(?:it|test|describe|suite))/g,
    },
    {
      kind: 'skip',
      pattern: /(?<![\w$.#])(?:xit|xtest|xspecify|xdescribe|xcontext|xsuite)(?:\.\w+)*\s*(?=[(`])/g,
    },
    {
      kind: 'skip',
      pattern: /(?<![\w$.#])(?:it|test|describe|suite)(?:\.\w+)*\.(?:skipIf|runIf)\s*(?=\()/g,
      conditional: true,
    },
    {
      kind: 'skip',
      pattern:
        /(?<![\w$.#])(?:t|ctx|context|this)\.(?:skip|todo)\s*\(\s*(?=[)'"`])|(?<![\w$.#])pending\s*\(\s*(?=[)'"`])/g,
    },
    {
      kind: 'skip',
      pattern: /\b(?:skip|todo)(?<=[{,]\s{0,200}(?:skip|todo))\s*:\s*(?:true|`|'|")/g,
      inHead: true,
    },
    {
      kind: 'focus',
      pattern:
        /(?<![\w$.#])(?:it|test|specify|describe|context|suite|bench)(?:\.\w+)*\.only(?:\.\w+)*\s*(?=[(`])/g,
    },
    { kind: 'focus', pattern: /(?<![\w$.#])(?:fit|fdescribe|fcontext)(?:\.\w+)*\s*(?=[(`])/g },
    { kind: 'focus', pattern: /\bonly(?<=[{,]\s{0,200}only)\s*:\s*true/g, inHead: true },
    {
      kind: 'expected-failure',
      pattern: /(?<![\w$.#])(?:it|test|specify)(?:\.\w+)*\.(?:fails|failing|fail)(?:\.\w+)*\s*(?=\()/g,
    },
  ],
  assertions:
    /(?<![\w$])(?:expect(?:\.\w+)?|expectTypeOf|assertType)\s*\(|(?<![\w$.])assert(?:\.\w+)*\s*\(|(?<![\w$.])(?:t|ctx)\.(?:assert|is|isNot|not|deepEqual|notDeepEqual|true|false|truthy|falsy|throws\w*|notThrows\w*|like|regex|notRegex|snapshot|plan|pass|fail|equal|notEqual|same|notSame|ok|notOk|match|strictEqual|deepStrictEqual|rejects|doesNotThrow|equals|deepEquals)(?:\.\w+)*\s*\(|\.should\b|\.expect\s*\(|(?<![\w$.])(?:sinon\.assert\.\w+|cy\.\w+)\s*\(/g,
  tautologies: new RegExp(
    [
      `(?<![\\w$.])expect\\(\\s*${literal}\\s*\\)\\s*(?:\\.\\w+)+(?:\\(\\s*(?:${literal})?\\s*\\)|\\s*;|\\s*$)`,
      '(?<![\\w$.])expect\\(\\s*([\\w$.]+)\\s*\\)(?:\\.to)?\\.(?:toBe|toEqual|toStrictEqual|equal|eql|equals|be)\\(\\s*\\1\\s*\\)',
      '(?<![\\w$.])expect\\([^()\\n]*(?:\\([^()\\n]*\\)[^()\\n]*)*\\)[ \\t]*(?:;|\\n(?!\\s*\\.)|$)',
      `(?<![\\w$.])assert(?:\\.(?:ok|equal|strictEqual|isTrue|isOk))?\\(\\s*(?:true|1|!0)\\s*[,)]`,
      `(?<![\\w$.])(?:assert|t)\\.\\w+\\(\\s*(${literal})\\s*,\\s*\\2\\s*[,)]`,
      '(?<![\\w$.])(?:assert|t)\\.(?:equal|strictEqual|deepEqual|deepStrictEqual|is|same)\\(\\s*([\\w$.]+)\\s*,\\s*\\3\\s*[,)]',
      '(?<![\\w$.])t\\.(?:true|truthy|ok|assert)\\(\\s*true\\s*[,)]|(?<![\\w$.])t\\.pass\\(',
    ].join('|'),
    'g',
  ),
  above: null,
  helpers:
    /(?<![\w$.])function\s*\*?\s*([\w$]+)\s*(?=\()|(?<![\w$.])(?:const|let|var)\s+([\w$]+)\s*(?::[^=\n]{1,200})?=\s*(?:async\s*)?(?=\(|[\w$]+\s*=>|function\b)/g,
  tables: /(?<![\w$.])(?:it|test|specify|describe)(?:\.\w+)*\.(?:each|for)\s*\(\s*(?=\[)/g,
  rows: null,
};
