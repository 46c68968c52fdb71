import type { TasksDocument } from '../openspec/document.ts';
import type { TasksSection } from '../openspec/tasks.ts';

/** What is wrong with the form of tasks that an agent wrote: numbered sections with numbered boxes, none ticked. `name`: what people call the text. */
export const formProblems = (document: TasksDocument, name: string): string[] =>
  document.sections.length === 0
    ? [`${name} has no section: write numbered ones, \`## 1. Title\`, each with tasks \`- [ ] 1.1 …\`.`]
    : [
        ...document.sections.flatMap((section) => sectionProblems(section, name)),
        ...strayBoxes(document, name),
        ...repeatedNumbers(document, name),
      ];

const sectionProblems = ({ number, line, tasks }: TasksSection, name: string): string[] => {
  if (tasks.length === 0)
    return [`Section ${number} of ${name} (line ${line}) has no task: add \`- [ ] ${number}.1 …\`.`];
  return tasks.flatMap((task) => [
    ...(task.id.startsWith(`${number}.`) && !task.id.includes('#')
      ? []
      : [`The task in line ${task.line} of ${name} needs a number of its section, such as \`${number}.1\`.`]),
    ...(task.ticked ? [`Task ${task.id} of ${name} is ticked: nothing is done yet, so write \`[ ]\`.`] : []),
  ]);
};

/** OpenSpec counts them, and nobody would be given them to do. */
const strayBoxes = ({ lines, sections }: TasksDocument, name: string): string[] => {
  const known = new Set(sections.flatMap((section) => section.tasks.map((task) => task.line)));
  return lines.flatMap(({ box }, index) =>
    box && !known.has(index + 1)
      ? [`The box in line ${index + 1} of ${name} is in no numbered section: move it into one.`]
      : [],
  );
};

const repeatedNumbers = ({ sections }: TasksDocument, name: string): string[] =>
  [
    ...repeated(sections.map((section) => section.number)).map(
      (number) => `Two sections of ${name} are ${number}`,
    ),
    ...repeated(sections.flatMap((section) => section.tasks.map((task) => task.id))).map(
      (id) => `Two tasks of ${name} are ${id}`,
    ),
  ].map((problem) => `${problem}: give each its own number.`);

const repeated = (names: string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.has(name) || !seen.add(name)))];
};
