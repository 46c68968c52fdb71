import type { Language } from '../language.ts';

const literal = '(?:True|1|-?\\d+(?:\\.\\d+)?|not\\s+(?:False|None|0)|\'[^\'\\n]+\'|"[^"\\n]+")';

export const python: Language = {
  name: 'Python',
  files: /\.py$/i,
  tests: /(?:^|\/)(?:test_[^/]*|[^/]*_tests?|tests?|conftest)\.py$|(?:^|\/)tests?\/.*\.py$/i,
  content: /^\s*(?:import|from)\s+(?:pytest|unittest)\b/m,
  syntax: {
    line: ['#'],
    block: [],
    strings: [
      { open: '"""', close: '"""', multiline: true },
      { open: "'''", close: "'''", multiline: true },
      { open: '"', close: '"', multiline: false },
      { open: "'", close: "'", multiline: false },
    ],
  },
  cases: [{ pattern: /^[ \t]*(?:async[ \t]+)?def[ \t]+(?<name>test\w*)[ \t]*(?=\()/gm, extent: 'indent' }],
  suites: [{ pattern: /^[ \t]*class[ \t]+(?<name>\w+)(?=[ \t]*[(:])/gm, extent: 'indent' }],
  marks: [
    {
      kind: 'skip',
      pattern: /@(?:pytest\.)?mark\.skip\b|@(?:unittest\.)?skip\b(?!If|Unless)|@pytest\.skip\b/g,
    },
    {
      kind: 'skip',
      pattern: /@(?:pytest\.)?mark\.skipif\b|@(?:unittest\.)?skip(?:If|Unless)\b/g,
      conditional: true,
    },
    { kind: 'skip', pattern: /^[ \t]*pytestmark[ \t]*=[^\n]*\bskip\b/gm },
    { kind: 'skip', pattern: /^[ \t]*pytestmark[ \t]*=[^\n]*\bskipif\b/gm, conditional: true },
    {
      kind: 'skip',
      pattern: /\bself\.skipTest\s*\(|(?<![\w.])pytest\.skip\s*\(|\braise\s+(?:unittest\.)?SkipTest\b/g,
    },
    { kind: 'skip', pattern: /\bpytest\.importorskip\s*\(/g, conditional: true },
    { kind: 'skip', pattern: /^[ \t]*__test__[ \t]*=[ \t]*False/gm },
    { kind: 'skip', pattern: /^[ \t]*collect_ignore(?:_glob)?[ \t]*\+?=/gm },
    { kind: 'skip', pattern: /\bmarks[ \t]*=[ \t]*\[?[ \t]*pytest\.mark\.(?:skip|xfail)\b/g },
    {
      kind: 'expected-failure',
      pattern: /@(?:pytest\.)?mark\.xfail\b|@(?:unittest\.)?expectedFailure\b|(?<![\w.])pytest\.xfail\s*\(/g,
    },
  ],
  assertions:
    /^[ \t]*assert\b|(?<=[:;][ \t]*)assert\b|\bself\.(?:assert\w+|fail)\s*\(|\bpytest\.(?:raises|warns|fail|approx)\b|(?<![\w])assert_\w+\s*\(/gm,
  tautologies: new RegExp(
    [
      `(?<![\\w.])assert[ \\t]*\\(?[ \\t]*${literal}[ \\t]*\\)?[ \\t]*(?:,|$|#|;)`,
      '(?<![\\w.])assert[ \\t]+([\\w.]+|\'[^\'\\n]*\'|"[^"\\n]*")[ \\t]*(?:==|is)[ \\t]*\\1[ \\t]*(?:,|$|#|;)',
      '(?<![\\w.])assert[ \\t]+[^\\n]{0,200}\\bor[ \\t]+True\\b',
      `self\\.assert(?:True|IsNotNone)\\([ \\t]*${literal}[ \\t]*[,)]`,
      'self\\.assert(?:Equals?|Is)\\([ \\t]*([\\w.]+|\'[^\'\\n]*\'|"[^"\\n]*")[ \\t]*,[ \\t]*\\2[ \\t]*[,)]',
    ].join('|'),
    'gm',
  ),
  above: /^[ \t]*@/,
  helpers: /^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*(?=\()/gm,
  tables: /@(?:pytest\.)?mark\.parametrize\s*\(\s*(?:['"] *['"]|[([][^[\]()]*[)\]])\s*,\s*(?=[[(])/g,
  rows: null,
};
