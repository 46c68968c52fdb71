import type { Severity } from '../contracts/rounds/finding.ts';
import { type Found, finding } from './found.ts';
import type { Place } from './place.ts';
import { placeAtStart, placedTitle } from './place-in-text.ts';
import { bracketedHead, type SeverityHead, wordedHead } from './severity.ts';

/** A finding that may still get words below it. */
export interface Draft {
  severity: Severity;
  title: string;
  place: Place | null;
  detail: string[];
}

export const startDraft = ({ severity, rest }: SeverityHead, at: string): Draft => {
  const { title, place, rest: behind } = placedTitle(rest, at);
  return { severity, title, place, detail: behind === '' ? [] : [behind] };
};

/** The severity in front of an item's first line. */
export const headOfItem = (line: string): SeverityHead | null => bracketedHead(line) ?? wordedHead(line);

/** Within a paragraph `Note: …` is a sentence: only a bracket or a place makes a line the head of a finding. */
export const headOfLine = (line: string, at: string): SeverityHead | null => {
  const bracket = bracketedHead(line);
  if (bracket) return bracket;
  const worded = wordedHead(line);
  return worded && placedTitle(worded.rest, at).place ? worded : null;
};

const label = /^[\s*_`-]{0,6}(?:files?|location|path|where)[\s*_`]{0,4}:[\s*_]{0,4}/i;

const placeBelow = (lines: string[], at: string): Place | null => {
  for (const line of lines.slice(0, 3)) {
    const found = placeAtStart(line.replace(label, ''), at);
    if (found && (label.test(line) || found.rest === '')) return found.place;
  }
  return null;
};

export const finishDraft = (draft: Draft, said: { url: string }): Found => {
  const detail = draft.detail.join('\n');
  const place = draft.place ?? placeBelow(detail.trim().split('\n'), said.url);
  // a title that does not fit is told in full below it
  const told = draft.title.length > 300 ? `${draft.title}\n\n${detail}` : detail;
  return finding({ severity: draft.severity, title: draft.title, place, detail: told, url: said.url });
};
