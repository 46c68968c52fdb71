import { describe, expect, it } from 'vitest';
import { questionsOf } from '../../src/openspec/judged.ts';
import { requirementsOf, withdrawnBy } from '../../src/openspec/requirements.ts';

const spec = (capability: string, text: string) => ({
  path: `openspec/changes/gate-links/specs/${capability}/spec.md`,
  text,
});

describe('what a change demands', () => {
  it('are its added and modified requirements with their scenarios, in the order of its files', () => {
    const documents = [
      spec(
        'scanner',
        '## ADDED Requirements\n\n### Requirement: Scan\nIt SHALL.\n\n#### Scenario: Empty\n- x\n\n#### Scenario: Many\n- x\n',
      ),
      spec('lint', '## MODIFIED Requirements\n\n### Requirement: Lint\nIt SHALL.\n'),
      {
        path: 'openspec/changes/gate-links/proposal.md',
        text: '## ADDED Requirements\n\n### Requirement: Not this\n',
      },
    ];
    expect(requirementsOf(documents)).toEqual([
      { name: 'Lint', scenarios: [] },
      { name: 'Scan', scenarios: ['Empty', 'Many'] },
    ]);
    expect(requirementsOf([...documents].reverse())).toEqual(requirementsOf(documents));
    expect(questionsOf(requirementsOf(documents))).toHaveLength(4);
  });

  it('is nothing of what is removed or renamed, which is told apart', () => {
    const documents = [
      spec(
        'lint',
        '## REMOVED Requirements\n\n### Requirement: Old\n\n## RENAMED Requirements\n\n- FROM: `### Requirement: Was`\n- TO: `### Requirement: Is`\n',
      ),
    ];
    expect(requirementsOf(documents)).toEqual([]);
    expect(withdrawnBy(documents)).toEqual(['“Old” is removed', '“Was” becomes “Is”']);
  });

  it('has names that can be told apart', () => {
    const same =
      '## ADDED Requirements\n\n### Requirement: Errors\nx\n\n#### Scenario: Empty\n- x\n\n#### Scenario: Empty\n- y\n';
    expect(requirementsOf([spec('a', same), spec('b/c', same)])).toEqual([
      { name: 'a: Errors', scenarios: ['Empty', 'Empty (2)'] },
      { name: 'b/c: Errors', scenarios: ['Empty', 'Empty (2)'] },
    ]);
  });

  it('is nothing where there are no specs', () => {
    expect(requirementsOf([])).toEqual([]);
  });
});
