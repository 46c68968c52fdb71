import { contains, folded } from '../../openspec/decisions.ts';
import { readDelta } from '../../openspec/delta.ts';
import { readDocument, type TasksDocument } from '../../openspec/document.ts';
import { shownText } from '../../openspec/prose.ts';
import { formProblems } from '../tasks-form.ts';
import { required } from './documents.ts';
import { specPaths } from './specs.ts';

type Files = ReadonlyMap<string, string>;

export const taskProblems = (folder: string, files: Files): string[] => {
  const { text, problems } = required(files, `${folder}tasks.md`);
  if (text === null) return problems;
  const document = readDocument(text);
  const form = formProblems(document, 'tasks.md');
  if (document.sections.length === 0) return form;
  return [...form, ...coverageProblems(document, { text, names: requirements(folder, files) })];
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
