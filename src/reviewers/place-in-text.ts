import { type Place, readPlace } from './place.ts';

/** A place at the beginning of a text, and what follows it. */
export interface Placed {
  place: Place;
  rest: string;
}

const link = /^\[([^\]\n]{1,400})\]\(([^()\s]{1,800})\)/;
const span = /^(`{1,2})([^`\n]{1,800})\1/;
const bare = /^[^\s,;]{1,800}(?:,? \(?lines? \d{1,9}(?:\s?[-–]\s?\d{1,9})?\)?)?/i;
const closing = /[.,:;!?)\]*_]+$/;

const bareToken = (text: string): { written: string; length: number } | null => {
  const match = bare.exec(text)?.[0];
  if (match === undefined) return null;
  // `a.ts:3.` ends a sentence; `file (line 3)` keeps its bracket
  const written = /\(lines? [^()]*\)$/i.test(match) ? match : match.replace(closing, '');
  return { written, length: written.length };
};

const anyToken = (text: string, at: string): { place: Place; length: number; lined: boolean } | null => {
  const linked = link.exec(text);
  if (linked) {
    const label = readPlace((linked[1] ?? '').replaceAll('`', ''), at);
    const place = label?.path && label.line ? label : (readPlace(linked[2] ?? '', at) ?? label);
    return place && { place, length: linked[0].length, lined: true };
  }
  const spanned = span.exec(text);
  const token = spanned ? { written: spanned[2] ?? '', length: spanned[0].length } : bareToken(text);
  const place = token && readPlace(token.written, at);
  return token && place ? { place, length: token.length, lined: place.line !== null } : null;
};

/**
 * A place that begins the text, bare, in backticks, brackets, bold or as a link. Without a line it has to end the
 * phrase, else any word with a dot in it (`Date.now is used`) would be a file.
 */
export const placeAtStart = (text: string, at: string): Placed | null => {
  const opened = /^[\s*_(]{0,6}/.exec(text)?.[0] ?? '';
  const token = anyToken(text.slice(opened.length), at);
  if (!token) return null;
  const after = text.slice(opened.length + token.length);
  if (!token.lined && !/^[*_)\s]*(?:$|[.,:;–—)-])/.test(after)) return null;
  return { place: token.place, rest: after.replace(/^[\s*_).,:;–—-]+/, '') };
};

const separator = / (?:-|–|—|@|at|in) |: | \(|\s(?=`|\[)/g;

export interface PlacedTitle {
  title: string;
  place: Place | null;
  /** What stands behind the place on the same line. */
  rest: string;
}

interface Candidate extends PlacedTitle {
  /** A line was named, or a link: no mere word with a dot in it. */
  sure: boolean;
}

const candidateAt = (text: string, match: RegExpExecArray, at: string): Candidate | null => {
  const found = placeAtStart(text.slice(match.index + match[0].length), at);
  const title = text.slice(0, match.index).replace(/[\s*_–—:-]+$/, '');
  if (!found || !/[\p{L}\p{N}]/u.test(title)) return null;
  const sure = found.place.line !== null;
  if (/^\s$/.test(match[0]) && !sure) return null;
  // inside a sentence the words around the place belong to the title
  const inSentence = /^ (?:at|in) |^\s$/.test(match[0]) && found.rest !== '';
  return inSentence
    ? { title: text, place: found.place, rest: '', sure }
    : { title, place: found.place, rest: found.rest, sure };
};

/** `title - file:line`, `title (file:line)`, `file:line - title`, with or without words behind the place. */
export const placedTitle = (text: string, at: string): PlacedTitle => {
  const first = placeAtStart(text, at);
  if (first && first.rest !== '') return { title: first.rest, place: first.place, rest: '' };
  const read = text.slice(0, 3_000);
  let best: Candidate | null = null;
  for (const match of read.matchAll(separator)) {
    const found = candidateAt(read, match, at);
    best = found && (found.sure || best === null) ? found : best;
    if (best?.sure) break;
  }
  if (best === null) return { title: text, place: first?.place ?? null, rest: '' };
  return { title: best.title, place: best.place, rest: best.rest + text.slice(3_000) };
};
