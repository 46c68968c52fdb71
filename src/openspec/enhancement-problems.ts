import type { Enhancement } from '../contracts/planning/enhance.ts';
import type { TasksDocument } from './document.ts';

/** Why this enhancement cannot be written into this tasks.md, each a sentence that says what to change. */
export const enhancementProblems = (document: TasksDocument, enhancement: Enhancement): string[] => {
  const sections = document.sections.map((section) => section.number);
  const tasks = document.sections.flatMap((section) => section.tasks.map((task) => task.id));
  return [
    ...named(
      enhancement.sections.map(({ number }) => number),
      { what: 'section', known: sections, field: 'sections' },
    ),
    ...sections
      .filter((number) => !enhancement.sections.some((summary) => summary.number === number))
      .map((number) => `Section ${number} of tasks.md has no summary: add it to \`sections\`.`),
    ...named(
      enhancement.tasks.map(({ id }) => id),
      { what: 'task', known: tasks, field: 'tasks' },
    ),
    ...named(
      enhancement.crossRepo.map(({ id }) => id),
      { what: 'task', known: tasks, field: 'crossRepo' },
    ),
    ...fileProblems(document),
  ];
};

const named = (
  names: string[],
  { what, known, field }: { what: string; known: string[]; field: string },
): string[] => [
  ...[...new Set(names)]
    .filter((name) => !known.includes(name))
    .map((name) => `tasks.md has no ${what} ${name}: take it out of \`${field}\`.`),
  ...repeated(names).map((name) => `\`${field}\` names ${what} ${name} more than once: keep one.`),
];

const repeated = (names: string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.has(name) || !seen.add(name)))];
};

/** What is in the file's own way. */
const fileProblems = ({ lines, sections }: TasksDocument): string[] => {
  const ids = sections.flatMap((section) => section.tasks.map((task) => task.id));
  const headings = new Set(sections.map((section) => section.line - 1));
  return [
    ...repeated(sections.map(({ number }) => number)).map(
      (number) => `tasks.md has section ${number} more than once: give each its own number.`,
    ),
    ...repeated(ids).map((id) => `tasks.md has task ${id} more than once: give each its own number.`),
    ...lines.flatMap(({ box, block }, line) =>
      block && (box || headings.has(line))
        ? [
            `Line ${line + 1} of tasks.md is a section or box inside the block opsx:${block.name}: move it out.`,
          ]
        : [],
    ),
    ...[(sections[0]?.line ?? 1) - 1, lines.length]
      .filter((line) => lines[line - 1]?.open === true)
      .slice(0, 1)
      .map(
        (line) =>
          `A code block or comment in line ${line} of tasks.md, or above it, is never closed: close it.`,
      ),
  ];
};
