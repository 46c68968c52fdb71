import type { Reviewed } from '../../contracts/rounds/bot-review.ts';
import { mayAcknowledge } from './answers.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type CodeAt, codeOf, isSaidAgain, matchFindings, pathNow, type Raised, worse } from './matching.ts';
import type { Finding } from './round.ts';

export type Fixes = Reviewed['fixes'];

export interface Opening {
  /** All findings of the item, of all rounds. */
  findings: readonly Finding[];
  /** Number of the round that begins. */
  round: number;
  reported: readonly Raised[];
  /** What the reviewer says of earlier fixes; none where it says nothing of them. */
  fixes: Fixes;
  /** Whether the code of a finding has changed since it was answered, or is gone. */
  codeChanged: (finding: Finding) => boolean;
  codeAt: CodeAt;
  /** Old path → new path, of files that moved since the last round. */
  renamed: ReadonlyMap<string, string>;
}

export interface Opened {
  /** All of them, old ones first, in the order of their ids. */
  findings: Finding[];
  /** Those that this round raises, new or again: each needs an answer. Oldest first. */
  ids: string[];
  /** Reported again though they are answered, and left as they are. */
  stayed: string[];
  /** Filed, and gone with the code they were about: said once, on their tickets. */
  vanished: Finding[];
}

/**
 * What the word of a reviewer makes of the findings so far. A finding that is not answered stays open whether it is found
 * again or not; nothing is lost, and no id is given twice.
 */
export const openRound = (opening: Opening): Opened => {
  const { findings, round, reported, codeAt, renamed } = opening;
  const settled = (finding: Finding) => isSettled(finding, opening);
  const { pairs, fresh } = matchFindings({ known: findings, reported, codeAt, renamed, settled });
  const again = new Map(pairs.map((pair) => [pair.known, pair.reported]));
  const moves = findings.map((finding) => {
    const raised = again.get(finding);
    const moved = { ...finding, path: pathNow(finding.path, renamed) };
    return raised === undefined ? notFound(finding, moved, opening) : found(finding, raised, opening);
  });
  const added = numbered(fresh, findings, { round, codeAt });
  return {
    findings: [...moves.map(({ finding }) => finding), ...added],
    ids: [...of(moves, 'raised'), ...added].map(({ id }) => id),
    stayed: of(moves, 'stayed').map(({ id }) => id),
    vanished: of(moves, 'vanished'),
  };
};

interface Move {
  finding: Finding;
  /** `quiet`: nothing to be said of it. */
  is: 'raised' | 'stayed' | 'vanished' | 'quiet';
}

const of = (moves: Move[], is: Move['is']): Finding[] =>
  moves.filter((move) => move.is === is).map(({ finding }) => finding);

const verdictOn = ({ id }: Finding, fixes: Fixes): 'fixed' | 'not-fixed' | null => {
  const verdicts = fixes.filter(({ finding }) => finding === id).map(({ verdict }) => verdict);
  return verdicts.includes('not-fixed') ? 'not-fixed' : (verdicts[0] ?? null);
};

/** Its answer holds at its place. A fix does so only by its reviewer's word. */
const isSettled = (finding: Finding, { fixes, codeChanged }: Opening): boolean =>
  finding.state === 'answered' &&
  !codeChanged(finding) &&
  (finding.answer?.kind !== 'fixed' || verdictOn(finding, fixes) === 'fixed');

const found = (finding: Finding, raised: Raised, opening: Opening): Move => {
  const here = { path: raised.path, line: raised.line, code: codeOf(raised, opening.codeAt) };
  const met = { ...finding, ...here };
  const severity = worse(finding.severity, raised.severity);
  const said = {
    ...met,
    ...saidOf(finding, raised),
    severity,
    demanded: finding.demanded || raised.demanded,
  };
  const { state } = finding;
  if (state === 'open' || state === 'reopened')
    return { finding: seenIn({ ...said, decided: stillDecided(said) }, opening.round), is: 'raised' };
  // its reviewer looked at a newer commit since, and did not say it again
  if (raised.standing)
    return finding.answer?.kind === 'fixed'
      ? { finding: { ...met, state: 'verified' }, is: 'quiet' }
      : { finding: met, is: 'stayed' };
  if (comesBack(finding, raised, opening))
    return { finding: reopened(seenIn(said, opening.round)), is: 'raised' };
  const holds = finding.answer?.kind === 'fixed' && verdictOn(finding, opening.fixes) === 'fixed';
  return { finding: holds ? { ...met, state: 'verified' } : met, is: 'stayed' };
};

/** What a person asks for now is not acknowledged away by what was decided before they asked. */
const stillDecided = (finding: Finding): Finding['decided'] => {
  const { decided } = finding;
  return decided?.to === 'acknowledge' && !mayAcknowledge(finding, decided.by) ? null : decided;
};

/** The last words count, but for those of a person, whom no program speaks over. */
const saidOf = (finding: Finding, raised: Raised): Pick<Finding, 'title' | 'detail' | 'by' | 'url'> => {
  const { title, detail, by, url } = finding.demanded && !raised.demanded ? finding : raised;
  return { title, detail, by, url };
};

/** Whether an answered finding that is reported again needs a new answer. */
const comesBack = (finding: Finding, raised: Raised, { fixes, codeChanged }: Opening): boolean => {
  if (finding.state === 'verified') return true;
  const verdict = finding.answer?.kind === 'fixed' ? verdictOn(finding, fixes) : null;
  if (verdict === 'not-fixed') return true;
  // a conversation that is still open is no new word
  if (isSaidAgain(finding, raised)) return false;
  if (codeChanged(finding)) return true;
  // who gives no verdicts says with the report itself that the fix does not hold
  if (finding.answer?.kind === 'fixed') return verdict === null;
  // what a person asks for is not acknowledged away, by an earlier answer neither; nor is it answered unread
  return raised.demanded && (finding.answer?.kind === 'acknowledged' || !finding.demanded);
};

/** `moved`: with the path it has now. */
const notFound = (finding: Finding, moved: Finding, { fixes, round, codeChanged }: Opening): Move => {
  const kind = finding.answer?.kind;
  const answered = finding.state === 'answered' || finding.state === 'verified';
  if (answered && kind === 'fixed')
    return verdictOn(finding, fixes) === 'not-fixed'
      ? { finding: reopened(seenIn(moved, round)), is: 'raised' }
      : { finding: { ...moved, state: 'verified' }, is: 'quiet' };
  // reviewers keep quiet about what was answered: only code that moved on says that it is gone
  if (finding.state === 'answered' && kind === 'filed' && codeChanged(finding))
    return { finding: { ...moved, state: 'verified' }, is: 'vanished' };
  return { finding: moved, is: 'quiet' };
};

const seenIn = (finding: Finding, round: number): Finding =>
  finding.seen.includes(round) ? finding : { ...finding, seen: [...finding.seen, round] };

/** It needs an answer again; the one it had is kept. */
export const reopened = (finding: Finding): Finding => ({
  ...finding,
  state: 'reopened',
  decided: null,
  answer: null,
  ...(finding.answer === null ? {} : { earlier: [...(finding.earlier ?? []), finding.answer] }),
});

const numberOf = ({ id }: Finding): number => Number(id.slice(1));

const numbered = (
  fresh: readonly Raised[],
  findings: readonly Finding[],
  { round, codeAt }: { round: number; codeAt: CodeAt },
): Finding[] => {
  const last = findings.reduce((most, finding) => Math.max(most, numberOf(finding)), 0);
  const taken = new Set(findings.map(({ fingerprint }) => fingerprint));
  return fresh.map((raised, index) => {
    const code = codeOf(raised, codeAt);
    const fingerprint = unlike(fingerprintOf(raised, code), taken);
    taken.add(fingerprint);
    const { severity, title, path, line, detail, by, url, demanded } = raised;
    const said = { severity, title, path, line, detail, code, by, url, demanded };
    return {
      id: `F${last + index + 1}`,
      fingerprint,
      ...said,
      state: 'open',
      decided: null,
      answer: null,
      seen: [round],
    };
  });
};

/** The same words on the same code at another place are another finding. */
const unlike = (fingerprint: string, taken: ReadonlySet<string>): string => {
  let [one, count] = [fingerprint, 1];
  while (taken.has(one)) {
    count += 1;
    one = `${fingerprint} (${count})`;
  }
  return one;
};
