import { type Severity, severities } from '../../contracts/rounds/finding.ts';
import type { Item } from '../../core/item.ts';
import type { Finding, Priority, Round } from '../../core/rounds/round.ts';
import { code, inline } from '../markdown.ts';
import { commitLink, fileLink } from '../places.ts';
import { said } from './said.ts';

export const severityNames: Record<Severity, string> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  note: 'Note',
};

export const priorityNames: Record<Priority, string> = {
  urgent: 'Urgent priority',
  high: 'High priority',
  medium: 'Medium priority',
  low: 'Low priority',
  none: 'No priority',
};

/** `3 findings`, `1 finding`. */
export const some = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;

/** `a`, `a and b`, `a, b and c`. */
export const listed = (parts: string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const numberOf = ({ id }: Finding): number => Number(id.slice(1));

/** Worst first, then in the order in which they were found. */
export const bySeverity = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (one, other) =>
      severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
      numberOf(one) - numberOf(other),
  );

/** What came back later is shown in the round before with the answer that it had then. */
const asAnsweredIn = (round: Round, finding: Finding): Finding => {
  const then = finding.earlier?.[finding.seen.indexOf(round.number)];
  return then ? { ...finding, state: 'answered', decided: null, answer: then } : finding;
};

/** What a round found, worst first. */
export const findingsOf = (round: Round, findings: readonly Finding[]): Finding[] =>
  bySeverity(findings.filter(({ id }) => round.findings.includes(id))).map((finding) =>
    asAnsweredIn(round, finding),
  );

/** Nothing that is open or came back has its answer, whatever was answered before. */
export const isUnanswered = ({ state }: Finding): boolean => state === 'open' || state === 'reopened';

/** Keeps a pull request from being clean as long as it is unanswered. */
export const isBlocking = ({ severity }: Pick<Finding, 'severity'>): boolean =>
  severity === 'high' || severity === 'medium';

/** The round is over and keeps nobody from merging. */
export const isClean = ({ state }: Round, found: readonly Finding[]): boolean =>
  state.name === 'closed' && state.clean && !found.some((one) => isUnanswered(one) && isBlocking(one));

/** `1 high, 2 medium, 1 low`; null when there is none. */
export const severityCounts = (findings: readonly Finding[]): string | null => {
  const counts = severities.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    if (number === 0) return [];
    return [severity === 'note' ? some(number, 'note') : `${number} ${severity}`];
  });
  return counts.length === 0 ? null : counts.join(', ');
};

const answerKinds = ['fixed', 'acknowledged', 'filed'] as const;

/** `1 fixed, 2 acknowledged, 1 filed, 1 open`; null when there is none. */
export const answerCounts = (findings: readonly Finding[]): string | null => {
  const open = findings.filter((finding) => isUnanswered(finding) || finding.answer === null).length;
  const counts = answerKinds.flatMap((kind) => {
    const number = findings.filter(
      (finding) => !isUnanswered(finding) && finding.answer?.kind === kind,
    ).length;
    return number === 0 ? [] : [`${number} ${kind}`];
  });
  const all = [...counts, ...(open > 0 ? [`${open} open`] : [])];
  return all.length === 0 ? null : all.join(', ');
};

/** A pattern for it would look at every run of dots in the text. */
const withoutStop = (text: string): string => {
  let end = text.length;
  while (end > 0 && '. '.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
};

/** Titles become part of a sentence of ours. */
export const titleOf = ({ title }: Pick<Finding, 'title'>, max = 200): string => {
  const words = withoutStop(said(title, max));
  return words === '' ? 'Untitled' : words;
};

/** `src/x.py:12`, `src/x.py`; null for one about the whole. */
export const placeName = ({ path, line: number }: Pick<Finding, 'path' | 'line'>): string | null => {
  if (path === null) return null;
  return number === null ? path : `${path}:${number}`;
};

/** Where it was found, linked where there is a line to go to. */
export const placeLink = (item: Item, finding: Finding, sha: string): string | null => {
  const name = placeName(finding);
  if (name === null || finding.path === null) return null;
  const linked = finding.line !== null && name.length <= longestPlace;
  return linked
    ? fileLink(item, { sha, path: finding.path, line: finding.line ?? 1 })
    : code(name, longestPlace);
};

/** A link is no longer readable beyond. */
const longestPlace = 200;

/** Our own review bot goes by the name of the App. */
export const ourReviewer = 'throughline';

export const reviewerName = (round: Pick<Round, 'reviewer'>): string =>
  round.reviewer === ourReviewer ? 'Throughline’s review bot' : inline(round.reviewer, 60);

/** Login of who found it, as a word of a sentence. */
export const finderName = ({ by }: Pick<Finding, 'by'>): string =>
  by === ourReviewer ? 'the review bot' : inline(by, 60);

export const headLink = (item: Item, round: Pick<Round, 'head'>): string => commitLink(item, round.head);

/** `F2`, as people type it. */
export const idsOf = (findings: readonly Finding[]): string => findings.map(({ id }) => id).join(', ');

/** Nobody is at it until a person says how it goes on. */
export const isStopped = ({ stage, rounds = [] }: Item, { number }: Round): boolean =>
  (stage.name === 'blocked' || stage.name === 'rejected') && rounds.at(-1)?.number === number;

/** Who sees what a round had fixed; without its end. */
export const afterFixes = (item: Item, round: Round): string => {
  const later = (item.rounds ?? []).find(({ number }) => number > round.number);
  if (later) return `round ${later.number} reviews what was fixed`;
  if (item.stage.name === 'done') return 'it was merged before what was fixed was reviewed';
  return isStopped(item, round)
    ? 'the rounds stopped before what was fixed was reviewed'
    : 'another round reviews what was fixed';
};
