import { describe, expect, it } from 'vitest';
import { diffSanity } from '../../src/checks/diff-sanity.ts';
import { tasksCheckboxState } from '../../src/checks/tasks-checkbox-state.ts';
import { assignment } from './support.ts';
import { deliver, type Tree } from './world.ts';

const tasks = '## 1. Read\n\n- [ ] 1.1 Throw in `src/read.ts`\n- [ ] 1.2 [MANUAL] Tell the users\n';
const authored = { ...assignment({ sections: ['1'] }), change: null, tasks };
const before: Tree = { 'src/read.ts': 'one\n', 'README.md': '# Links\n' };

const delivered = (head: Tree) =>
  deliver({ base: before, head: { ...before, ...head }, raw: { assignment: authored } }, {});

describe('tasks that were written from the ticket', () => {
  it('have no box in the repository that could be ticked', () => {
    const evidence = delivered({ 'src/read.ts': 'two\n' });
    expect(tasksCheckboxState.run(evidence)).toEqual({
      verdict: 'n/a',
      evidence: [
        'The tasks were written from the ticket and stand in no tasks.md: there is no box to tick.',
        'For a person: 1.2 Tell the users'.replace('Tell', '[MANUAL] Tell'),
      ],
    });
  });

  it('declare the paths of the work', () => {
    expect(diffSanity.run(delivered({ 'src/read.ts': 'two\n' })).verdict).toBe('pass');
    const outside = diffSanity.run(delivered({ 'README.md': '# Other\n' }));
    expect(outside.verdict).toBe('fail');
    expect(outside.evidence[0]).toContain('`README.md`');
  });

  it('leave no tasks.md that would be in scope', () => {
    const path = 'openspec/changes/gate-links/tasks.md';
    expect(diffSanity.run(delivered({ [path]: tasks })).evidence[0]).toContain(path);
  });
});
