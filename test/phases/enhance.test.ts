import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { Enhancement } from '../../src/contracts/planning/enhance.ts';
import { enhance as enhanceText } from '../../src/openspec/enhance.ts';
import type { ProposedFiles } from '../../src/openspec/proposed.ts';
import { enhance } from '../../src/phases/enhance.ts';
import { planningAssignment } from './sample.ts';

const path = 'openspec/changes/gate-links/tasks.md';
const text = '## 1. Read\n- [ ] 1.1 Read\n';
const inputs = { change: 'gate-links', branch: 'main' };
const assignment: AssignmentOf<'enhance'> = { ...planningAssignment, phase: 'enhance', inputs };
const answer: Enhancement = {
  status: 'ENHANCED',
  sections: [{ number: '1', goal: 'g', input: 'i', output: 'o', validation: 'v' }],
  tasks: [{ id: '1.1', input: 'i', expectedOutput: 'o', validation: 'v', note: null, cases: ['c'] }],
  repos: [{ repo: 'octo/demo', path: '.', branch: 'main', role: 'code' }],
  crossRepo: [],
};
const written = enhanceText(text, answer, { ticket: 'PER-206', change: 'gate-links' });

const judge = (change: Partial<Enhancement> = {}, proposed: Partial<ProposedFiles> | null = null): string[] =>
  enhance.judge(
    { ...answer, ...change },
    {
      assignment,
      files: new Map([[path, text]]),
      proposed: proposed && {
        changed: [path],
        descends: true,
        modes: new Map([[path, '100644']]),
        files: new Map([[path, written]]),
        specs: [],
        existed: true,
        subjects: [],
        ...proposed,
      },
    },
  );

describe('an enhancement', () => {
  it('is judged by tasks.md of its change', () => {
    expect(enhance.reads(answer, assignment)).toEqual([path]);
    expect(judge()).toEqual([]);
    expect(enhance.judge(answer, { assignment, files: new Map([[path, null]]), proposed: null })).toEqual([
      expect.stringContaining('is not there at the base'),
    ]);
    expect(
      enhance.judge({ status: 'BLOCKED', why: 'x' }, { assignment, files: new Map(), proposed: null }),
    ).toEqual([]);
  });

  it.each<[string, Partial<Enhancement>]>([
    ['Section 1 of tasks.md has no summary', { sections: [] }],
    ['tasks.md has no task 1.2', { tasks: answer.tasks.map((task) => ({ ...task, id: '1.2' })) }],
  ])('is given back: %s', (problem, change) => {
    expect(judge(change)).toEqual([expect.stringContaining(problem)]);
  });

  it('brings a commit that holds its blocks and nothing else', () => {
    expect(judge({}, {})).toEqual([]);
    expect(judge({}, { changed: [path, 'src/a.ts'] })).toEqual([
      expect.stringContaining('`src/a.ts` was changed'),
    ]);
    expect(judge({}, { descends: false, modes: new Map([[path, '120000']]) })).toEqual([
      expect.stringContaining('do not build on the base'),
      expect.stringContaining('make it a plain file'),
    ]);
    const other = new Map([[path, written.replace('- [ ]', '- [x]')]]);
    expect(judge({}, { files: other })).toEqual([expect.stringContaining('is not the file at the base')]);
  });
});
