import { describe, expect, it } from 'vitest';
import type { AssignmentOf } from '../../src/contracts/assignment.ts';
import type { Decision } from '../../src/contracts/planning/inputs.ts';
import { decisionLog } from '../../src/openspec/decisions.ts';
import type { ProposedFiles } from '../../src/openspec/proposed.ts';
import { propose } from '../../src/phases/propose.ts';
import { planningAssignment } from './sample.ts';

const decisions: Decision[] = [
  { id: 'link-form', question: 'Which?', answer: 'Project-root | relative', who: '@ada', why: 'One form' },
];
const folder = 'openspec/changes/gate-links/';
const files: Record<string, string> = {
  [`${folder}proposal.md`]: '## Why\n\nPER-206: links break.\n\n## What Changes\n\n- A gate.\n',
  [`${folder}design.md`]: `## Decision log\n\n${decisionLog(decisions)}\n`,
  [`${folder}specs/links/spec.md`]:
    '## Purpose\n\nKeeps links whole from where they are written to where they are read.\n\n## ADDED Requirements\n\n### Requirement: Canonical links\nLinks SHALL be canonical.\n\n#### Scenario: One\n- **WHEN** read\n',
  [`${folder}tasks.md`]:
    '## 1. Read\n\n- [ ] 1.1 Read (Canonical\n  links)\n\n## 2. Check\n\n- [ ] 2.1 Check\n',
};

interface Change {
  files?: Record<string, string | null>;
  proposed?: Partial<ProposedFiles>;
  inputs?: Partial<AssignmentOf<'propose'>['inputs']>;
}

const judge = (change: Change = {}): string[] => {
  const all = Object.entries({ ...files, ...change.files }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  const proposed: ProposedFiles = {
    changed: all.map(([path]) => path),
    descends: true,
    modes: new Map(all.map(([path]) => [path, '100644'])),
    files: new Map(all),
    specs: ['openspec/specs/known/spec.md'],
    existed: false,
    subjects: ['PER-206: Propose the gate'],
    ...change.proposed,
  };
  const inputs = { said: [], direction: null, decisions, change: null, ...change.inputs };
  return propose.judge(
    { status: 'PROPOSED', change: 'gate-links', summary: 'A gate.' },
    { assignment: { ...planningAssignment, phase: 'propose', inputs }, files: new Map(), proposed },
  );
};

const tasks = (text: string): Change => ({ files: { [`${folder}tasks.md`]: text } });

describe('a proposal', () => {
  it('is taken when it holds what was decided', () => {
    expect(judge()).toEqual([]);
    expect(judge({ inputs: { change: 'gate-links' } })).toEqual([]);
  });

  it.each<[string, Change]>([
    ['`src/a.ts` was changed', { proposed: { changed: ['src/a.ts', `${folder}tasks.md`] } }],
    [
      '`openspec/changes/gate-links-2/tasks.md` was changed',
      { proposed: { changed: ['openspec/changes/gate-links-2/tasks.md'] } },
    ],
    ['was there before', { proposed: { existed: true } }],
    ['No commit came back', { proposed: { changed: [] } }],
    ['The commits do not build on the base', { proposed: { descends: false } }],
    ...['120000', '160000', '100755'].map((mode): [string, Change] => [
      '`a.md` is a link, a submodule or executable',
      { proposed: { modes: new Map([['a.md', mode]]) } },
    ]),
    [
      '201 files were changed',
      { proposed: { changed: Array.from({ length: 201 }, (_, n) => `${folder}${n}.md`), files: new Map() } },
    ],
    ['“” has to begin with', { proposed: { subjects: ['PER-206: One', ''] } }],
    ['There is no commit', { proposed: { subjects: [] } }],
    ['“Propose” has to begin with `PER-206: `', { proposed: { subjects: ['PER-206: One', 'Propose'] } }],
    ['“PER-2060: x” has to begin', { proposed: { subjects: ['PER-2060: x'] } }],
    ['The change is `other`', { inputs: { change: 'other' } }],
    ['proposal.md` is missing', { files: { [`${folder}proposal.md`]: null } }],
    ['design.md` is missing', { files: { [`${folder}design.md`]: ' \n' } }],
    ['tasks.md` is missing', { files: { [`${folder}tasks.md`]: null } }],
    [
      'There is no `openspec/changes/gate-links/specs/<capability>/spec.md`',
      { files: { [`${folder}specs/links/spec.md`]: null } },
    ],
    [
      'does not name the ticket',
      { files: { [`${folder}proposal.md`]: '## Why\n\nPER-2060\n\n## What Changes\n' } },
    ],
    [
      'has no `## Why`',
      { files: { [`${folder}proposal.md`]: '```\n## Why\n```\nPER-206\n## What Changes\n' } },
    ],
    ['has no `## What Changes`', { files: { [`${folder}proposal.md`]: '## Why\nPER-206\n' } }],
    [
      'is unfinished: replace “- TODO: say why”',
      { files: { [`${folder}proposal.md`]: '## Why\nPER-206\n- TODO: say why\n## What Changes\n' } },
    ],
    [
      'is unfinished: replace “TBD”',
      { files: { [`${folder}proposal.md`]: '## Why\nPER-206\nTBD\n## What Changes\n' } },
    ],
    [
      'lacks the decision `link-form`',
      { files: { [`${folder}design.md`]: '| link-form | Something else | @ada |\n' } },
    ],
    [
      'begin it with `## Purpose`',
      { files: { [`${folder}specs/other/spec.md`]: '## ADDED Requirements\n' } },
    ],
    ['is too short', { files: { [`${folder}specs/a/b/spec.md`]: '## Purpose\nShort.\n' } }],
    [
      'Line 2 of `openspec/changes/gate-links/notes.md` holds a mark',
      { files: { [`${folder}notes.md`]: 'x\n<!-- throughline:x -->' } },
    ],
    [
      'Line 1 of `openspec/changes/gate-links/notes.md` holds a mark',
      { files: { [`${folder}notes.md`]: `<!--${' '.repeat(40)}opsx:x -->` } },
    ],
    [
      'The change is too large',
      tasks(
        `## 1. A\n${Array.from({ length: 501 }, (_, n) => `- [ ] 1.${n + 1} Canonical links\n`).join('')}`,
      ),
    ],
    [
      'The change is too large',
      {
        files: {
          [`${folder}specs/known/spec.md`]: `## ADDED Requirements\n${Array.from({ length: 200 }, (_, n) => `### Requirement: R${n}\n`).join('')}`,
        },
      },
    ],
    ...['```\nCanonical links\n```', '<!-- Canonical links -->', 'See <!--\nCanonical links -->'].map(
      (hidden): [string, Change] => [
        'No task names the requirement “Canonical links”',
        tasks(`## 1. A\n- [ ] 1.1 Links\n${hidden}\n`),
      ],
    ),
    ['tasks.md has no section', tasks('- [ ] Canonical links\n')],
    ['Section 2 of tasks.md (line 3) has no task', tasks('## 1. A\n- [ ] 1.1 Canonical links\n## 2. B\n')],
    ['Task 1.1 of tasks.md is ticked', tasks('## 1. A\n- [x] 1.1 Canonical links\n')],
    ['The task in line 2 of tasks.md needs a number', tasks('## 1. A\n- [ ] Canonical links\n')],
    ['The task in line 2 of tasks.md needs a number', tasks('## 1. A\n- [ ] 2.1 Canonical links\n')],
    [
      'The box in line 1 of tasks.md is in no numbered section',
      tasks('- [ ] x\n## 1. A\n- [ ] 1.1 Canonical links\n'),
    ],
    ['Two sections of tasks.md are 1', tasks('## 1. A\n- [ ] 1.1 Canonical links\n## 1. B\n- [ ] 1.2 b\n')],
    ['Two tasks of tasks.md are 1.1', tasks('## 1. A\n- [ ] 1.1 Canonical links\n- [ ] 1.1 b\n')],
    [
      'No task names the requirement “Canonical links”',
      tasks('## 1. A\n- [ ] 1.1 Links\n## 2. B\n- [ ] 2.1 Canonical link\n'),
    ],
  ])('is given back: %s', (problem, change) => {
    expect(judge(change)).toEqual([expect.stringContaining(problem)]);
  });

  it('may extend a capability that is there, and speak of marks in code', () => {
    const spec = '## MODIFIED Requirements\n### Requirement: Canonical links\nSHALL\n#### Scenario: One\nx\n';
    expect(judge({ files: { [`${folder}specs/known/spec.md`]: spec } })).toEqual([]);
    expect(judge({ files: { [`${folder}notes.md`]: 'writes `<!-- opsx:metadata:begin -->`' } })).toEqual([]);
  });

  it('needs no task for what is removed', () => {
    const spec = '## REMOVED Requirements\n### Requirement: Gone\n';
    expect(judge({ files: { [`${folder}specs/known/spec.md`]: spec } })).toEqual([]);
  });

  it('is nothing to judge when the agent is blocked, or nothing came back', () => {
    const inputs = { said: [], direction: null, decisions, change: null };
    const assignment: AssignmentOf<'propose'> = { ...planningAssignment, phase: 'propose', inputs };
    const given = { assignment, files: new Map(), proposed: null };
    expect(propose.judge({ status: 'BLOCKED', why: 'x' }, given)).toEqual([]);
    expect(propose.judge({ status: 'PROPOSED', change: 'a', summary: 'x' }, given)).toEqual([
      expect.stringContaining('No commit came back'),
    ]);
  });
});
