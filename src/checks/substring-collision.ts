import { type Check, listed, plural } from './check.ts';
import { alteredFindings, alteredIn } from './collision/altered.ts';
import { leftPaths } from './collision/imports.ts';
import { leftBehind } from './collision/left-behind.ts';
import { movesOf, moveWords, renamesOf } from './collision/renames.ts';
import { verdictFrom } from './finding.ts';
import { checkTitles } from './titles.ts';

const shown = ({ from, to }: { from: string; to: string }): string => `${from} → ${to}`;

export const substringCollision: Check = {
  id: 'substring-collision',
  title: checkTitles['substring-collision'],
  words: (evidence) => {
    const renames = renamesOf(evidence);
    return [
      ...renames.flatMap(({ from, to }) => [from, to]),
      ...alteredIn(evidence, renames).flatMap(({ from, to }) => [from, to]),
      ...movesOf(evidence).flatMap(moveWords),
    ];
  },
  run: (evidence) => {
    const renames = renamesOf(evidence);
    const moves = movesOf(evidence);
    if (renames.length === 0 && moves.length === 0) {
      return { verdict: 'n/a', evidence: ['Nothing was renamed.'] };
    }
    return verdictFrom(
      [
        ...alteredFindings(evidence, renames),
        ...leftBehind(evidence, renames),
        ...leftPaths(evidence, moves),
      ],
      [
        ...(renames.length > 0
          ? [`${plural(renames.length, 'name')} replaced by another: ${listed(renames.map(shown))}.`]
          : []),
        ...(moves.length > 0 ? [`${plural(moves.length, 'file')} moved: ${listed(moves.map(shown))}.`] : []),
      ],
    );
  },
};
