import type { Language } from '../language.ts';

const cStrings = [{ open: '"', close: '"', multiline: false }] as const;

/** A tag of the repository's own leaves a file out of a plain `go test`; a platform does so elsewhere alone. */
const platforms =
  'linux|darwin|windows|unix|freebsd|openbsd|netbsd|android|ios|plan9|solaris|aix|js|wasm|wasip1|amd64|386|arm64|arm|ppc64le|riscv64|s390x|cgo|race|gc|gccgo|go1\\.\\d+';
const never = 'ignore|never|none|skip|disabled|false';
const tagged = new RegExp(
  `^//go:build[ \\t]+(?!(?:${never})\\b)(?!(?:[ \\t!()&|]*\\b(?:${platforms})\\b)+[ \\t!()&|\\r]*$)[^\\n]{1,200}`,
  'gm',
);

export const go: Language = {
  name: 'Go',
  files: /\.go$/i,
  tests: /_test\.go$/i,
  content: /(?!)/,
  syntax: {
    line: ['//'],
    block: [['/*', '*/']],
    strings: [
      { open: '`', close: '`', multiline: true, raw: true },
      ...cStrings,
      { open: "'", close: "'", multiline: false },
    ],
  },
  cases: [
    {
      pattern: /^func[ \t]+(?:\([^)\n]*\)[ \t]*)?(?<name>(?:Test|Fuzz|Example)\w*)[ \t]*(?=\()/gm,
      extent: 'brace',
    },
    { pattern: /(?<![\w.])\w+\.Run(?=\(\s*["`][^\n]*\bfunc\b)/g, extent: 'call' },
  ],
  suites: [],
  marks: [
    { kind: 'skip', pattern: /(?<![\w.])(?:t|tb|b|f|s|suite)(?:\.T\(\))?\.(?:Skip|Skipf|SkipNow)\s*\(/g },
    { kind: 'skip', pattern: new RegExp(`^//go:build[ \\t]+(?:${never})\\b`, 'gm'), on: 'raw' },
    { kind: 'skip', pattern: tagged, on: 'raw', conditional: true },
  ],
  assertions:
    /(?<![\w.])(?:t|tb|b|f)\.(?:Error|Errorf|Fatal|Fatalf|Fail|FailNow)\s*\(|(?<![\w.])(?:assert|require|is|qt|must|check|c|g|s|suite)\.[A-Z]\w*\s*\(|(?<![\w.])(?:Expect|Eventually|Consistently)\s*\(/g,
  tautologies:
    /\b(?:assert|require)\.(?:True|Truef)\(\s*(?:\w+\s*,\s*)?true\s*[,)]|\b(?:assert|require)\.(?:False)\(\s*(?:\w+\s*,\s*)?false\s*[,)]|\b(?:assert|require)\.(?:Equal|Equalf|EqualValues|Same|Exactly)\(\s*(?:t\s*,\s*)?([\w.]+|"[^"\n]*")\s*,\s*\1\s*[,)]|\b(?:assert|require)\.(?:Nil|NoError)\(\s*(?:t\s*,\s*)?nil\s*[,)]|\bif\s+false\s*\{\s*t\.\w+\s*\(/g,
  above: null,
  helpers: /^func[ \t]+(?:\([^)\n]*\)[ \t]*)?(\w+)[ \t]*(?=[([])/gm,
  tables:
    /(?:\[\]\s*(?:struct\s*\{[^{}]*\}|\w[\w.]*)|map\[\w+\]\s*(?:struct\s*\{[^{}]*\}|\w[\w.]*))\s*(?=\{\s*[{\n"])/g,
  rows: null,
};

export const rust: Language = {
  name: 'Rust',
  files: /\.rs$/i,
  tests: /(?:^|\/)tests\/.*\.rs$|(?:^|\/)tests?\.rs$/i,
  content: /#\[cfg\(test\)\]|#\[(?:\w+::)*(?:test|rstest|test_case|wasm_bindgen_test)\b/,
  syntax: {
    line: ['//'],
    block: [['/*', '*/']],
    strings: [
      { open: 'r##"', close: '"##', multiline: true, raw: true },
      { open: 'r#"', close: '"#', multiline: true, raw: true },
      { open: '"', close: '"', multiline: true },
      { open: "'\"'", close: '', multiline: false, raw: true },
    ],
  },
  cases: [
    {
      pattern: /#\[(?:\w+::)*(?:test|rstest|test_case|test_matrix|wasm_bindgen_test|quickcheck)\b/g,
      extent: 'brace',
      name: /\bfn\s+(\w+)/g,
    },
  ],
  suites: [{ pattern: /\bmod\s+(?<name>\w+)\s*(?=\{)/g, extent: 'brace' }],
  marks: [
    { kind: 'skip', pattern: /#\[\s*ignore\b/g },
    { kind: 'skip', pattern: /#!?\[\s*cfg_attr\([^\]\n]*\bignore\b/g, conditional: true },
    { kind: 'skip', pattern: /#!?\[\s*cfg\(\s*(?:any\(\s*\)|FALSE|false)\s*\)/g },
    {
      kind: 'skip',
      pattern: /#!?\[\s*cfg\(\s*all\(\s*test\s*,[^\]\n]{0,200}\bfeature\b/g,
      conditional: true,
    },
    { kind: 'expected-failure', pattern: /#\[\s*should_panic\b/g },
  ],
  assertions:
    /\b(?:debug_)?assert(?:_\w+)?!|\b(?:prop_assert\w*|panic|unreachable)!|\binsta::\w+!|\bassert_\w+!?\s*\(|\.(?:expect_err|unwrap_err)\s*\(|#\[\s*should_panic\b/g,
  tautologies:
    /\bassert!\(\s*(?:true|!false|1\s*==\s*1)\s*[,)]|\bassert_eq!\(\s*([\w.]+|"[^"\n]*")\s*,\s*\1\s*[,)]|\bassert!\(\s*([\w.]+)\s*==\s*\2\s*[,)]/g,
  above: /^[ \t]*#\[/,
  helpers: /\bfn\s+(\w+)\s*(?=[(<])/g,
  tables: null,
  rows: /#\[\s*(?:case\b|test_case\b)|#\[\s*values\(/g,
};
