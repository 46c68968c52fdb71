import type { Pointer } from '../contracts/planning/pointer.ts';

export const pathsOf = (pointers: readonly Pointer[]): string[] => [
  ...new Set(pointers.map(({ path }) => path)),
];

/** What is wrong with a place that is pointed at; null when there is something to see. */
const problemOf = ({ path, line }: Pointer, files: ReadonlyMap<string, string | null>): string | null => {
  const text = files.get(path) ?? null;
  if (text === null) return `\`${path}\` is no text file of the repository at this commit`;
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const shown = lines[line - 1];
  if (shown === undefined)
    return `\`${path}:${line}\` is behind the end of the file, which has ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
  return shown.trim() === '' ? `\`${path}:${line}\` is an empty line` : null;
};

/** What is wrong with the places that `where` points at, a sentence each. */
export const pointerProblems = (
  where: string,
  pointers: readonly Pointer[],
  files: ReadonlyMap<string, string | null>,
): string[] =>
  pointers.flatMap((pointer) => {
    const problem = problemOf(pointer, files);
    return problem === null
      ? []
      : [`${where} points at nothing: ${problem}. Point at a line that you have read, or leave it out.`];
  });

/** Values that occur more than once. */
export const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];
