import { splitLines } from '../../openspec/lines.ts';
import { markProse } from '../../openspec/prose.ts';

const ours = /<!--\s*(?:throughline|opsx):/i;

/** Marks that Throughline itself writes and believes. In code they are words about them. */
export const markProblems = (files: ReadonlyMap<string, string>): string[] =>
  [...files].flatMap(([path, text]) => {
    const lines = splitLines(text).map((line) => line.text);
    const prose = markProse(lines);
    const found = lines.findIndex((line, index) => prose[index] && ours.test(line.replace(/`[^`]*`/g, '')));
    return found < 0
      ? []
      : [`Line ${found + 1} of \`${path}\` holds a mark that only Throughline writes: take it out.`];
  });
