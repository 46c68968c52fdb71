import { type ReportedFinding, type Severity, severities } from '../contracts/rounds/finding.ts';
import { capText } from '../text/sanitize.ts';
import type { Place } from './place.ts';
import type { Word } from './reader.ts';
import { firstSentence, oneLine, passage } from './words.ts';

export type Found = ReportedFinding & { url: string | null; standing?: true };

/** More than these are no review that anybody answers one by one. */
export const mostFindings = 100;

export interface Described {
  severity: Severity;
  title: string;
  place: Place | null;
  detail: string;
  url: string | null;
}

/** A finding within the bounds of the contract, whatever was written. */
export const finding = ({ severity, title, place, detail, url }: Described): Found => {
  const path = place?.path ?? null;
  const told = passage(detail);
  return {
    severity,
    title: oneLine(title) || firstSentence(told) || oneLine(path ?? '') || 'A finding without a title',
    path,
    line: path === null ? null : (place?.line ?? null),
    detail: told,
    url,
  };
};

/** A word with one of these is not clean, whatever else cannot be read of it. */
export const isSerious = ({ severity }: Pick<Found, 'severity'>): boolean =>
  severity === 'high' || severity === 'medium';

const worstFirst = (findings: Found[]): Found[] =>
  [...findings].sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));

const listed = (texts: string[]): string[] =>
  texts
    .map((text) => passage(text, 1_000))
    .filter((text) => text !== '')
    .slice(0, 20);

/** What was found, the worst hundred of it, with a note that says how many more there are. */
export const reviewedWord = (said: {
  findings: Found[];
  questions?: string[];
  notes?: string[];
  url: string;
}): Word => {
  const more = said.findings.length - mostFindings;
  const left =
    more > 0
      ? [
          `${more} more ${more === 1 ? 'finding is' : 'findings are'} left out here: these are the ${mostFindings} worst.`,
        ]
      : [];
  return {
    state: 'reviewed',
    findings: more > 0 ? worstFirst(said.findings).slice(0, mostFindings) : said.findings,
    questions: listed(said.questions ?? []),
    notes: [...left, ...listed(said.notes ?? [])],
    url: said.url,
  };
};

export const waiting: Word = { state: 'waiting' };

export const notReviewed = (
  cause: Extract<Word, { state: 'not-reviewed' }>['cause'],
  said: { detail: string; url: string },
): Word => ({
  state: 'not-reviewed',
  cause,
  detail: oneLine(said.detail, 500) || 'It does not say why.',
  url: said.url,
});

/** Threads and sections say how many they are: what cannot be read may be the worst of them. */
export interface Counted {
  findings: Found[];
  /** How many it says it wrote; null where it does not say. */
  promised: number | null;
  /** How many of those are here, resolved ones included. */
  here: number;
  /** What it says it could not look at, a sentence each. */
  leftOut?: string[];
  notes: string[];
  url: string;
}

const uncounted = ({ promised, here }: Counted): string[] => {
  if (promised === null) return ['It does not say how many comments it wrote.'];
  const said = `It says that it wrote ${promised} ${promised === 1 ? 'comment' : 'comments'}`;
  return here >= promised ? [] : [`${said}; ${here} can be read here.`];
};

/** Never clean while something that was promised is missing, or a file was not looked at. */
export const countedWord = (counted: Counted): Word => {
  const { findings, notes, url, leftOut = [] } = counted;
  const missing = [...uncounted(counted), ...leftOut];
  return missing.length === 0 || findings.some(isSerious)
    ? reviewedWord({ findings, notes: [...missing, ...notes], url })
    : notReviewed('unreadable', { detail: missing.join(' '), url });
};

/** An earlier review's open conversations belong to what stands on the head, and prove no review of it. */
export const withStanding = (word: Word, standing: Found[]): Word =>
  word.state === 'reviewed' && standing.length > 0
    ? reviewedWord({
        ...word,
        findings: [...word.findings, ...standing.map((found): Found => ({ ...found, standing: true }))],
      })
    : word;

/** For what is quoted in a reason. */
export const excerpt = (text: string): string => capText(firstSentence(text), 200);
