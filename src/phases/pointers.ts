import type { Pointer } from '../contracts/planning/pointer.ts';
import { type Look, placeProblem } from '../openspec/place.ts';

export const pathsOf = (pointers: readonly Pointer[]): string[] => [
  ...new Set(pointers.map(({ path }) => path)),
];

/** Files that were read; null where there is none, or no text. */
export const lookIn =
  (files: ReadonlyMap<string, string | null>): Look =>
  (path) => {
    const text = files.get(path) ?? null;
    return text === null ? { state: 'absent' } : { state: 'text', text };
  };

/** What is wrong with the places that `where` points at, a sentence each. */
export const pointerProblems = (
  where: string,
  pointers: readonly Pointer[],
  files: ReadonlyMap<string, string | null>,
): string[] =>
  pointers.flatMap((pointer) => {
    const problem = placeProblem(pointer, lookIn(files));
    return problem === null
      ? []
      : [`${where} points at nothing: ${problem}. Point at a line that you have read, or leave it out.`];
  });

/** Values that occur more than once. */
export const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];
