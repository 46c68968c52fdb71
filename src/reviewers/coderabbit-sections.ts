import type { Severity } from '../contracts/rounds/finding.ts';
import { remark } from './coderabbit-finding.ts';
import type { Fold } from './folds.ts';
import type { Found } from './found.ts';
import { type Place, readPlace, repositoryPath } from './place.ts';

/** Sections of a review's body that hold findings, by what is written on their fold. */
const sections: [RegExp, Severity][] = [
  // in front of what else such a heading names: `Outside diff range and nitpick comments`
  [/\boutside (?:the )?diff\b/i, 'medium'],
  [/\bnitpick/i, 'low'],
  [/\bminor comments/i, 'low'],
  [/\btrivial comments/i, 'low'],
  [/\b(?:critical|major) comments/i, 'high'],
  [/\bduplicate comments/i, 'medium'],
  [/\bfailed to post\b/i, 'medium'],
];
/** A name of tomorrow. */
const someComments = /(?:^|\s)comments? \(\d{1,4}\)/i;
/** What it counts among the comments that it posted, though no thread holds it. */
const unposted = /outside|failed to post/i;
/** Praise, sources, prompts: said beside the review. */
const besides =
  /additional comments|additional context|context used|learnings|prompt for|files? (?:selected|skipped|ignored|not processed)|commits|configuration/i;

const severityOf = (summary: string): Severity | null => {
  const named = sections.find(([name]) => name.test(summary))?.[1];
  return named ?? (someComments.test(summary) && !besides.test(summary) ? 'medium' : null);
};

/** Comments that failed to post have no backticks; a lone number without them may as well be a line of output. */
const entryStart = /^\s*(?:`(\d{1,9})(?:-\d{1,9})?`|(\d{1,9})(?:-\d{1,9}|(?=\s*:\s*[_*])))\s*:\s*/;
const boldEntry = /^\s*\*\*`?([^*`\n]{1,400}?)`?(?::\*\*|\*\*:)\s*/;
const counted = /\s*\((\d{1,4})\)\s*$/;

interface Entry {
  place: Place;
  lines: string[];
}

const placeOfEntry = (
  line: string,
  file: string | null,
  at: string,
): { place: Place; text: string } | null => {
  const ranged = file === null ? null : entryStart.exec(line);
  if (ranged) {
    const number = Number(ranged[1] ?? ranged[2]) || null;
    return { place: { path: file, line: number }, text: line.slice(ranged[0].length) };
  }
  const bold = file === null ? boldEntry.exec(line) : null;
  const place = bold && readPlace(bold[1] ?? '', at);
  return bold && place ? { place, text: line.slice(bold[0].length) } : null;
};

const entriesOf = (text: string, file: string | null, at: string): Entry[] => {
  const entries: Entry[] = [];
  let current: Entry | null = null;
  for (const line of text.split('\n')) {
    const start = placeOfEntry(line, file, at);
    if (start) {
      current = { place: start.place, lines: [start.text] };
      entries.push(current);
    } else if (/^\s*(?:---|\*\*\*)\s*$/.test(line)) {
      current = null;
    } else if (current) {
      current.lines.push(line);
    } else if (/[\p{L}\p{N}]/u.test(line)) {
      current = { place: { path: file, line: null }, lines: [line] };
      entries.push(current);
    }
  }
  return entries;
};

interface Section {
  severity: Severity;
  at: string;
}

const remarks = (entries: Entry[], { severity, at }: Section): Found[] =>
  entries.map(({ place, lines }) => remark({ text: lines.join('\n'), place, otherwise: severity, url: at }));

const ofFile = (fold: Fold, section: Section): Found[] => {
  const file = repositoryPath(fold.summary.replace(counted, '').replaceAll('`', ''), section.at);
  return remarks(entriesOf(fold.text, file, section.at), section);
};

/** `🟠 Major · Bug · src/a.ts:1` on a fold of its own. */
const ownFold = (fold: Fold, at: string): Found[] => {
  const parts = fold.summary.split(' · ');
  const place = parts.length > 1 ? readPlace(parts.at(-1) ?? '', at) : null;
  if (!place) return [];
  return [remark({ text: `_${parts[0]}_\n${fold.text}`, place, otherwise: 'medium', url: at })];
};

const fileLike = (fold: Fold): boolean =>
  counted.test(fold.summary) || /\.[a-z0-9]{1,10}$/i.test(fold.summary);

/** Findings in a body: what could not be put on a line of the diff, and what was too small for it. */
export const bodyFindings = (fold: Fold, at: string): { findings: Found[]; beyondDiff: number } => {
  const found: Found[] = [];
  let beyondDiff = 0;
  const walk = (inside: Fold): void => {
    for (const child of inside.folds) {
      const severity = severityOf(child.summary);
      if (severity) {
        const section = { severity, at };
        const files = child.folds.filter((fold) => fileLike(fold) && !someComments.test(fold.summary));
        const own = [
          ...remarks(entriesOf(child.text, null, at), section),
          ...files.flatMap((file) => ofFile(file, section)),
        ];
        found.push(...own);
        if (unposted.test(child.summary)) beyondDiff += own.length;
        walk({ ...child, folds: child.folds.filter((fold) => !files.includes(fold)) });
      } else if (!besides.test(child.summary)) {
        found.push(...ownFold(child, at));
        walk(child);
      }
    }
  };
  walk(fold);
  return { findings: found, beyondDiff };
};
