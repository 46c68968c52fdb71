import type { Fold } from './folds.ts';
import { oneLine } from './words.ts';

/** Not by anybody's wish: its errors and limits. What it finds trivial, or the configuration leaves out, is another matter. */
const leftOut = /\bfiles? not (?:reviewed|processed) due to\b/i;
const listed = /^\s*[-*+]\s+(\S.*)$/;
const mostNamed = 10;

const saidOf = ({ summary, text }: Fold): string => {
  const files = text.split('\n').flatMap((line) => listed.exec(line)?.[1] ?? []);
  const more = files.length > mostNamed ? [`${files.length - mostNamed} more`] : [];
  const named = [...files.slice(0, mostNamed).map((file) => oneLine(file, 200)), ...more];
  return `${oneLine(summary, 200)}${named.length === 0 ? '' : `: ${named.join(', ')}`}.`;
};

/** What it says of files that it could not review, a sentence each, with their names. */
export const unreviewedFiles = (body: Fold): string[] =>
  body.folds.flatMap((fold) => [
    ...(leftOut.test(fold.summary) ? [saidOf(fold)] : []),
    ...unreviewedFiles(fold),
  ]);
