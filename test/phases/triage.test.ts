import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { ProposedAnswer } from '../../src/contracts/rounds/triage.ts';
import { judgeTriage } from '../../src/phases/judge.ts';
import { planningAssignment } from './sample.ts';

const folder = 'openspec/changes/gate-links';
/** At the head that was reviewed. */
const files: Record<string, string> = {
  [`${folder}/tasks.md`]:
    '## 2. Lint\n\n- [x] 2.4 Leave sync alone: `scanFile` in `src/sync.ts` SHALL NOT be modified\n',
  [`${folder}/design.md`]: '# Design\n\n- `fix-target`: Only the target is rewritten, never the label\n',
  [`${folder}/proposal.md`]: '# Why\n\nLinks break.\n\n## Non-goals\n\n- Links of images stay as they are\n',
  'src/rules.ts': 'export const policy = true;\n',
};
/** Where the branch began. */
const before: Record<string, string> = {
  'src/rules.ts': 'export const policy = true;\n',
  'src/gone.ts': 'export const policy = true;\n',
};

const finding = {
  ...{ severity: 'medium' as const, title: '`scanFile` misses links', path: 'src/sync.ts', line: 3 },
  ...{ detail: '', by: 'throughline', demanded: false },
};
const assignment = (changes: Partial<AssignmentOf<'triage'>['inputs']> = {}): AssignmentOf<'triage'> => ({
  ...planningAssignment,
  phase: 'triage',
  inputs: {
    ...{ round: 1, pull: 159, change: 'gate-links', earlier: [] },
    findings: [{ ...finding, id: 'F1' }],
    decisions: [{ id: 'fix-target', answer: 'Only the target', why: 'Labels are words' }],
    ...changes,
  },
});
const judge = (answers: unknown, changes: Parameters<typeof assignment>[0] = {}) =>
  judgeTriage({
    assignment: assignment(changes),
    answer: { status: 'TRIAGED', answers },
    read: async (path) => files[path] ?? null,
    readBefore: async (path) => before[path] ?? null,
  });

const base = { finding: 'F1', reason: 'As it is written.' };
const file = (cites: object): object => ({
  ...{ ...base, answer: 'file', cites, title: 'Scan all links', blocks: null, deferrable: null },
});
const acknowledge = (cites: object): object => ({ ...base, answer: 'acknowledge', cites, rationale: null });
const aboutTarget = {
  findings: [{ ...finding, id: 'F1', title: 'The label of a target is not rewritten', path: 'src/rules.ts' }],
};
const fix: ProposedAnswer = { ...base, answer: 'fix', task: 'Scan them', behavioural: true };

const leftOut = { of: 'task', id: '2.4', quote: '`scanFile` in `src/sync.ts` SHALL NOT be modified' };
const decided = { of: 'decision', id: 'fix-target', quote: 'Only the target' };

describe('the answers of a triage', () => {
  it.each([
    ['a fix', [fix], {}],
    ['what a task leaves out', [file(leftOut)], {}],
    ['what contradicts a decision', [acknowledge(decided)], aboutTarget],
    [
      'what was there before the change',
      [acknowledge({ of: 'code', path: 'src/rules.ts', line: 1, quote: 'export const policy = true' })],
      aboutTarget,
    ],
  ])('can be used for %s', async (_what, answers, changes) => {
    expect(await judge(answers, changes)).toHaveProperty('answer.status', 'TRIAGED');
  });

  it.each([
    ['words that no task says', [file({ ...leftOut, quote: 'sync is not part of this' })], /does not say/],
    ['a task that is not there', [file({ ...leftOut, id: '9.1' })], /no task 9\.1/],
    ['a decision that nobody made', [acknowledge({ ...decided, id: 'none', quote: 'so it is' })], /F1/],
    [
      'code that this change brought',
      [acknowledge({ of: 'code', path: 'src/new.ts', line: 1, quote: 'export const policy = true' })],
      /was not there before the change/,
    ],
    [
      'code that this change took away',
      [acknowledge({ of: 'code', path: 'src/gone.ts', line: 1, quote: 'export const policy = true' })],
      /stands in `src\/gone\.ts` no more/,
    ],
    ['a decision about something else', [acknowledge(decided)], /nothing to do with the finding/],
    ['no answer', [], /F1 has no answer/],
    ['two answers', [fix, { ...fix, task: 'Twice' }], /more than one answer/],
    ['an answer to nothing', [fix, { ...fix, finding: 'F9' }], /F9 is no open finding/],
  ])('are sent back for %s', async (_what, answers, says) => {
    const judged = await judge(answers);
    expect('problems' in judged ? judged.problems.join('\n') : '').toMatch(says);
  });

  it('never acknowledge what a person asks for', async () => {
    const demanded = { findings: [{ ...finding, id: 'F1', by: 'grace', demanded: true }] };
    expect(await judge([acknowledge(decided)], demanded)).toHaveProperty('problems');
    expect(await judge([fix], demanded)).toHaveProperty('answer');
  });

  it('rest on the tasks of a ticket where there is no change', async () => {
    const tasks = '## 1. Scan\n\n- [ ] 2.4 `scanFile` in `src/sync.ts` SHALL NOT be modified\n';
    const fromTicket = { change: null, tasks };
    expect(await judge([file(leftOut)], fromTicket)).toHaveProperty('answer');
    expect(await judge([file(leftOut)], { change: null })).toHaveProperty('problems');
  });
});
