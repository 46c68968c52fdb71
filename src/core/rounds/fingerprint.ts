import type { ReportedFinding } from '../../contracts/rounds/finding.ts';
import { plainWords, significantWords } from './words.ts';

/** A line that stands everywhere (`}`, `return;`) says nothing of the place. */
export const isTellingLine = (code: string | null): code is string =>
  code !== null && (code.match(/[\p{L}\p{N}]/gu) ?? []).length >= 6;

const mostWords = 14;
const mostCode = 80;

/**
 * A readable string for a finding: its file, what its title is about and the code it is on, e.g.
 * `src/lint.py: fix label link rewrit target | full_text.replace(group(2), new, 1)`. Line numbers, severity, order and form of
 * words and the words that say nothing do not count. A finding keeps the one of its first report for good: later
 * reports are matched, not compared by it.
 */
export const fingerprintOf = (
  reported: Pick<ReportedFinding, 'path' | 'title'>,
  code: string | null,
): string => {
  const words = significantWords(reported.title).slice(0, mostWords).sort().join(' ');
  const about = words === '' ? plainWords(reported.title) : words;
  const place = isTellingLine(code) ? ` | ${code.trim().replace(/\s+/g, ' ').slice(0, mostCode)}` : '';
  return `${reported.path ?? '(whole)'}: ${about}${place}`;
};
