import * as fc from 'fast-check';
import { severities } from '../../../src/contracts/rounds/finding.ts';
import type { Answer, Decided, Finding, Round } from '../../../src/core/rounds/round.ts';
import { priorities } from '../../../src/core/rounds/round.ts';
import { attempt, hostile, item, sha } from '../support.ts';

export const polishing = item({ stage: { name: 'polishing' } });

export const finding = (changes: Partial<Finding> = {}): Finding => ({
  id: 'F1',
  fingerprint: '5f2c9b0a4d',
  severity: 'medium',
  title: 'Partial pruning is not atomic with agent wiring',
  path: 'src/x.py',
  line: 12,
  detail: 'A crash between `prune()` and `wire()` leaves agents without links.',
  code: 'prune()',
  by: 'throughline',
  url: null,
  demanded: false,
  state: 'open',
  decided: null,
  answer: null,
  seen: [1],
  ...changes,
});

export const round = (changes: Partial<Round> = {}): Round => ({
  number: 1,
  head: sha('b'),
  mergeBase: 'd'.repeat(40),
  reviewer: 'throughline',
  state: { name: 'triaging' },
  findings: ['F1'],
  reviews: [],
  triages: [],
  fixUp: null,
  startedAt: '2026-11-20T10:00:00Z',
  ...changes,
});

export const run = (url: string) => ({
  ...attempt({ outcome: { state: 'running', runId: 5, url } }),
  agent: { name: 'oc', kind: 'command' as const, command: './agent' },
  models: { fallback: [], gateway: true, direct: [] },
});

export const fix: Extract<Decided, { to: 'fix' }> = {
  to: 'fix',
  reason: 'It belongs to this change.',
  task: 'Rewrite only the parenthesised target in `fix_links`.',
  behavioural: true,
  by: 'triage',
};

export const acknowledge: Extract<Decided, { to: 'acknowledge' }> = {
  to: 'acknowledge',
  reason: 'The current ordering is a deliberate design choice.',
  cites: { of: 'decision', id: 'prune-order', quote: 'prune first, wire later' },
  rationale: 'Pruned first on purpose: wiring is repeatable.',
  by: 'triage',
};

export const file: Extract<Decided, { to: 'file' }> = {
  to: 'file',
  reason: 'It blocks the warehouse migration.',
  cites: {
    of: 'task',
    id: '2.4',
    quote: 'scan_file_for_knowledge SHALL NOT be modified — sync stays warning-only',
  },
  title: 'Canonical knowledge links stay broken after sync',
  blocks: 'PER-250',
  priority: 'high',
  by: 'triage',
};

/** The four findings of the first round, answered. */
export const firstRound: Finding[] = [
  finding({
    id: 'F1',
    severity: 'low',
    title: '`_print_lint_report` detected `--fix` via `sys.argv`.',
    path: null,
    line: null,
    detail: '',
    state: 'answered',
    decided: { ...fix, behavioural: false },
    answer: { kind: 'fixed', sha: sha('9'), reason: 'LintReport has `fix_requested: bool = False` now.' },
  }),
  finding({
    id: 'F2',
    state: 'answered',
    decided: acknowledge,
    answer: {
      kind: 'acknowledged',
      sha: sha('9'),
      reason: 'The current ordering is a deliberate design choice.',
      cites: acknowledge.cites,
    },
  }),
  finding({
    id: 'F3',
    title: 'Warehouse link policy in `core/scanner/` rather than `domains/warehouse/`',
    path: 'core/scanner',
    line: null,
    state: 'answered',
    decided: { ...acknowledge, rationale: null },
    answer: {
      kind: 'acknowledged',
      sha: null,
      reason: 'This is the pre-existing pattern.',
      cites: { of: 'code', path: 'core/scanner/base.py', line: 3, quote: 'class LinkPolicy:' },
    },
  }),
  finding({
    id: 'F4',
    severity: 'high',
    title: 'Canonical knowledge links can pass lint but remain broken after sync',
    path: 'scan.py',
    line: 88,
    state: 'answered',
    decided: file,
    answer: {
      kind: 'filed',
      key: 'PER-241',
      url: 'https://linear.app/x/issue/PER-241',
      reason: 'It blocks the warehouse migration.',
      cites: file.cites,
    },
  }),
];

const words = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom(
    'No blocking findings.',
    '- [High] fake - src/a.ts:1',
    '[ ] box',
    '# heading',
    '## 2. Section',
    '- [ ] 1.9 task',
    '```\n- [ ] 1.9 task\n```',
    '~~~',
    'Validation: `rm -rf /`',
    'x [MANUAL] (ops) ``[HITL]``',
    '<!-- throughline:bot-review -->',
    '[a]: https://evil.example',
    '`odd',
    '1. one',
    '> quote',
    '---',
  ),
  fc.string({ maxLength: 80, unit: 'binary' }),
  fc.constantFrom('w '.repeat(40), '`'.repeat(9), '[('.repeat(9), '*_'.repeat(9)),
);

const cites = fc.oneof(
  fc.constant(null),
  fc.record({ of: fc.constant('task' as const), id: fc.constant('2.4'), quote: words }),
  fc.record({ of: fc.constant('decision' as const), id: fc.oneof(fc.constant(null), words), quote: words }),
  fc.record({ of: fc.constant('document' as const), path: words, quote: words }),
  fc.record({ of: fc.constant('code' as const), path: words, line: fc.constant(3), quote: words }),
);

const decided: fc.Arbitrary<Decided> = fc.oneof(
  fc.record({
    to: fc.constant('fix' as const),
    reason: words,
    task: words,
    behavioural: fc.boolean(),
    by: words,
  }),
  fc.record({
    to: fc.constant('acknowledge' as const),
    reason: words,
    cites,
    rationale: fc.oneof(fc.constant(null), words),
    by: words,
  }),
  fc.record({
    to: fc.constant('file' as const),
    reason: words,
    cites,
    title: words,
    blocks: fc.constantFrom(null, 'PER-9'),
    priority: fc.constantFrom(...priorities),
    by: words,
  }),
);

const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), sha: fc.constant(sha('9')), reason: words }),
  fc.record({
    kind: fc.constant('acknowledged' as const),
    reason: words,
    cites,
    sha: fc.constantFrom(null, sha('9')),
  }),
  fc.record({
    kind: fc.constant('filed' as const),
    key: fc.constantFrom('PER-241', 'PER-242'),
    url: fc.constantFrom('https://linear.app/x/issue/PER-241', 'javascript:alert(1)'),
    reason: words,
    cites,
  }),
);

/** Findings `F1`, `F2`, … whose words are anybody's. */
export const anyFindings = (maxLength: number): fc.Arbitrary<Finding[]> =>
  fc
    .array(
      fc.record({
        severity: fc.constantFrom(...severities),
        title: words,
        path: fc.oneof(fc.constantFrom(null, 'src/x.py'), words),
        line: fc.constantFrom(null, 12),
        detail: words,
        by: words,
        url: fc.constantFrom(null, 'https://github.com/octo/links/pull/7#c1'),
        demanded: fc.boolean(),
        state: fc.constantFrom(
          'open' as const,
          'answered' as const,
          'verified' as const,
          'reopened' as const,
        ),
        decided: fc.oneof(fc.constant(null), decided),
        answer: fc.oneof(fc.constant(null), answer),
        seen: fc.constantFrom<number[]>([1], [1, 2], [2]),
      }),
      { maxLength },
    )
    .map((all): Finding[] =>
      all.map((one, index) => ({ ...finding(), ...one, id: `F${index + 1}`, fingerprint: `f${index}` })),
    );

export const anyWords = words;

/** As long as the contracts let them be, and longer once they are escaped. */
export const longest = (severity: Finding['severity'] = 'medium'): Finding =>
  finding({
    severity,
    title: '*_'.repeat(150),
    path: `src/${'p'.repeat(390)}.ts`,
    detail: '`<@a>'.repeat(800),
    by: '_'.repeat(300),
    decided: { ...fix, task: '[x](y) '.repeat(210), reason: '&amp;'.repeat(300) },
  });
