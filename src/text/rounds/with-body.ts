import { pullMarks } from '../pull.ts';

const { begin, end } = pullMarks;

/** What GitHub takes of a body. */
const mostCharacters = 65_536;

const noRoom = `${begin}\n\nThis description leaves no room for what Throughline has to say; see the comments below.\n\n${end}`;

const markAtEnd = (units: readonly string[]): string | null => {
  if (units.at(-1) !== '>') return null;
  const tail = units.slice(-begin.length).join('');
  return [begin, end].find((mark) => tail.endsWith(mark)) ?? null;
};

interface Split {
  before: string;
  /** Whether a pair was there, which ours takes the place of. */
  found: boolean;
  after: string;
}

/**
 * What people wrote, on both sides of the first pair of marks. Other pairs go with what is in them; a mark without its
 * other half goes alone, also where taking one away makes another.
 */
const split = (existing: string): Split => {
  let before: string | null = null;
  let kept: string[] = [];
  let opened: number | null = null;
  const close = (from: number): void => {
    kept.length = from;
    if (before !== null) return;
    before = kept.join('');
    kept = [];
  };
  for (let index = 0; index < existing.length; index += 1) {
    kept.push(existing.charAt(index));
    const mark = markAtEnd(kept);
    if (mark === null) continue;
    kept.length -= mark.length;
    // the one before it has no other half
    if (mark === begin) opened = kept.length;
    else if (opened !== null) {
      close(Math.min(opened, kept.length));
      opened = null;
    }
  }
  const rest = kept.join('');
  return before === null ? { before: rest, found: false, after: '' } : { before, found: true, after: rest };
};

const blankLine = (text: string): string => {
  if (text === '' || /\n\r?\n$/.test(text)) return '';
  return text.endsWith('\n') ? '\n' : '\n\n';
};

/**
 * The body with our part in it, which is `ours`, marks included. It stays where it is; where it is not, or a person took
 * its marks away, it goes below. What people wrote is kept byte for byte, and never cut to make room for ours.
 */
export const withBody = (existing: string, ours: string): string => {
  const { before, found, after } = split(existing);
  const put = (part: string): string =>
    found ? `${before}${part}${after}` : `${before}${blankLine(before)}${part}`;
  const bodies = [ours, noRoom].map(put);
  return bodies.find((body) => body.length <= mostCharacters) ?? `${before}${after}`;
};
