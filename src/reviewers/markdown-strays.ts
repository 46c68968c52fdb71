import { isSerious } from './found.ts';
import { type Draft, finishDraft, headOfItem, startDraft } from './markdown-findings.ts';
import { labelledBelow, tableRows } from './markdown-hidden.ts';
import { placedTitle } from './place-in-text.ts';
import { bracketedHead, type SeverityHead, severityNamed } from './severity.ts';

/** `… — fixed in 94528d5`: told of what is over. */
const settledBehind =
  /(?:\s[—–-]|[—–:([✅])\s{0,3}(?:now |already )?(?:fixed|resolved|addressed|closed)(?: (?:in|by|with) [`(#\w/.-]{1,80})?[^\p{L}\p{N}]{0,20}$/iu;
const settledWithin =
  /\b(?:is|are|was|were|been|now|already) (?:now |already |since )?(?:fixed|resolved|addressed|gone|closed)\b(?! (?:to|at)\b)|\bno longer\b/i;
const unsettled = /\b(?:not|never|until|unless|still)\b|n['’]t\b/i;
const settledCell = /^[^\p{L}\p{N}]{0,20}(?:fixed|resolved|addressed|closed|done)\b/iu;
const settledHeading =
  /^[^\p{L}\p{N}]{0,20}(?:(?:previously|already|now) )?(?:resolved|fixed|addressed|closed)\b/iu;

/** Below such a heading stands what an earlier review found. */
export const headsSettled = (heading: string): boolean => settledHeading.test(heading);

/** `**Critical** path` may begin a sentence; `**Critical**: path` does not. */
const delimited =
  /^[^\p{L}\p{N}\n]{0,20}(?:\p{L}{2,13}|p[0-3])(?:[ -](?:severity|priority|risk|finding))?[*_`]{0,3}\s{0,3}[:|–—-]/iu;

const isPlaced = (draft: Draft, at: string): boolean =>
  draft.place !== null || finishDraft(draft, { url: at }).path !== null;

/** What stands around a line outside of the findings. */
export interface Around {
  below?: string;
  /** Of the heading above it. */
  group?: SeverityHead['severity'] | null;
  at: string;
}

/** Grave and somewhere: such a line is a finding wherever it stands. */
export const strayHead = (line: string, { below = '', group = null, at }: Around): SeverityHead | null => {
  const own = headOfItem(line);
  const head = own ?? labelledBelow(below, line) ?? (group && { severity: group, rest: line });
  if (!head || !isSerious(head) || settledBehind.test(line)) return null;
  const draft = startDraft(head, at);
  draft.detail.push(below);
  const sentence = own !== null && bracketedHead(line) === null && !delimited.test(line);
  return (sentence ? draft.place?.line : isPlaced(draft, at)) ? head : null;
};

const inSentence =
  /(?<![`\p{L}\p{N}])(?:\[\s?(\p{L}{2,13}|p[0-3])(?:[ -](?:severity|priority|risk))?\s?\]|\*\*(\p{L}{2,13}|p[0-3])(?:[ -](?:severity|priority|risk))?(?::\*\*|\*\*\s{0,2}[:–—]))/giu;
const denied =
  /\b(?:no|without|zero|nor) (?:[^\s:,;.]{1,30} ){0,3}$|\b(?:risk|confidence|impact|effort|complexity)(?: level)?[*_]{0,2}\s{0,2}[:=]?[*_]{0,2}\s{0,2}$/i;

/** `However, [High] RCE - a.ts:3`: a sentence that names a grave severity, and a place behind it. */
export const isGraveWithin = (line: string, at: string): boolean => {
  const read = line.slice(0, 2_000);
  for (const match of read.matchAll(inSentence)) {
    const severity = severityNamed(match[1] ?? match[2] ?? '');
    const before = read.slice(Math.max(0, match.index - 120), match.index);
    if (!severity || !isSerious({ severity }) || denied.test(before)) continue;
    const behind = read.slice(match.index + match[0].length).replace(/^[\s*:|–—-]+/, '');
    const settled = settledBehind.test(read) || (settledWithin.test(read) && !unsettled.test(read));
    return !settled && placedTitle(behind, at).place !== null;
  }
  return false;
};

/** Rows of a table outside of the findings; a walkthrough rates its files in one, without a line. */
export const strayRows = (
  text: string,
  at: string,
): { all: Draft[]; grave: Draft[]; rows: string[]; beside: string } => {
  const lines = text.split('\n');
  const all = tableRows(text, at)?.found ?? [];
  const rated = /severity|priority/i.test(lines[0] ?? '');
  const grave = all.filter(
    (draft) =>
      isSerious(draft) &&
      draft.place !== null &&
      (rated || draft.place.line !== null) &&
      ![draft.title, ...draft.detail].some((cell) => settledCell.test(cell)),
  );
  const rows = lines.filter((line) => line.includes('|'));
  return { all, grave, rows, beside: lines.filter((line) => !line.includes('|')).join('\n') };
};
