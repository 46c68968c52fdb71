import { type Authored, type PromptAnswer, promptAnswerSchema } from '../contracts/planning/prompt.ts';
import { readDocument } from '../openspec/document.ts';
import type { Given, PlanningPhase } from './phase.ts';
import { missingPaths, pathsToRead } from './prompt/paths.ts';
import { outOfScopeProblems } from './prompt/scope.ts';
import { taskProblems } from './prompt/tasks.ts';
import { markProblems } from './propose/marks.ts';
import { formProblems } from './tasks-form.ts';

const mostSections = 8;
/** What the text is called in what the agent is told of it. */
const name = '`tasks`';

/** What a delegate is to do where no change says it, from the ticket alone: tasks as a change has them, in the answer and in no file. */
export const prompt: PlanningPhase<'prompt', PromptAnswer> = {
  name: 'prompt',
  access: 'read',
  turns: 2,
  schema: promptAnswerSchema,
  reads: (answer) => (answer.status === 'BLOCKED' ? [] : pathsToRead(readDocument(answer.tasks))),
  judge: (answer, given) => (answer.status === 'BLOCKED' ? [] : judgeAuthored(answer, given)),
};

const judgeAuthored = ({ tasks }: Authored, { assignment, files }: Given<'prompt'>): string[] => {
  const document = readDocument(tasks);
  const form = formProblems(document, name);
  const { sections } = document;
  if (sections.length === 0) return form;
  const tooMany =
    sections.length > mostSections
      ? [
          `There are ${sections.length} sections, and one ticket gets at most ${mostSections}: write fewer, or answer BLOCKED and say that it has to be planned.`,
        ]
      : [];
  return [
    ...form,
    ...tooMany,
    ...markProblems(new Map([['tasks', tasks]])),
    ...hiddenProblems(tasks),
    ...sections.flatMap((section) => section.tasks).flatMap(taskProblems),
    ...missingPaths(document, files),
    ...outOfScopeProblems(tasks, assignment.inputs.said),
  ];
};

const hidden = /(?![\t\n\r])[\p{Cc}\p{Cf}]/u;

/** A person confirms what is shown: what nobody sees may not be told to the delegate. */
const hiddenProblems = (tasks: string): string[] => {
  const found = tasks.split('\n').findIndex((line) => hidden.test(line));
  return found < 0 ? [] : [`Line ${found + 1} of ${name} holds a character that nobody sees: take it out.`];
};
