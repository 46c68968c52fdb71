import type { JudgedRequirement, Requirement } from '../contracts/judgement.ts';
import { type Look, placeProblem } from './place.ts';
import { plainName } from './requirements.ts';
import type { TasksFile } from './tasks.ts';

/** What has to be answered: a requirement's own text (scenario null), or one of its scenarios. */
export interface Question {
  requirement: string;
  scenario: string | null;
}

export const questionsOf = (requirements: readonly Requirement[]): Question[] =>
  requirements.flatMap(({ name, scenarios }) => [
    { requirement: name, scenario: null },
    ...scenarios.map((scenario) => ({ requirement: name, scenario })),
  ]);

/** As a person reads it. */
export const questionName = ({ requirement, scenario }: Question): string =>
  scenario === null ? `requirement “${requirement}”` : `requirement “${requirement}”, scenario “${scenario}”`;

const keyOf = ({ requirement, scenario }: Question): string =>
  JSON.stringify([plainName(requirement), scenario === null ? null : plainName(scenario)]);

export interface Coverage {
  /** Each question with its answer; the first one where there are several. */
  answered: { question: Question; answer: JudgedRequirement }[];
  missing: Question[];
  /** Answers to what was answered before, and to what nobody asked. */
  repeated: Question[];
  foreign: Question[];
}

/** Which question each answer belongs to. */
export const coverageOf = (
  requirements: readonly Requirement[],
  answers: readonly JudgedRequirement[],
): Coverage => {
  const questions = questionsOf(requirements);
  const asked = new Set(questions.map(keyOf));
  const first = new Map<string, JudgedRequirement>();
  const [repeated, foreign]: [Question[], Question[]] = [[], []];
  for (const answer of answers) {
    const key = keyOf(answer);
    if (!asked.has(key)) foreign.push(answer);
    else if (first.has(key)) repeated.push(answer);
    else first.set(key, answer);
  }
  const missing = questions.filter((question) => !first.has(keyOf(question)));
  const answered = questions.flatMap((question) => {
    const answer = first.get(keyOf(question));
    return answer === undefined ? [] : [{ question, answer }];
  });
  return { answered, missing, repeated, foreign };
};

/** Specs and tasks say what is asked; that it was done stands elsewhere. */
const isPlan = (path: string): boolean => /^(?:\.\/)?openspec\//.test(path);

/** Sections of tasks.md that a requirement may be left to. */
export interface Sections {
  /** Of the delegation under review. */
  own: readonly string[];
  /** tasks.md at the commit under review; null where there is none. */
  tasks: TasksFile | null;
}

const sectionProblem = (number: string, { own, tasks }: Sections): string | null => {
  if (own.includes(number)) return `section ${number} is one of those under review`;
  const section = tasks?.sections.find((one) => one.number === number);
  if (section === undefined) return `tasks.md has no section ${number}`;
  if (section.tasks.every((task) => task.ticked)) return `section ${number} is done`;
  return null;
};

/** Why an answer cannot be taken for what it says, each half a sentence; an honest `unmet` is no such thing. */
export const answerProblems = (
  { verdict, evidence, sections }: JudgedRequirement,
  { look, sections: known }: { look: Look; sections: Sections },
): string[] => {
  if (verdict === 'unmet') return [];
  if (verdict === 'later')
    return sections.length === 0
      ? ['it is left to later, and to no section']
      : sections
          .map((number) => sectionProblem(number, known))
          .filter((problem) => problem !== null)
          .map((problem) => `it is left to later, but ${problem}`);
  if (evidence.length === 0) return ['it is said to be met, and nothing is cited'];
  const wrong = evidence
    .map((pointer) => placeProblem(pointer, look))
    .filter((problem) => problem !== null)
    .map((problem) => `it cites what is not there: ${problem}`);
  return evidence.every(({ path }) => isPlan(path))
    ? [...wrong, 'it cites the plan alone, which shows what is asked and not that it is done']
    : wrong;
};
