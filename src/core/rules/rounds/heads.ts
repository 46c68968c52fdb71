import type { OneShot } from '../../effect.ts';
import type { RoundFact } from '../../facts.ts';
import type { Item } from '../../item.ts';
import { moveRound } from '../../rounds/current.ts';
import { reopened } from '../../rounds/lifecycle.ts';
import type { Finding, Round } from '../../rounds/round.ts';
import { isUnderWay } from '../parts.ts';
import { type Rounding, runOf } from './asking.ts';

/** Why this head is not reviewed now. Notes on the item what people have to know of it. */
export const heldBack = ({ item, facts }: Rounding, head: RoundFact): string | null => {
  const { pull, quiet } = item;
  if (pull && head.fork) pull.fork = true;
  if (pull?.draftedBy !== undefined) return 'held back: it is a draft';
  if (head.fork) return 'held back: the head comes from another repository';
  const waits = quiet?.sha === head.sha && Date.parse(quiet.until) > Date.parse(facts.now);
  return waits ? 'held back: more may be pushed' : null;
};

/** From now on this head is under review in the round. */
export const aboutHead = ({ asked }: Rounding, round: Round, head: RoundFact): void => {
  moveRound(round, head.sha);
  round.mergeBase = head.mergeBase;
  round.state = { name: 'reviewing' };
  if (asked) round.requested = true;
};

/** A newer head is reviewed instead: what is said of the old one is about something else. */
export const dropReview = (round: Round): OneShot[] => {
  const run = runOf(round);
  if (!run || !isUnderWay(run)) return [];
  const { outcome } = run;
  const [runId, url] = outcome.state === 'running' ? [outcome.runId, outcome.url] : [null, null];
  run.outcome = { state: 'failed', failure: 'cancelled', detail: 'A newer head is reviewed instead.', url };
  return [{ kind: 'cancel-run', assignmentId: run.assignmentId, runId }];
};

/** Its run was dropped for a newer head, and that one has to wait: nobody reviews the old one any more. */
export const leaveOvertaken = ({ feature }: Item, round: Round | null): void => {
  if (round?.state.name !== 'reviewing' || round.until !== undefined || round.head === feature?.head) return;
  const run = runOf(round);
  if (run && isUnderWay(run)) return;
  round.state = { name: 'not-reviewed', cause: 'overtaken', detail: '', url: null };
};

/** The branch went back: what was begun for the head in between is over. */
export const leaveReview = (round: Round, head: string): OneShot[] => {
  const dropped = dropReview(round);
  moveRound(round, head);
  round.state = { name: 'skipped', why: 'the branch is back at a commit that was reviewed before' };
  return dropped;
};

/** A fix that a push took away answers nothing. */
export const reopenLost = (item: Item): Finding[] => whereLost(item, reopened);

/** Whether it is there by other commits the reviewer of this head is asked once more. */
export const doubtLost = (item: Item): Finding[] =>
  whereLost(item, (finding) => (finding.state === 'verified' ? { ...finding, state: 'answered' } : finding));

const whereLost = (
  { findings = [], delegations, feature }: Item,
  change: (finding: Finding) => Finding,
): Finding[] => {
  const lost = delegations.filter(({ number }) => feature?.rewritten?.lost.includes(number));
  const commits = lost.flatMap(({ attempts }) =>
    attempts.flatMap(({ outcome }) => (outcome.state === 'returned' ? [outcome.head] : [])),
  );
  return findings.map((finding) =>
    finding.answer?.kind === 'fixed' && commits.includes(finding.answer.sha) ? change(finding) : finding,
  );
};
