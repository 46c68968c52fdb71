import type { Severity } from '../contracts/rounds/finding.ts';
import { readFolds } from './folds.ts';
import { type Found, finding } from './found.ts';
import type { Place } from './place.ts';
import { severityNamed } from './severity.ts';
import { firstSentence } from './words.ts';

/** `_⚠️ Potential issue_ | _🟠 Major_ | _⚡ Quick win_` in front of what it says. */
const tagLine = /^\s*_[^_\n]{1,80}_(?:\s*\|\s*_[^_\n]{1,80}_){0,5}\s*$/;

const tagSeverity = (line: string): Severity | null => {
  const tags: string[] = line.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  // the level decides; `Nitpick` is a kind, and may stand beside one
  const level = tags.find((word) => word !== 'nitpick' && severityNamed(word) !== null);
  return severityNamed(level ?? (tags.includes('nitpick') ? 'nitpick' : ''));
};

const boldTitle = /^\s*\*\*([^\n]{1,600}?)\*\*\s*$/;
const source = /^\s*_Source: [^\n]*_\s*$/;

const commitHelp = /^\s*(?:📝 |‼️ )?(?:committable suggestion|important)\b/iu;

export interface Remark {
  text: string;
  place: Place | null;
  /** Where no level stands in front of it. */
  otherwise: Severity;
  url: string | null;
}

/** Its tags, its bold title, its words; suggestions and prompts for other agents are folded, and left out. */
export const remark = ({ text, place, otherwise, url }: Remark): Found => {
  const lines = text.split('\n').filter((line) => !source.test(line) && !commitHelp.test(line));
  const first = lines.findIndex((line) => line.trim() !== '');
  const tagged = first >= 0 && tagLine.test(lines[first] ?? '');
  const severity = tagged ? tagSeverity(lines[first] ?? '') : null;
  const told = tagged ? lines.slice(first + 1) : lines;
  const title = told.findIndex((line) => line.trim() !== '');
  const bold = boldTitle.exec(told[title] ?? '')?.[1];
  const detail = (bold === undefined ? told : told.slice(title + 1)).join('\n');
  return finding({
    severity: severity ?? otherwise,
    title: bold ?? firstSentence(detail),
    place,
    detail,
    url,
  });
};

/** A comment on a line. */
export const commentRemark = (said: { body: string; place: Place; url: string }): Found =>
  remark({ text: readFolds(said.body).text, place: said.place, otherwise: 'medium', url: said.url });
