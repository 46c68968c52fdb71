import { isTellingLine } from './fingerprint.ts';
import { isCommon } from './vocabulary.ts';
import { bareName, namesIn, significantWords, withoutLines } from './words.ts';

/** What is compared of a finding. `path` is the one at the commit under review. */
export interface Described {
  title: string;
  detail: string;
  path: string | null;
  line: number | null;
  code: string | null;
}

/** A finding, ready to be compared many times. */
export interface Profile extends Pick<Described, 'path' | 'line'> {
  title: Set<string>;
  /** Of title and detail. */
  words: Set<string>;
  titleNames: Set<string>;
  names: Set<string>;
  /** The line without blanks; null where it says nothing of the place. */
  code: string | null;
  codeWords: Set<string>;
}

export const profileOf = ({ title: given, detail, path, line, code }: Described): Profile => {
  const title = withoutPath(given, path);
  const whole = `${title}\n${detail}`;
  const own = new Set(significantWords(stemOf(path)));
  const titleWords = significantWords(title);
  // its file is compared on its own, and every finding of a file may name it
  const telling = titleWords.filter((word) => !own.has(word));
  return {
    path,
    line,
    title: new Set(telling.length > 1 ? telling : titleWords),
    words: new Set(significantWords(whole)),
    titleNames: withoutFile(namesIn(title), path),
    names: withoutFile(namesIn(whole), path),
    code: isTellingLine(code) ? code.replace(/\s+/g, '') : null,
    codeWords: new Set(isTellingLine(code) ? significantWords(code) : []),
  };
};

const withoutPath = (text: string, path: string | null): string =>
  path === null
    ? text
    : withoutLines(text)
        .replaceAll(path, ' ')
        .replaceAll(path.split('/').at(-1) ?? path, ' ');

const stemOf = (path: string | null): string => (path?.split('/').at(-1) ?? '').replace(/\.\w+$/, '');

const withoutFile = (names: Set<string>, path: string | null): Set<string> => {
  const file = path?.split('/').at(-1) ?? '';
  const own = new Set([path ?? '', file, stemOf(path), file.split('.').at(-1) ?? ''].map(bareName));
  return new Set([...names].filter((name) => !own.has(name)));
};

/** `same`: on the same words of code; `near`: some lines apart; `open`: nobody can say; `far`: on other code elsewhere. */
type Nearness = 'same' | 'near' | 'open' | 'far';

const nearnessOf = (one: Profile, other: Profile): Nearness => {
  if (one.code !== null && one.code === other.code) return 'same';
  const apart = linesApart(one, other);
  if (apart !== null && apart <= 3) return 'near';
  return one.code === null || other.code === null ? 'open' : 'far';
};

/** Whether a report of what was known stands on other code, or, `graver` than that was, at a place that nobody can compare. */
export const isElsewhere = (known: Profile, reported: Profile, graver: boolean): boolean => {
  const nearness = nearnessOf(known, reported);
  return nearness === 'far' || (graver && nearness === 'open');
};

/** null where one of them has no line. */
export const linesApart = (one: Pick<Profile, 'line'>, other: Pick<Profile, 'line'>): number | null =>
  one.line === null || other.line === null ? null : Math.abs(one.line - other.line);

/** How alike two texts have to be, by where they stand. */
const least: Record<Nearness, number> = { same: 0.5, near: 0.54, open: 0.6, far: 0.66 };
/** One of them names no file. */
const leastWithoutFile = 0.75;
/** The reviewer itself says which one it repeats. */
const leastWhenNamed = 0.2;

type Weigh = (word: string) => number;

const weight = (words: Iterable<string>, weigh: Weigh): number => {
  let sum = 0;
  for (const word of words) sum += weigh(word);
  return sum;
};

const share = (part: ReadonlySet<string>, whole: ReadonlySet<string>): string[] =>
  [...part].filter((word) => whole.has(word)).sort();

/** From 0 to 1. */
const textLikeness = (one: Profile, other: Profile, weigh: Weigh): number => {
  const [left, right] = [weight([...one.title].sort(), weigh), weight([...other.title].sort(), weigh)];
  if (left === 0 || right === 0) return 0;
  const both = weight(share(one.title, other.title), weigh);
  const dice = (2 * both) / (left + right);
  // a short title that says nothing else is the long one again
  const within = both >= 1.8 ? (0.8 * both) / Math.min(left, right) : 0;
  const spoken = Math.min(
    weight(share(one.title, other.words), weigh) / left,
    weight(share(other.title, one.words), weigh) / right,
  );
  return Math.max(dice, within, 0.85 * spoken);
};

/** Some name in the one's title of which the other does not speak. */
const namesMore = (one: Profile, other: Profile): boolean =>
  [...one.titleNames].some((name) => !other.names.has(name));

const namesNoneOf = (one: Profile, other: Profile): boolean =>
  one.titleNames.size > 0 && share(one.titleNames, other.names).length === 0;

/** Names weigh more than words: titles that name other code each are hardly about the same. */
const byNames = (one: Profile, other: Profile): number => {
  if (namesNoneOf(one, other) && namesNoneOf(other, one)) return 0.6;
  return namesMore(one, other) && namesMore(other, one) ? 0.8 : 1;
};

const rest = (one: Profile, other: Profile, weigh: Weigh): number =>
  weight([...one.title].filter((word) => !other.words.has(word)).sort(), weigh);

/** Where nothing but words speaks for it, each saying something else speaks against it. */
const byRest = (one: Profile, other: Profile, weigh: Weigh): number => {
  const least = Math.min(rest(one, other, weigh), rest(other, one, weigh));
  if (least >= 1) return 0.7;
  return least > 0 ? 0.8 : 1;
};

/** Both lines are known, and are not the same. */
const onOtherCode = (one: Profile, other: Profile): boolean =>
  one.code !== null && other.code !== null && one.code !== other.code;

/** The same sentence of two things: each title has one word that the other finding never says. */
const swapsOneWord = (one: Profile, other: Profile): boolean => {
  const own = (title: Set<string>, said: Set<string>) => [...title].filter((word) => !said.has(word)).length;
  return (
    own(one.title, other.words) === 1 &&
    own(other.title, one.words) === 1 &&
    share(one.title, other.title).length >= 2
  );
};

/** How alike they have to be, and whether their place speaks for it. */
const asking = (one: Profile, other: Profile, named: boolean): { least: number; placed: boolean } => {
  if (named) return { least: leastWhenNamed, placed: true };
  const nearness = nearnessOf(one, other);
  // a line beside it may hold another defect of the same kind
  const beside = nearness === 'near' && onOtherCode(one, other);
  const asked = least[beside ? 'far' : nearness];
  return {
    least: one.path === other.path ? asked : Math.max(leastWithoutFile, asked),
    placed: nearness === 'same' || (nearness === 'near' && !beside),
  };
};

/**
 * How sure it is that two findings are the same defect, more than 0 to 2.5; null when they are not. `named`: the reviewer
 * says that it is.
 */
export const likeness = (known: Profile, reported: Profile, named: boolean): number | null => {
  if (known.path !== null && reported.path !== null && known.path !== reported.path) return null;
  if (!named && onOtherCode(known, reported) && swapsOneWord(known, reported)) return null;
  const nearness = nearnessOf(known, reported);
  const place = nearness === 'same' ? known.codeWords : new Set<string>();
  // words of the line they share are the place once more, and say nothing of the defect
  const weigh: Weigh = (word) => (isCommon(word) || place.has(word) ? 0.4 : 1);
  const text = textLikeness(known, reported, weigh);
  const { least: asked, placed } = asking(known, reported, named);
  const score = text * byNames(known, reported) * (placed ? 1 : byRest(known, reported, weigh));
  if (score < asked) return null;
  const bonus = { same: 0.5, near: 0.3, open: 0.1, far: 0 }[nearness];
  // who says the very same is it, before who only stands there
  return score + bonus + (score >= 0.999 ? 1 : 0);
};
