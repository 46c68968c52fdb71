import type { Severity } from '../../contracts/rounds/finding.ts';
import type { Answer, Finding, Round } from './round.ts';

export type Answered = { ok: true; finding: Finding } | { ok: false; why: string };

/** It has its one answer. */
export const isAnswered = ({ state }: Finding): boolean => state === 'answered' || state === 'verified';

const sameLogin = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Whether `by` may acknowledge it: what a person asks for only that person takes back. */
export const mayAcknowledge = (finding: Pick<Finding, 'demanded' | 'by'>, by: string | null): boolean =>
  !finding.demanded || (by !== null && sameLogin(finding.by, by));

/** Gives a finding its answer. Refused, with a sentence, when it has one, says no reason, or acknowledges away what a person asked for. */
export const answerFinding = (finding: Finding, answer: Answer): Answered => {
  const why = refusal(finding, answer);
  return why === null ? { ok: true, finding: { ...finding, state: 'answered', answer } } : { ok: false, why };
};

const refusal = (finding: Finding, answer: Answer): string | null => {
  const { id } = finding;
  if (isAnswered(finding)) return `${id} has its answer: ${finding.answer?.kind ?? finding.state}.`;
  if (answer.reason.trim() === '') return `Say why ${id} is ${answer.kind}: an answer needs a reason.`;
  if (answer.kind !== 'acknowledged' || mayAcknowledge(finding, decider(finding))) return null;
  return `${id} is what @${finding.by} asks for: fix it or file it, it cannot be acknowledged away.`;
};

const decider = ({ decided }: Finding): string | null => (decided?.to === 'acknowledge' ? decided.by : null);

/** Findings up to this round that wait for their answer, also those that it did not find again. */
export const unanswered = (
  findings: readonly Finding[],
  round: Pick<Round, 'number' | 'findings'>,
): Finding[] =>
  findings.filter(
    (finding) =>
      !isAnswered(finding) &&
      (round.findings.includes(finding.id) || finding.seen.some((number) => number <= round.number)),
  );

const isSerious = ({ severity }: Finding): boolean => severity === 'high' || severity === 'medium';

/** No High or Medium waits for its answer. */
export const isClean = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => isAnswered(finding) || !isSerious(finding));

/** A High or Medium was answered with a fix that no review has looked at. */
const waitsForReview = (finding: Finding): boolean =>
  isSerious(finding) && finding.state === 'answered' && finding.answer?.kind === 'fixed';

/**
 * Closes a round once every finding has its answer; until then the ids of those that have none.
 * `clean`: no High or Medium is open, and none was answered with a fix that the next review has yet to see.
 */
export const closeRound = (
  round: Round,
  findings: readonly Finding[],
): { ok: true; round: Round } | { ok: false; unanswered: string[] } => {
  const waiting = unanswered(findings, round);
  if (waiting.length > 0) return { ok: false, unanswered: waiting.map(({ id }) => id) };
  const clean = isClean(findings) && !findings.some(waitsForReview);
  return { ok: true, round: { ...round, state: { name: 'closed', clean } } };
};

/** As the summary of an item shows a round. Kinds of answers that nothing got are left out, and notes where there are none. */
export interface RoundSummary {
  findings: Record<Exclude<Severity, 'note'>, number> & { note?: number };
  answers: Partial<Record<Answer['kind'], number>>;
}

/** Each finding counts in the round that found it first, with the answer it has now. */
export const roundSummary = (
  round: Pick<Round, 'number' | 'findings'>,
  findings: readonly Finding[],
): RoundSummary => {
  const own = findings.filter(({ seen }) => seen[0] === round.number);
  const of = (severity: Severity): number => own.filter((finding) => finding.severity === severity).length;
  const kinds = (['filed', 'acknowledged', 'fixed'] as const).map(
    (kind) => [kind, own.filter(({ answer }) => answer?.kind === kind).length] as const,
  );
  return {
    findings: {
      high: of('high'),
      medium: of('medium'),
      low: of('low'),
      ...(of('note') > 0 && { note: of('note') }),
    },
    answers: Object.fromEntries(kinds.filter(([, count]) => count > 0)),
  };
};
