import { describe, expect, it } from 'vitest';
import type { Citation, OpenFinding, ProposedAnswer } from '../../../src/contracts/rounds/triage.ts';
import type { ChangeWords } from '../../../src/core/rounds/citations.ts';
import { defaultPriorities } from '../../../src/core/rounds/priority.ts';
import { decidedOf, triageProblems } from '../../../src/core/rounds/triage-rules.ts';

const tasks = `# Tasks

## 2. Scanner
- [x] 2.1 Add \`resolve_link\` to the scanner, used later by the linter.
- [ ] 2.4 Scanner primitives
  - **Note:** \`scan_file_for_knowledge\` SHALL NOT be
    modified — sync stays *warning-only*.
- [ ] 2.5 The fixer SHALL NOT rewrite labels of links.
- [ ] 2.7 Partials SHALL NOT be distributed as agents.
- [ ] 2.9 Do not change the public API of \`Client\`.
- [ ] 2.8 Reading archives isn't part of this; links in archives are not handled.
- [ ] 2.6 Windows paths are a follow-up: \`toPosix\` comes in a separate change.
`;
const proposal = `# Why
Links break.

## Goals / Non-Goals
**Goals:**
- Every link in a warehouse resolves after distribution.

**Non-Goals:**
- Migrating artifacts of existing warehouses.

## Impact
The command line output of \`abc sync\` is out of scope.
`;
const spec = `### Requirement: Partials
The system SHALL NOT distribute partials as agents.
\`loadPlugin\` SHALL NOT be changed.
`;
const design = '## Decisions\nThe linter reads the *whole* file at once, for spans.\n';
const before = `${'\n'.repeat(29)}export const order = [prune, wire];\n${'\n'.repeat(60)}end();\n`;

const change: ChangeWords = {
  tasks,
  documents: [
    { path: 'openspec/changes/gate/proposal.md', text: proposal },
    { path: 'openspec/changes/gate/design.md', text: design },
    { path: 'openspec/changes/gate/specs/distribution/spec.md', text: spec },
  ],
  decisions: [
    { id: 'fix-target', answer: 'Target only.', why: 'Span-based slicing keeps the label as written.' },
  ],
  code: (path) => (path === 'src/agent.ts' ? before : null),
  codeNow: (path) => (path === 'src/agent.ts' ? before : null),
};

const open = (over: Partial<OpenFinding> = {}): OpenFinding => ({
  id: 'F1',
  severity: 'medium',
  title: 'Canonical knowledge links pass lint but remain broken after sync',
  path: 'src/scanner.py',
  line: 4,
  detail: '`scan_file_for_knowledge` still looks them up by the old form.',
  by: 'throughline[bot]',
  demanded: false,
  ...over,
});

const fix = (over: object = {}): ProposedAnswer => ({
  finding: 'F1',
  answer: 'fix',
  reason: 'In scope.',
  task: 'Slice by span.',
  behavioural: true,
  ...over,
});
const ack = (cites: Citation, over: object = {}): ProposedAnswer => ({
  finding: 'F1',
  answer: 'acknowledge',
  reason: 'Decided so.',
  cites,
  rationale: null,
  ...over,
});
const file = (cites: Citation, over: object = {}): ProposedAnswer => ({
  finding: 'F1',
  answer: 'file',
  reason: 'Out of scope.',
  cites,
  title: 'Links stay broken after sync',
  blocks: null,
  deferrable: null,
  ...over,
});
const task = (id: string, quote: string): Citation => ({ of: 'task', id, quote });
const decision = (id: string | null, quote: string): Citation => ({ of: 'decision', id, quote });
const document = (path: string, quote: string): Citation => ({ of: 'document', path, quote });
const inCode = (line: number, quote: string, path = 'src/agent.ts'): Citation => ({
  of: 'code',
  path,
  line,
  quote,
});
const proposalPath = 'openspec/changes/gate/proposal.md';
const specPath = 'openspec/changes/gate/specs/distribution/spec.md';

const problems = (answers: ProposedAnswer[], findings = [open()]) =>
  triageProblems({ answers, inputs: { findings }, change });

describe('triageProblems: one answer each', () => {
  it('takes a whole triage', () => {
    expect(problems([fix(), fix({ finding: 'F2' })], [open(), open({ id: 'F2' })])).toEqual([]);
  });
  it('names what is missing, given twice, and asked by nobody', () => {
    expect(problems([fix(), fix(), fix({ finding: 'F9' })], [open(), open({ id: 'F2' })])).toEqual([
      'F2 has no answer: give it exactly one.',
      'F1 has more than one answer: keep one of them.',
      'F9 is no open finding: leave it out. Open are F1, F2.',
    ]);
  });
  it('wants a reason', () => {
    expect(problems([fix({ reason: ' ' })])).toEqual(['F1: say why it is to be answered with `fix`.']);
  });
  it('wants a regression test for every High', () => {
    const quiet = [fix({ behavioural: false })];
    expect(problems(quiet)).toEqual([]);
    expect(problems(quiet, [open({ severity: 'high' })])[0]).toMatch(/^F1 is High: .*regression test/);
  });
});

describe('triageProblems: acknowledged', () => {
  const label = open({
    title: 'The label keeps the old target; the linter holds whole files',
    path: 'src/agent.ts',
  });
  it.each([
    ['a decision by id and words of its answer', decision('fix-target', 'target only')],
    ['words of its why', decision('fix-target', 'slicing keeps the **label**')],
    ['words of design.md', decision(null, 'reads the whole file at once')],
    [
      'design.md as a document',
      document('openspec/changes/gate/design.md', 'the linter reads the whole file'),
    ],
    ['code that was there', inCode(30, 'order = [prune, wire]')],
    ['code some lines off', inCode(36, 'export const `order` = [prune,  wire]')],
    ['an identifier of one word', inCode(91, 'end()')],
  ])('taken: %s', (_, cites) => {
    const there = { ...label, line: cites.of === 'code' ? cites.line : 4 };
    expect(problems([ack(cites)], [there])).toEqual([]);
  });

  it.each([
    [
      'unknown decision',
      decision('no-such', 'Target only'),
      /there is no decision no-such \(there is fix-target\)/,
    ],
    [
      'words nobody decided',
      decision('fix-target', 'labels may be rewritten'),
      /quote its answer, `Target only\.`/,
    ],
    ['two words of a long answer', decision('fix-target', 'keeps the'), /quote its answer/],
    ['words not in design.md', decision(null, 'reads it line by line'), /design\.md does not say/],
    ['a task', task('2.4', 'SHALL NOT be modified'), /cites task 2\.4: cite a recorded decision/],
    ['the proposal', document(proposalPath, 'out of scope'), /cite a recorded decision/],
    ['code elsewhere in the file', inCode(3, 'order = [prune, wire]'), /stands in line 30/],
    ['code that was not there', inCode(30, 'order = [wire, prune]'), /did not say .* before the change/],
    ['a file that was not there', inCode(1, 'order = [prune, wire]', 'src/new.ts'), /was not there before/],
    ['one common word', inCode(30, 'export'), /too short/],
  ])('refused: %s', (_, cites, why) => {
    const [problem, ...more] = problems([ack(cites)]);
    expect(problem).toMatch(why);
    expect(problem).toMatch(/^F1 cannot be acknowledged so: .*\.$/);
    expect(more).toEqual([]);
  });

  it('never when a person asks for it', () => {
    const cites = decision('fix-target', 'Target only');
    expect(problems([ack(cites)], [open({ demanded: true })])[0]).toMatch(/a person asks for it/);
  });
});

describe('triageProblems: filed', () => {
  const about = (title: string, over: Partial<OpenFinding> = {}) => [open({ title, detail: '', ...over })];

  it.each<[string, Citation, OpenFinding[]]>([
    [
      "the post's task",
      task('2.4', '"scan_file_for_knowledge SHALL NOT be modified — sync stays warning-only"'),
      [open()],
    ],
    [
      'other dashes and marks',
      task('2.4', '`scan_file_for_knowledge` SHALL NOT be modified - sync stays _warning-only_.'),
      [open()],
    ],
    ['half of it', task('2.4', 'sync stays warning-only'), [open()]],
    ['the bare name', task('2.4', 'scan_file_for_knowledge'), [open()]],
    [
      'one whose title speaks of a change',
      task('2.4', 'SHALL NOT be modified'),
      [open({ title: 'Links change after sync' })],
    ],
    [
      'one about code that was not to change',
      task('2.9', 'Do not change the public API of `Client`'),
      about('`Client` drops requests that time out'),
    ],
    [
      'one whose title speaks of other things that were removed',
      task('2.4', 'SHALL NOT be modified'),
      about('Links to removed files stay broken after `scan_file_for_knowledge`'),
    ],
    ['a demanded one', task('2.4', 'SHALL NOT be modified'), [open({ demanded: true })]],
    ['a follow-up', task('2.6', 'Windows paths are a follow-up'), about('Backslashes break on Windows')],
    [
      'not part of it',
      task('2.8', "Reading archives isn't part of this"),
      about('Links in archives are handled wrongly'),
    ],
    [
      'a separate change',
      task('2.6', '`toPosix` comes in a separate change'),
      about('`toPosix` drops the drive'),
    ],
    [
      'by its path',
      task('2.6', 'comes in a separate change'),
      about('Drops the drive', { path: 'src/toPosix.ts' }),
    ],
    [
      'a non-goal',
      document(proposalPath, 'Migrating artifacts of existing warehouses'),
      about('Old warehouses keep dead links'),
    ],
    [
      'out of scope',
      document('proposal.md', 'output of `abc sync` is out of scope'),
      about('`abc sync` prints no summary'),
    ],
    [
      'a spec about code',
      document(specPath, '`loadPlugin` SHALL NOT be changed'),
      about('`loadPlugin` swallows errors'),
    ],
  ])('taken: %s', (_, cites, findings) => {
    expect(problems([file(cites)], findings)).toEqual([]);
  });

  it.each<[string, Citation, OpenFinding[], RegExp]>([
    ['no such task', task('2.3', 'SHALL NOT be modified'), [open()], /no task 2\.3 \(there is 2\.1, 2\.4/],
    ['words of another task', task('2.1', 'SHALL NOT be modified'), [open()], /task 2\.1 does not say/],
    ['invented words', task('2.4', 'links are out of scope here'), [open()], /task 2\.4 does not say/],
    [
      'a task that asks for it',
      task('2.1', 'Add `resolve_link` to the scanner'),
      [open()],
      /does not say that anything is left out/,
    ],
    [
      'later in another sense',
      task('2.1', 'used later by the linter'),
      [open()],
      /does not say that anything is left out/,
    ],
    [
      'a goal beside the non-goals',
      document(proposalPath, 'Every link in a warehouse resolves'),
      about('Links in a warehouse dangle'),
      /left out/,
    ],
    [
      'what the spec demands',
      document(specPath, 'The system SHALL NOT distribute partials as agents'),
      about('Partials end up as agents'),
      /left out/,
    ],
    [
      'what the task demands',
      task('2.5', 'SHALL NOT rewrite labels'),
      about('`--fix` rewrites the labels'),
      /does not say that anything is left out/,
    ],
    [
      'what the task demands, in the passive',
      task('2.7', 'Partials SHALL NOT be distributed'),
      about('Partials are distributed as agents'),
      /does not say that anything is left out/,
    ],
    [
      'a thing that nobody was to change, and that has changed',
      task('2.9', 'Do not change the public API of `Client`'),
      about('Public API of `Client` lost its `close()` method'),
      /forbids just what the finding says/,
    ],
    [
      'code that nobody was to touch, and that is gone',
      task('2.4', '`scan_file_for_knowledge` SHALL NOT be modified'),
      about('`scan_file_for_knowledge` was renamed'),
      /forbids just what/,
    ],
    [
      'something else',
      task('2.6', 'Windows paths are a follow-up'),
      [open()],
      /nothing to do with the finding/,
    ],
    [
      'another non-goal',
      document(proposalPath, 'Migrating artifacts of existing warehouses'),
      about('`toPosix` drops the drive'),
      /nothing to do/,
    ],
    ['no such document', document('notes.md', 'this is out of scope'), [open()], /no document of the change/],
    ['code', inCode(30, 'order = [prune, wire]'), [open()], /cites code, which leaves nothing out/],
    ['a decision that leaves nothing out', decision('fix-target', 'Target only'), [open()], /left out/],
    ['two words', task('2.4', 'NOT be'), [open()], /too short/],
  ])('refused: %s', (_, cites, findings, why) => {
    expect(problems([file(cites)], findings)).toEqual([expect.stringMatching(why)]);
  });

  it('lets only Lows and Notes wait for ever', () => {
    const cites = task('2.4', 'SHALL NOT be modified');
    const waits = [file(cites, { deferrable: 'Only cosmetic.' })];
    expect(problems(waits, [open({ severity: 'low' })])).toEqual([]);
    expect(problems(waits, [open({ severity: 'note' })])).toEqual([]);
    expect(problems(waits)).toEqual([expect.stringMatching(/^F1 is Medium: `deferrable` is null/)]);
    expect(problems(waits, [open({ severity: 'high' })])).toEqual([expect.stringMatching(/^F1 is High/)]);
  });

  it('has nothing to cite where there are no tasks', () => {
    const without = triageProblems({
      answers: [file(task('2.4', 'SHALL NOT be modified'))],
      inputs: { findings: [open()] },
      change: { ...change, tasks: null },
    });
    expect(without).toEqual([expect.stringMatching(/there are no tasks/)]);
  });
});

describe('triageProblems on hostile words', () => {
  it('is quick, and lets no words of an agent be Markdown of ours', () => {
    const long = 'a SHALL NOT '.repeat(40);
    const huge = `## 1. A\n- [ ] 1.1 ${'x '.repeat(50_000)}\n${'  - stays as '.repeat(4_000)}\n${'- [ ] 1.2 y\n'.repeat(5_000)}`;
    const start = performance.now();
    const result = triageProblems({
      answers: [file(task('1.1', long)), ack(inCode(1, '`<!-- x --> @ada` ```')), fix({ finding: '@ada' })],
      inputs: { findings: [open()] },
      change: { ...change, tasks: huge, code: () => 'x\n'.repeat(50_000) },
    });
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(result.join('\n')).not.toMatch(/<!--/);
  });
});

describe('decidedOf', () => {
  it('gives each its decision, with a priority', () => {
    const cites = task('2.4', 'SHALL NOT be modified');
    const answers = [
      fix(),
      ack(decision('fix-target', 'Target only'), { finding: 'F2' }),
      file(cites, { finding: 'F3', blocks: 'PER-250' }),
      file(cites, { finding: 'F4', deferrable: 'Only cosmetic.' }),
    ];
    const findings = ['F1', 'F2', 'F3', 'F4'].map(
      (id) => ({ id, severity: id === 'F4' ? 'low' : 'high' }) as const,
    );
    const decided = decidedOf({ answers, findings, table: defaultPriorities });
    expect(decided.get('F1')).toMatchObject({
      to: 'fix',
      task: 'Slice by span.',
      behavioural: true,
      by: 'triage',
    });
    expect(decided.get('F2')).toMatchObject({ to: 'acknowledge', rationale: null, by: 'triage' });
    expect(decided.get('F3')).toMatchObject({ to: 'file', priority: 'high', blocks: 'PER-250' });
    expect(decided.get('F4')).toMatchObject({
      priority: 'none',
      reason: 'Out of scope. It can wait: Only cosmetic.',
    });
  });
});
