import { contains, folded } from '../../openspec/decisions.ts';
import { readDelta } from '../../openspec/delta.ts';
import { readDocument, type TasksDocument } from '../../openspec/document.ts';
import { shownText } from '../../openspec/prose.ts';
import type { TasksSection } from '../../openspec/tasks.ts';
import { required } from './documents.ts';
import { specPaths } from './specs.ts';

type Files = ReadonlyMap<string, string>;

export const taskProblems = (folder: string, files: Files): string[] => {
  const { text, problems } = required(files, `${folder}tasks.md`);
  if (text === null) return problems;
  const document = readDocument(text);
  if (document.sections.length === 0)
    return ['tasks.md has no section: write numbered ones, `## 1. Title`, each with tasks `- [ ] 1.1 …`.'];
  return [
    ...document.sections.flatMap(sectionProblems),
    ...strayBoxes(document),
    ...repeatedNumbers(document),
    ...coverageProblems(document, { text, names: requirements(folder, files) }),
  ];
};

const sectionProblems = ({ number, line, tasks }: TasksSection): string[] => {
  if (tasks.length === 0)
    return [`Section ${number} of tasks.md (line ${line}) has no task: add \`- [ ] ${number}.1 …\`.`];
  return tasks.flatMap((task) => [
    ...(task.id.startsWith(`${number}.`) && !task.id.includes('#')
      ? []
      : [
          `The task in line ${task.line} of tasks.md needs a number of its section, such as \`${number}.1\`.`,
        ]),
    ...(task.ticked ? [`Task ${task.id} of tasks.md is ticked: nothing is done yet, so write \`[ ]\`.`] : []),
  ]);
};

/** OpenSpec counts them, and nobody would be given them to do. */
const strayBoxes = ({ lines, sections }: TasksDocument): string[] => {
  const known = new Set(sections.flatMap((section) => section.tasks.map((task) => task.line)));
  return lines.flatMap(({ box }, index) =>
    box && !known.has(index + 1)
      ? [`The box in line ${index + 1} of tasks.md is in no numbered section: move it into one.`]
      : [],
  );
};

const repeatedNumbers = ({ sections }: TasksDocument): string[] =>
  [
    ...repeated(sections.map((section) => section.number)).map(
      (number) => `Two sections of tasks.md are ${number}`,
    ),
    ...repeated(sections.flatMap((section) => section.tasks.map((task) => task.id))).map(
      (id) => `Two tasks of tasks.md are ${id}`,
    ),
  ].map((problem) => `${problem}: give each its own number.`);

const repeated = (names: string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.has(name) || !seen.add(name)))];
};

const requirements = (folder: string, files: Files): string[] =>
  specPaths(folder, files)
    .flatMap((path) => readDelta(files.get(path) ?? '').requirements)
    .filter(({ operation }) => operation === 'ADDED' || operation === 'MODIFIED')
    .map(({ name }) => name);

const most = { tasks: 500, characters: 200_000, requirements: 200, name: 300 };

/** Every name is looked for in every task, which takes its time. */
const coverageProblems = (
  document: TasksDocument,
  { text, names }: { text: string; names: string[] },
): string[] => {
  const count = document.sections.reduce((sum, { tasks }) => sum + tasks.length, 0);
  const fits =
    count <= most.tasks &&
    text.length <= most.characters &&
    names.length <= most.requirements &&
    names.every((name) => name.length <= most.name);
  return fits
    ? uncovered(document, names)
    : [
        `The change is too large: write at most ${most.tasks} tasks in ${most.characters} characters, and at most ${most.requirements} requirements with names of at most ${most.name} characters.`,
      ];
};

const uncovered = ({ sections }: TasksDocument, names: string[]): string[] => {
  const texts = sections.flatMap(({ tasks }) =>
    tasks.map(({ text, detail }) => folded(shownText(`${text}\n${detail}`))),
  );
  return [...new Set(names)]
    .filter((name) => {
      const part = folded(name);
      return !texts.some((text) => contains(text, part));
    })
    .map((name) => `No task names the requirement “${name}”: write its name into the task that brings it.`);
};
