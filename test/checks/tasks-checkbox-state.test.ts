import { describe, expect, it } from 'vitest';
import { tasksCheckboxState } from '../../src/checks/tasks-checkbox-state.ts';
import { assignment, evidence, tasks } from './support.ts';

const done = tasks({ one: 'x', two: 'x' });
const judge = (head: string | null, base: string | null = tasks()) =>
  tasksCheckboxState.run(evidence({ tasksText: { base, head } }));
const withNote = (note: string, text = done): string =>
  text.replace('`src/scanner/links.test.js`\n', `\`src/scanner/links.test.js\`\n  - ${note}\n`);

describe('tasks-checkbox-state', () => {
  it.each([
    ['all are ticked', done],
    ['the manual one is ticked too', tasks({ one: 'x', two: 'X', manual: 'x' })],
    ['a note was added below a task', withNote('Note: 4 cases, all green')],
    ['a note tells of partial matches', withNote('Partial matches are kept; WIP branches are left alone')],
    ['a note tells of deferred jobs', withNote('Works for deferred and immediate jobs alike')],
    ['a note begins with what is deferred', withNote('Note: deferred values are covered')],
    ...[
      'Done: `npm test` 12 passed, 0 skipped',
      'Nothing is pending after shutdown; incomplete lines are dropped',
      'Pending orders are listed first, blocked users not at all',
      'Not needed to change the API: callers pass the same arguments',
      'It will be done with a queue as design.md says',
      'Not possible to pass an empty link any more',
      'Out of scope variables are collected',
      'We did not add a dependency',
    ].map((note): [string, string] => [`a note says: ${note}`, withNote(note)]),
    ['line ends changed', done.replaceAll('\n', '\r\n')],
  ])('passes when %s', (_, head) => {
    const verdict = judge(head);
    expect(verdict).toMatchObject({ verdict: 'pass' });
    expect(verdict.evidence).toContain('Exempt, for a person: 1.3 [MANUAL] Try it on the old warehouse');
  });

  it.each([
    ['one is not ticked', tasks({ one: 'x' }), 'Task 1.2 is not ticked'],
    ['none is ticked', tasks(), 'Task 1.1 is not ticked'],
    [
      "another section's is ticked",
      tasks({ one: 'x', two: 'x', other: 'x' }),
      'Task 2.1 of another section was ticked',
    ],
    ['text was changed', done.replace('Cover it', 'Skip it'), 'The text of `1.2` was changed'],
    [
      'a note of the plan was removed',
      done.replace('  - Validation: `npm test`\n', ''),
      'A line of tasks.md was changed or removed',
    ],
    [
      'a title was changed',
      done.replace('## 2. Docs', '## 2. Manual'),
      'A line of tasks.md was changed or removed',
    ],
    ['a task was added', `${done}- [x] 2.2 Rest\n`, 'Tasks were added, removed or renumbered'],
    ['a task was removed', done.replace(/- \[ \] 2\.1.*\n/, ''), 'Tasks were added, removed or renumbered'],
    [
      'text was added elsewhere',
      done.replace('Keep the order.', 'Keep the order.\nOr not.'),
      'Text was added outside these tasks: Or not.',
    ],
    [
      'it was declared manual',
      done.replace('[x] 1.2 Cover', '[ ] 1.2 [MANUAL] Cover'),
      'Task 1.2 is not ticked',
    ],
    [
      'a note says deferred',
      withNote('Deferred to a follow-up'),
      'its own notes say: - Deferred to a follow-up',
    ],
    ['a note says it did not run', withNote('the suite was not executed here'), 'its own notes say'],
    ["a note says it wasn't run", withNote("the tests weren't run"), 'its own notes say'],
    ...[
      'Partially done: CSV still missing',
      'TBD',
      'Could not get this to work, left as is',
      'Blocked by missing credentials',
      'Ran out of time, will do next iteration',
      'Only the skeleton so far',
      'Will be finished in a follow-up PR',
      "Didn't manage to add the test",
      'Left out: error handling',
      'Out of scope for this delegation, nothing done',
      'Not possible without a database; needs a follow-up',
      'Pending: needs review of the API first',
      'Will be done once the fixture lands',
      'Left as TODO',
      'Incomplete: only the happy path',
      'This still needs to be implemented by a human',
      'I did not write these tests',
      'No tests written yet',
      '⏭️ Skipped for now',
      '**Blocked**: registry not reachable',
    ].map((note): [string, string, string] => [`a note says: ${note}`, withNote(note), 'its own notes say']),
    ['the file is gone', null, 'was removed'],
  ])('fails when %s', (_, head, words) => {
    const verdict = judge(head);
    expect(verdict.verdict).toBe('fail');
    expect(verdict.evidence.join('\n')).toContain(words);
  });

  it("fails when another section's tick was taken away", () => {
    const verdict = judge(done, tasks({ other: 'x' }));
    expect(verdict.evidence[0]).toContain('Task 2.1 of another section was unticked');
  });

  it('reads a remark of the plan as one, and its subject not', () => {
    const subject = (text: string): string => text.replace('Cover it', 'Cover deferred links');
    expect(judge(subject(done), subject(tasks())).verdict).toBe('pass');
    const inBrackets = (text: string): string =>
      text.replace('Cover it', 'Cover it (deferred rows come last)');
    expect(judge(inBrackets(done), inBrackets(tasks())).verdict).toBe('pass');
    const remark = (text: string): string => text.replace('Cover it', 'Cover it (deferred)');
    expect(judge(remark(done), remark(tasks())).verdict).toBe('fail');
  });

  it.each(['[MANUAL]', '[HITL]', '(ops)', '(data)'])('exempts and lists %s', (tag) => {
    const tagged = (text: string): string => text.replace('[MANUAL]', tag);
    const verdict = judge(tagged(done), tagged(tasks()));
    expect(verdict.verdict).toBe('pass');
    expect(verdict.evidence).toContain(`Exempt, for a person: 1.3 ${tag} Try it on the old warehouse`);
  });

  it('does not apply to sections of manual tasks only', () => {
    const text = '## 1. Ops\n\n- [ ] 1.1 (ops) Rotate the key\n';
    expect(judge(text, text).verdict).toBe('n/a');
  });

  it('fails for a section that is not there, and without a file at the base', () => {
    const unknown = evidence({ assignment: assignment({ sections: ['9'] }) });
    expect(tasksCheckboxState.run(unknown).evidence[0]).toContain('no section 9');
    expect(judge(done, null).verdict).toBe('fail');
  });
});
