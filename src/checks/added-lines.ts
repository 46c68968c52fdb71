import type { ChangedText } from './evidence.ts';

export interface AddedLine {
  path: string;
  /** 1-based, at the head. */
  line: number;
  /** At most 1,000 characters: longer lines are made by machines. */
  text: string;
}

const longest = 1_000;
/** Short lines (`}`, `end`) are alike everywhere. */
const leastMoved = 8;

/** Lines that are new to the diff as a whole: what only moved, within a file or to another one, was there before. */
export const addedLines = (texts: ChangedText[]): AddedLine[] => {
  const removed = new Set<string>();
  for (const { hunks } of texts)
    for (const hunk of hunks) for (const { text } of hunk.removed) removed.add(text.trim());
  return texts.flatMap(({ file, hunks }) =>
    hunks.flatMap(({ added }) =>
      added
        .filter(({ text }) => text.trim().length < leastMoved || !removed.has(text.trim()))
        .map(({ number, text }) => ({ path: file.path, line: number, text: text.slice(0, longest) })),
    ),
  );
};
