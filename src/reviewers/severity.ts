import type { Severity } from '../contracts/rounds/finding.ts';

const severityWords = new Map<string, Severity>(
  Object.entries({
    critical: 'high',
    blocker: 'high',
    blocking: 'high',
    major: 'high',
    high: 'high',
    severe: 'high',
    p0: 'high',
    p1: 'high',
    medium: 'medium',
    moderate: 'medium',
    med: 'medium',
    p2: 'medium',
    low: 'low',
    minor: 'low',
    nit: 'low',
    nits: 'low',
    nitpick: 'low',
    trivial: 'low',
    p3: 'low',
    note: 'note',
    info: 'note',
    informational: 'note',
  } as const),
);

/** What a reviewer's own word for it means here; null for a word that is none. */
export const severityNamed = (word: string): Severity | null => severityWords.get(word.toLowerCase()) ?? null;

/** A severity in front of a finding, and what follows it. */
export interface SeverityHead {
  severity: Severity;
  rest: string;
}

/** Emoji, bold marks, punctuation. */
const ornament = '[^\\p{L}\\p{N}\\[(\\n]{0,20}';
const bracketed = new RegExp(`^${ornament}[\\[(]([^\\[\\]()\\n]{1,60})[\\])]`, 'u');
const worded =
  /^([^\p{L}\p{N}\n]{0,20})(\p{L}{2,13}|[pP][0-3])(?:[ -](?:severity|priority|risk|finding))?([*_`]{0,3})(\s*[:|–—]|\s+-(?=\s))?/iu;
const separators = /^[\s*:|–—-]+/;

/** What closes a mark that was opened in front: a name may begin with an underscore or a backtick of its own. */
const afterMarks = (rest: string, opened: string): string =>
  rest
    .replace(opened.includes('`') ? /^`+/ : /^(?!)/, '')
    .replace(opened.includes('_') ? /^_+/ : /^(?!)/, '');

const inBrackets = (inside: string): Severity | null => {
  const words = inside.match(/[\p{L}\p{N}]+/gu) ?? [];
  const labelled = words.findIndex((word) => /^(?:severity|priority)$/i.test(word));
  return severityNamed(words[labelled < 0 ? 0 : labelled + 1] ?? '');
};

/** `[High] …`, `**[High]** …`, `(Major) …`, also behind other brackets as in `[Security][High] …`. */
export const bracketedHead = (text: string): SeverityHead | null => {
  let rest = text;
  for (const _ of [1, 2, 3]) {
    const match = bracketed.exec(rest);
    if (!match) return null;
    rest = rest.slice(match[0].length);
    const severity = inBrackets(match[1] ?? '');
    // `[High](https://…)`: the address of a badge is not part of what follows
    if (severity) {
      const behind = afterMarks(rest, match[0]).replace(/^\([^()\s]{0,300}\)/, '');
      return { severity, rest: behind.replace(separators, '') };
    }
  }
  return null;
};

/** `High: …`, `**Medium** …`, `LOW — …`. A word without a delimiter (`High memory use`) is part of a sentence. */
export const wordedHead = (text: string): SeverityHead | null => {
  const match = worded.exec(text);
  const severity = severityNamed(match?.[2] ?? '');
  if (!match || !severity) return null;
  const bold = (match[3] ?? '') !== '' && /[*_]/.test(match[1] ?? '');
  if (!bold && match[4] === undefined) return null;
  return { severity, rest: text.slice(match[0].length).replace(separators, '') };
};

const only =
  /^[^\p{L}\p{N}]{0,20}(\p{L}{2,13}|[pP][0-3])(?:[ -](?:severity|priority|risk))?(?: (?:findings?|issues?))?[^\p{L}\p{N}]{0,5}\d{0,4}[^\p{L}\p{N}]{0,20}$/iu;

/** A heading that says nothing else: what stands below it has that severity. */
export const severityAlone = (text: string): Severity | null =>
  text.length > 100 ? null : severityNamed(only.exec(text)?.[1] ?? '');
