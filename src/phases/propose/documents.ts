import type { Decision } from '../../contracts/planning/inputs.ts';
import { missingDecisions } from '../../openspec/decisions.ts';
import { findChange } from '../../openspec/find-change.ts';
import { splitLines } from '../../openspec/lines.ts';
import { markProse } from '../../openspec/prose.ts';

type Files = ReadonlyMap<string, string>;

/** Text of a file that has to be there; a problem otherwise. */
export const required = (
  files: Files,
  path: string,
): { text: string; problems: [] } | { text: null; problems: string[] } => {
  const text = files.get(path);
  return text === undefined || text.trim() === ''
    ? { text: null, problems: [`\`${path}\` is missing or empty: write it.`] }
    : { text, problems: [] };
};

const proseLines = (text: string): string[] => {
  const lines = splitLines(text).map((line) => line.text);
  const prose = markProse(lines);
  return lines.filter((_, index) => prose[index]);
};

const placeholder = /\bTBD\b|(?:^|[\s>*_([-])TODO(?:[:)\]*_]|\s*$)/;

export const proposalProblems = ({
  path,
  files,
  key,
}: {
  path: string;
  files: Files;
  key: string;
}): string[] => {
  const { text, problems } = required(files, path);
  if (text === null) return problems;
  const lines = proseLines(text);
  const headings = lines.map((line) => line.trim().toLowerCase());
  const unfinished = lines.find((line) => placeholder.test(line.replace(/`[^`]*`/g, '')));
  return [
    ...(findChange([{ id: path, proposal: text }], key).state === 'found'
      ? []
      : [`\`${path}\` does not name the ticket: write ${key} into it.`]),
    ...['## Why', '## What Changes']
      .filter((heading) => !headings.includes(heading.toLowerCase()))
      .map((heading) => `\`${path}\` has no \`${heading}\`: add it.`),
    ...(unfinished === undefined
      ? []
      : [`\`${path}\` is unfinished: replace “${unfinished.trim().slice(0, 120)}” by what is meant.`]),
  ];
};

export const designProblems = ({
  path,
  files,
  decisions,
}: {
  path: string;
  files: Files;
  decisions: Decision[];
}): string[] => {
  const { text, problems } = required(files, path);
  if (text === null) return problems;
  return missingDecisions(text, decisions).map(
    ({ id, who }) =>
      `\`${path}\` lacks the decision \`${id}\`: copy its row of the table you were given as it is, outside code and comments, with the answer as it was decided and who decided it (${who}).`,
  );
};
