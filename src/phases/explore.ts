import { type Direction, type ExploreAnswer, exploreAnswerSchema } from '../contracts/planning/explore.ts';
import type { PlanningPhase } from './phase.ts';
import { pathsOf, pointerProblems, repeated } from './pointers.ts';

/** Finds the shape of the problem: two or three directions, none of them pushed, or that it is too small to be planned. */
export const explore: PlanningPhase<'explore', ExploreAnswer> = {
  name: 'explore',
  access: 'read',
  turns: 2,
  schema: exploreAnswerSchema,
  reads: (answer) => (answer.status === 'BLOCKED' ? [] : pathsOf(answer.read)),
  judge: (answer, { files }) => {
    if (answer.status === 'BLOCKED') return [];
    const read = pointerProblems('`read`', answer.read, files);
    return answer.status === 'TOO_SMALL' ? read : [...read, ...directionProblems(answer.directions)];
  },
};

const directionProblems = (directions: readonly Direction[]): string[] => {
  const titles = directions.map(({ title }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim(),
  );
  return [
    ...repeated(titles).map(
      (title) =>
        `Two directions are called “${title}”. Give each a title of its own, or leave one out if they are the same.`,
    ),
    ...directions.flatMap((direction, index) =>
      diagramProblems(direction.diagram).map((problem) => `The diagram of direction ${index + 1} ${problem}`),
    ),
  ];
};

const drawn = /[|+/\\^v]|--|==|->|<-|=>|__/;

const diagramProblems = (diagram: string): string[] => {
  const lines = diagram.split('\n').filter((line) => line.trim() !== '');
  const foreign = /[^\n\x20-\x7e]/u.exec(diagram)?.[0];
  const problems: string[] = [];
  if (lines.length < 3 || lines.filter((line) => drawn.test(line)).length < 2)
    problems.push('is no drawing: draw boxes and arrows over several lines, such as `[a] --> [b]`.');
  if (foreign !== undefined)
    problems.push(
      `holds ${named(foreign)}: use ASCII characters and blanks alone, so that it looks the same everywhere.`,
    );
  if (lines.some((line) => /^\s*(?:`{3}|~{3})/.test(line)))
    problems.push('holds a code fence: leave it out, the diagram is put into a code block as it is.');
  return problems;
};

const named = (character: string): string => {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}]/u.test(character) ? code : `\`${character}\` (${code})`;
};
