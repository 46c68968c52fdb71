import { type ProposeAnswer, proposeAnswerSchema } from '../contracts/planning/propose.ts';
import { mostFiles, type ProposedFiles } from '../openspec/proposed.ts';
import { commitProblems } from './commits.ts';
import type { Given, PlanningPhase } from './phase.ts';
import { designProblems, proposalProblems } from './propose/documents.ts';
import { markProblems } from './propose/marks.ts';
import { specProblems } from './propose/specs.ts';
import { taskProblems } from './propose/tasks.ts';

/** The decisions become an OpenSpec change: proposal, design, specs and tasks, in commits of the agent. */
export const propose: PlanningPhase<'propose', ProposeAnswer> = {
  name: 'propose',
  access: 'edit',
  turns: 3,
  schema: proposeAnswerSchema,
  reads: () => [],
  judge: (answer, given) => (answer.status === 'BLOCKED' ? [] : judgeProposal(answer.change, given)),
};

const judgeProposal = (change: string, { assignment, proposed }: Given<'propose'>): string[] => {
  if (!proposed || proposed.changed.length === 0)
    return [
      `No commit came back: write the artifacts below \`openspec/changes/${change}/\` and commit them.`,
    ];
  if (proposed.changed.length > mostFiles)
    return [
      `${proposed.changed.length} files were changed, and a change has at most ${mostFiles}: commit its artifacts alone.`,
    ];
  const folder = `openspec/changes/${change}/`;
  const { decisions, change: chosen } = assignment.inputs;
  const { key } = assignment.ticket;
  return [
    ...(chosen === null || chosen === change
      ? []
      : [
          `The change is \`${chosen}\`: move the artifacts to \`openspec/changes/${chosen}/\` and answer with that.`,
        ]),
    ...commitProblems(proposed),
    ...placeProblems(folder, proposed),
    ...subjectProblems(key, proposed.subjects),
    ...proposalProblems({ path: `${folder}proposal.md`, files: proposed.files, key }),
    ...designProblems({ path: `${folder}design.md`, files: proposed.files, decisions }),
    ...specProblems(folder, proposed),
    ...taskProblems(folder, proposed.files),
    ...markProblems(proposed.files),
  ];
};

const placeProblems = (folder: string, { changed, existed }: ProposedFiles): string[] => [
  ...changed
    .filter((path) => !path.startsWith(folder))
    .map((path) => `\`${path}\` was changed: only files below \`${folder}\` may be; put it back.`),
  ...(existed ? [`\`${folder}\` was there before: choose another name for the change.`] : []),
];

const subjectProblems = (key: string, subjects: string[]): string[] => [
  ...(subjects.length === 0 ? ['There is no commit: commit the artifacts.'] : []),
  ...subjects
    .filter((subject) => !subject.startsWith(`${key}: `) || subject.slice(key.length + 2).trim() === '')
    .map((subject) => `The first line of the commit “${subject}” has to begin with \`${key}: \`.`),
];
