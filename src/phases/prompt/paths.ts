import type { TasksDocument } from '../../openspec/document.ts';
import { namedPaths } from '../../openspec/named-paths.ts';
import type { Task } from '../../openspec/tasks.ts';

/** Words by which a task says that something is not there yet. */
const creating =
  /\b(?:add(?:s|ing)?|creat(?:e|es|ing)|cop(?:y|ies)|extract(?:s|ed)?|generat(?:e|es|ed)|introduc(?:e|es)|mov(?:e|es|ed)|new(?:ly)?|put(?:s)?|renam(?:e|es|ed)|scaffold(?:s|ed)?|split(?:s)?|writ(?:e|es|ten))\b/i;
/** No text: whether it is there cannot be read. */
const binary =
  /\.(?:png|jpe?g|gif|webp|avif|ico|pdf|zip|t?gz|jar|wasm|woff2?|ttf|otf|eot|mp[34]|webm|parquet|db)$/i;

const linesOf = ({ text, detail }: Task): string[] => [text, ...detail.split('\n')];

/** Folders and globs name what is in them; a file can be looked up. */
const isFile = (path: string): boolean => {
  const last = path.split('/').at(-1) ?? '';
  return last.includes('.') && !/[*?{[]/.test(path) && !path.endsWith('/') && !binary.test(path);
};

interface Named {
  path: string;
  task: string;
}

interface Paths {
  /** Files that are said to come. */
  created: Set<string>;
  /** The others, each where it is named first. */
  existing: Named[];
}

/** A path on a line that says what is made may be made by it: whether it is, the delegate's own look-up tells. */
const pathsIn = ({ sections }: TasksDocument): Paths => {
  const created = new Set<string>();
  const existing = new Map<string, string>();
  for (const task of sections.flatMap((section) => section.tasks))
    for (const line of linesOf(task)) {
      const isCreating = creating.test(line.replace(/`[^`]*`/g, ' '));
      for (const path of namedPaths(line).filter(isFile))
        if (isCreating) created.add(path);
        else if (!existing.has(path)) existing.set(path, task.id);
    }
  return { created, existing: [...existing].map(([path, task]) => ({ path, task })) };
};

/** Files at the base without which the tasks cannot be judged. */
export const pathsToRead = (document: TasksDocument): string[] => {
  const { created, existing } = pathsIn(document);
  return existing.map(({ path }) => path).filter((path) => !created.has(path));
};

/** What tasks name as if it were there, and is not. */
export const missingPaths = (
  document: TasksDocument,
  files: ReadonlyMap<string, string | null>,
): string[] => {
  const { created, existing } = pathsIn(document);
  return existing
    .filter(({ path }) => !created.has(path) && (files.get(path) ?? null) === null)
    .map(
      ({ path, task }) =>
        `Task ${task} names \`${path}\`, which is not there: write the path of a file that you have read, from the root of the checkout, or say “create \`${path}\`” where it is to be made.`,
    );
};
