import type { Answer } from './round.ts';

/** An answer in the words of design §4: `fixed in <sha>`, `acknowledged: <reason>`, `filed as <KEY>`. */
export const keyText = (answer: Answer): string => {
  switch (answer.kind) {
    case 'fixed':
      return `fixed in ${answer.sha.slice(0, 7)}: ${answer.reason}`;
    case 'acknowledged':
      return `acknowledged: ${answer.reason}`;
    case 'filed':
      return `filed as ${answer.key}: ${answer.reason}`;
  }
};
