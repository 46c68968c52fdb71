import { type Judged, type Judgement, judgementSchema } from '../contracts/judgement.ts';
import { answerProblems, coverageOf, type Question, questionName } from '../openspec/judged.ts';
import { placeProblem } from '../openspec/place.ts';
import { readTasks } from '../openspec/tasks.ts';
import type { Given, PlanningPhase } from './phase.ts';
import { lookIn } from './pointers.ts';

const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;

/** Judges a commit against its recorded base and the change's requirements; every place it names is looked up at that commit. */
export const review: PlanningPhase<'review', Judgement> = {
  name: 'review',
  access: 'read',
  turns: 2,
  schema: judgementSchema,
  reads: (answer, { inputs }) =>
    answer.status === 'BLOCKED'
      ? []
      : [
          ...answer.requirements.flatMap(({ evidence }) => evidence.map(({ path }) => path)),
          ...answer.concerns.map(({ path }) => path),
          ...(inputs.change === null ? [] : [tasksPath(inputs.change)]),
        ],
  judge: (answer, given) =>
    answer.status === 'BLOCKED'
      ? []
      : [
          ...coverageProblems(answer, given),
          ...requirementProblems(answer, given),
          ...concernProblems(answer, given),
        ],
};

const coverageProblems = (answer: Judged, { assignment }: Given<'review'>): string[] => {
  const { requirements } = assignment.inputs;
  const { missing, repeated, foreign } = coverageOf(requirements, answer.requirements);
  if (requirements.length === 0 && foreign.length > 0)
    return ['There are no requirements to answer: leave `requirements` empty.'];
  return [
    ...sentences(missing, 'is not answered: add one answer to it, under its exact name'),
    ...sentences(repeated, 'is answered more than once: keep one answer'),
    ...sentences(foreign, 'is none of those listed: use the exact names, or leave it out'),
  ];
};

const sentences = (questions: Question[], what: string): string[] =>
  questions.map((question) => `${capital(questionName(question))} ${what}.`);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const requirementProblems = (answer: Judged, given: Given<'review'>): string[] => {
  const { inputs } = given.assignment;
  const text = inputs.change === null ? null : (given.files.get(tasksPath(inputs.change)) ?? null);
  const sections = { own: inputs.sections, tasks: text === null ? null : readTasks(text) };
  const look = lookIn(given.files);
  return answer.requirements.flatMap((judged) =>
    answerProblems(judged, { look, sections }).map(
      (problem) => `${capital(questionName(judged))}: ${problem}. ${remedy[judged.verdict]}`,
    ),
  );
};

const remedy = {
  met: 'Cite code or tests that you have read, by path and line, or judge it `unmet`.',
  later: 'Name open sections of tasks.md that bring it, or judge it by what is there.',
  unmet: 'Say why.',
};

const concernProblems = ({ recommendation, concerns }: Judged, { files }: Given<'review'>): string[] => {
  const look = lookIn(files);
  const wrong = concerns
    .map((concern) => placeProblem(concern, look))
    .filter((problem) => problem !== null)
    .map(
      (problem) =>
        `A concern cites what is not there: ${problem}. Cite a line that you have read, or leave it out.`,
    );
  return recommendation !== 'accept' && concerns.length === 0
    ? [`\`${recommendation}\` needs at least one concern that cites a line: add it, or recommend \`accept\`.`]
    : wrong;
};
