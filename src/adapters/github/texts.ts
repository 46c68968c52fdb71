/** Limits in characters as GitHub counts them, by code point. */
export const commentLimit = 65_536;
export const checkTextLimit = 65_535;
const titleLimit = 256;

const note = '\n\n…\n\n*Cut here: GitHub takes no more characters.*';

/** GitHub answers 400 to half a surrogate pair and to NUL. */
const clean = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '');

/** The text as GitHub will take it: at most `limit` characters, cut between two code points, with a note when cut. */
export function fitText(text: string, limit: number): string {
  const cleaned = clean(text);
  if (cleaned.length <= limit) return cleaned;
  const points = Array.from(cleaned);
  if (points.length <= limit) return cleaned;
  return points.slice(0, limit - note.length).join('') + note;
}

/** One line: a title. */
export function fitTitle(text: string): string {
  const points = Array.from(clean(text).replace(/\s+/g, ' ').trim());
  return points.length <= titleLimit ? points.join('') : `${points.slice(0, titleLimit - 1).join('')}…`;
}

/** First line of a comment of ours, by which it is found again. */
export const tagLine = (tag: string): string => `<!-- throughline:${tag} -->`;

export const hasTag = (body: string, tag: string): boolean => body.split(/\r?\n/, 1)[0] === tagLine(tag);

/** A box ticked in the browser can come back with other line ends. */
export const sameText = (one: string, other: string): boolean =>
  one.replaceAll('\r\n', '\n').trimEnd() === other.replaceAll('\r\n', '\n').trimEnd();
