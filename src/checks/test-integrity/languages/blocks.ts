import type { Language } from '../language.ts';

const strings = [
  { open: '"', close: '"', multiline: false },
  { open: "'", close: "'", multiline: false },
] as const;

export const ruby: Language = {
  name: 'Ruby',
  files: /\.rb$/i,
  tests: /(?:_(?:spec|test)|(?:^|\/)test_[^/]*)\.rb$|(?:^|\/)(?:spec|test)\/.*\.rb$/i,
  content: /\bRSpec\.describe\b|\bMinitest::Test\b|\bActiveSupport::TestCase\b/,
  syntax: { line: ['#'], block: [['\n=begin', '\n=end']], strings },
  cases: [
    {
      pattern:
        /^[ \t]*(?:it|specify|example|scenario|test|should|xit|xspecify|xexample|xscenario|fit|fspecify|pending|skip)[ \t]*\(?[ \t]*(?=["'])/gm,
      extent: 'indent',
      quoted: true,
    },
    { pattern: /^[ \t]*(?<name>(?:x|f)?it[ \t]*\{[^\n]*\})/gm, extent: 'indent' },
    { pattern: /^[ \t]*def[ \t]+(?<name>test_\w+[?!]?)/gm, extent: 'indent' },
  ],
  suites: [
    {
      pattern:
        /^[ \t]*(?:RSpec\.)?(?:describe|context|feature|xdescribe|xcontext|fdescribe|fcontext|class|module)[ \t]*\(?[ \t]*(?<name>[^\n]*)/gm,
      extent: 'indent',
    },
  ],
  marks: [
    {
      kind: 'skip',
      pattern: /^[ \t]*x(?:it|specify|example|scenario|describe|context|feature)\b(?=[ \t]*[("'{])/gm,
    },
    { kind: 'skip', pattern: /^[ \t]*(?:skip|pending)(?:[ \t]*$|[ \t]*\(|[ \t]+(?:["']|if\b|unless\b))/gm },
    {
      kind: 'skip',
      pattern: /,[ \t]*(?::skip\b|:pending\b|skip:[ \t]*(?:true|["'])|pending:[ \t]*(?:true|["']))/g,
    },
    { kind: 'skip', pattern: /,[ \t]*(?:if:[ \t]*false|unless:[ \t]*true)\b/g },
    { kind: 'focus', pattern: /^[ \t]*f(?:it|specify|example|describe|context)\b(?=[ \t]*[("'{])/gm },
    { kind: 'focus', pattern: /,[ \t]*(?::focus\b|focus:[ \t]*true)/g },
  ],
  assertions:
    /(?<![\w.:])(?:expect|assert\w*|refute\w*|flunk|is_expected|are_expected)\b|\.(?:should(?:_not)?|must_\w+|wont_\w+)\b|(?<![\w.])should(?:_not)?[ \t]+(?!["'])/g,
  tautologies:
    /(?<![\w.])expect\((?:true|1|nil|false)\)|(?<![\w.])assert[ \t(]+(?:true|1)\b|(?<![\w.])assert_equal[ \t(]+([\w.:]+|'[^'\n]*'|"[^"\n]*")[ \t]*,[ \t]*\1(?=[ \t)]|$)/gm,
  above: null,
  helpers: /^[ \t]*def[ \t]+(?:self\.)?(\w+[?!]?)/gm,
  tables: null,
  rows: null,
};

export const elixir: Language = {
  name: 'Elixir',
  files: /\.exs?$/i,
  tests: /_test\.exs$/i,
  content: /\buse\s+ExUnit\.Case\b/,
  syntax: {
    line: ['#'],
    block: [],
    strings: [
      { open: '"""', close: '"""', multiline: true },
      { open: '"', close: '"', multiline: false },
    ],
  },
  cases: [{ pattern: /^[ \t]*(?:test|property)[ \t]+(?=")/gm, extent: 'indent', quoted: true }],
  suites: [{ pattern: /^[ \t]*describe[ \t]+(?=")/gm, extent: 'indent', quoted: true }],
  marks: [
    { kind: 'skip', pattern: /@(?:tag|moduletag|describetag)[ \t]+(?::skip\b|skip:|\[?[ \t]*skip:)/g },
    { kind: 'focus', pattern: /@(?:tag|moduletag|describetag)[ \t]+(?::focus\b|focus:[ \t]*true)/g },
  ],
  assertions: /(?<![\w.:])(?:assert|refute|flunk)(?:_\w+)?\b/g,
  tautologies:
    /(?<![\w.])assert[ \t(]+(?:true|1)(?![ \t]*[=<>!~\w])|(?<![\w.])assert[ \t(]+([\w.]+)[ \t]*==[ \t]*\1(?![\w.(])|(?<![\w.])refute[ \t(]+(?:false|nil)(?![ \t]*[=<>!~\w])/gm,
  above: /^[ \t]*@(?:tag|doc)\b/,
  helpers: /^[ \t]*defp?[ \t]+(\w+[?!]?)/gm,
  tables: null,
  rows: null,
};
