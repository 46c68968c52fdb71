import { type EnhanceAnswer, type Enhancement, enhanceAnswerSchema } from '../contracts/planning/enhance.ts';
import { readDocument } from '../openspec/document.ts';
import { enhance as enhanceText } from '../openspec/enhance.ts';
import { enhancementProblems } from '../openspec/enhancement-problems.ts';
import { commitProblems } from './commits.ts';
import type { Given, PlanningPhase } from './phase.ts';

const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;

/**
 * Test cases, goals and repositories for the tasks of a change. The agent only answers; whoever runs it writes the
 * blocks, so that no other byte of tasks.md changes.
 */
export const enhance: PlanningPhase<'enhance', EnhanceAnswer> = {
  name: 'enhance',
  access: 'read',
  turns: 2,
  schema: enhanceAnswerSchema,
  reads: (_answer, assignment) => [tasksPath(assignment.inputs.change)],
  judge: (answer, given) => (answer.status === 'BLOCKED' ? [] : judgeEnhancement(answer, given)),
};

const judgeEnhancement = (answer: Enhancement, given: Given<'enhance'>): string[] => {
  const path = tasksPath(given.assignment.inputs.change);
  const text = given.files.get(path) ?? null;
  if (text === null) return [`\`${path}\` is not there at the base, or is no text.`];
  const problems = enhancementProblems(readDocument(text), answer);
  return problems.length > 0 ? problems : judgeCommit(answer, given, text);
};

/** The commit that came back may hold nothing but these blocks. */
const judgeCommit = (
  answer: Enhancement,
  { assignment, proposed }: Given<'enhance'>,
  text: string,
): string[] => {
  if (!proposed) return [];
  const { change } = assignment.inputs;
  const path = tasksPath(change);
  const others = proposed.changed.filter((changed) => changed !== path);
  const wanted = enhanceText(text, answer, { ticket: assignment.ticket.key, change });
  return [
    ...commitProblems(proposed),
    ...others.map((other) => `\`${other}\` was changed: only \`${path}\` may be.`),
    ...(proposed.files.get(path) === wanted
      ? []
      : [`\`${path}\` that came back is not the file at the base with the blocks of this answer.`]),
  ];
};
