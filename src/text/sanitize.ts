import { redactSecrets } from './secrets.ts';

/** Zero-width space: breaks a mention, a tag or a keyword and stays invisible. */
const gap = '\u200b';

const esc = String.fromCharCode(27);
const bell = String.fromCharCode(7);
/** Terminal colours and titles. */
const ansiPattern = new RegExp(
  `${esc}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)|[@-Z\\\\^_])`,
  'g',
);
// Control and format characters: among them bidirectional marks, invisible spaces and the tag characters that hide
// text from people. The joiners that emoji and some scripts are made of stay.
const unseenPattern = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]/gu;

/** Without what a person cannot see: escape sequences, control and bidirectional characters, hidden text. */
export const cleanText = (text: string): string =>
  text.replace(ansiPattern, '').replace(/\r\n?/g, '\n').replace(unseenPattern, '');

const sliceCodePoints = (text: string, from: number, to: number): string => {
  const isLow = (index: number): boolean => {
    const unit = text.charCodeAt(index);
    return unit >= 0xdc00 && unit <= 0xdfff;
  };
  const start = isLow(from) ? from + 1 : from;
  const end = isLow(to) ? to - 1 : to;
  return text.slice(start, Math.max(start, end));
};

/** At most `max` UTF-16 units, ended at a whole code point with `…`. */
export const capText = (text: string, max: number): string =>
  text.length <= max ? text : `${sliceCodePoints(text, 0, Math.max(0, max - 1))}…`;

/** Keeps beginning and end, says how much is missing between them; for logs, whose end matters most. */
export const capMiddle = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const note = `\n… ${text.length - max} characters cut …\n`;
  const kept = Math.max(0, max - note.length);
  const head = Math.floor(kept / 3);
  return `${sliceCodePoints(text, 0, head)}${note}${sliceCodePoints(text, text.length - (kept - head), text.length)}`;
};

/** Without HTML comments. One that is left open stays: in code or in a sentence it is text that people see. */
export const withoutCommentsOnce = (text: string): string => {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('<!--', at);
    const close = open < 0 ? -1 : text.indexOf('-->', open + 4);
    if (close < 0) return kept.join('') + text.slice(at);
    kept.push(text.slice(at, open));
    at = close + 3;
  }
};

/** Removing a comment can join the halves of another; what is left after a few rounds is broken by `defuseMarkup`. */
const withoutComments = (text: string): string => [1, 2, 3].reduce((rest) => withoutCommentsOnce(rest), text);

/** A closing word of GitHub or Linear with what it would close behind it, whatever marks stand between. */
const closing =
  /\b([cfri])(los(?:e[sd]?|ing)|ix(?:e[sd]|ing)?|esolv(?:e[sd]?|ing)|omplet(?:e[sd]?|ing)|mplement(?:s|ed|ing)?)(?=[^\p{L}\p{N}#]{0,30}(?:#\d|gh-\d|[\w.-]{1,100}\/[\w.-]{1,100}#\d|[a-z][a-z0-9]{0,9}-\d|https?:))/giu;

/** Nobody is notified and nothing is closed by this text, in Markdown or in a commit message. */
const defuse = (text: string): string =>
  text.replace(/@(?=[\p{L}\p{N}_[-])/gu, `@${gap}`).replace(closing, `$1${gap}$2`);

/** Breaks what is left of HTML, images and tick boxes; inside code it stays readable. */
const defuseMarkup = (text: string): string =>
  text
    .replace(/<(?=[a-z/?!])/gi, `<${gap}`)
    .replace(/!(?=\[)/g, `!${gap}`)
    .replace(/&(?=#?\w+;)/g, '&amp;')
    .replace(/^((?:[ \t]*>)*[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\]/gm, '$1\\[$2]');

/** Beyond this nothing is looked at: patterns stay cheap on hostile input. */
const readLimit = 100_000;

/**
 * What an agent or a stranger wrote, as it may be posted: Markdown stays, mentions, closing words, HTML, our own
 * marks, secrets and hidden characters do not. `max` is in UTF-16 units.
 */
export const sanitize = (text: string, max = 4000): string => {
  const visible = redactSecrets(cleanText(capText(text, readLimit)));
  return capText(defuse(defuseMarkup(capText(withoutComments(visible), max))), max);
};

/** For where Markdown is not read (titles, commit messages): one line, defused. */
export const plainLine = (text: string, max = 200): string => {
  const visible = withoutComments(redactSecrets(cleanText(capText(text, readLimit))));
  const oneLine = capText(visible.replace(/\s+/g, ' ').trim(), max);
  return capText(defuse(oneLine).replaceAll('<!', `<${gap}!`), max);
};

/** Verbatim but for secrets, hidden characters and comment openers (our marks are looked for by text). */
export const verbatim = (text: string, max: number): string =>
  capMiddle(redactSecrets(cleanText(capMiddle(text, readLimit))), max).replaceAll('<!--', `<${gap}!--`);
