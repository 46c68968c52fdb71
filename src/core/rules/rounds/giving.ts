import type { CapOverride } from '../../attempt.ts';
import type { OneShot } from '../../effect.ts';
import { currentDelegation, type Item } from '../../item.ts';
import { type Context, moved, type Outcome } from '../../outcome.ts';
import { answerFinding, isAnswered } from '../../rounds/answers.ts';
import { giveUp } from '../../rounds/demands.ts';
import { type FiledTicket, followUpOf } from '../../rounds/follow-up.ts';
import type { Answer, Decided, Finding, Round } from '../../rounds/round.ts';
import { toFix } from '../../rounds/to-fix.ts';
import { answersInThreads } from './demanding.ts';
import { startFixUp } from './fixing.ts';

/** Does what was decided: tickets are filed, and one fix-up is delegated. An outcome where that has to come back first. */
export const giveAnswers = (
  context: Context & { override?: CapOverride },
  round: Round,
  before: OneShot[],
): { outcome: Outcome } | { effects: OneShot[] } => {
  const { item, event, facts, override } = context;
  item.findings = giveUp(item.findings ?? [], facts.head?.talk?.takenBack ?? []);
  acknowledge(item);
  const filed = filings(item);
  const effects = [...before, ...filed, ...answersInThreads(item)];
  if (toFix(item).length === 0 || currentDelegation(item)) return { effects };
  if (item.paused) return { outcome: moved(item, 'held back: paused', { effects }) };
  const fixing = { item, event, facts, before: effects, ...(override ? { override } : {}) };
  return { outcome: startFixUp(fixing, round) };
};

const replace = (item: Item, changed: Finding): void => {
  item.findings = (item.findings ?? []).map((one) => (one.id === changed.id ? changed : one));
};

/** Its one answer, unless it has one. */
export const giveAnswer = (item: Item, finding: Finding, answer: Answer): void => {
  const given = answerFinding(finding, answer);
  if (given.ok) replace(item, given.finding);
};

/** What is acknowledged without a word in the code is answered at once. */
const acknowledge = (item: Item): void => {
  for (const finding of item.findings ?? []) {
    const { decided } = finding;
    if (isAnswered(finding) || decided?.to !== 'acknowledge' || decided.rationale !== null) continue;
    giveAnswer(item, finding, {
      kind: 'acknowledged',
      reason: decided.reason,
      cites: decided.cites,
      sha: null,
    });
  }
};

export const filedAs = (
  { reason, cites }: Extract<Decided, { to: 'file' }>,
  { key, url }: FiledTicket,
): Answer => ({
  kind: 'filed',
  key,
  url,
  reason,
  cites,
});

/** Each is asked for again until its ticket is there: it has our own id, so that it is filed once. */
const filings = (item: Item): OneShot[] =>
  (item.findings ?? []).flatMap((finding): OneShot[] => {
    const { decided } = finding;
    if (isAnswered(finding) || decided?.to !== 'file' || !item.pull) return [];
    const filing = followUpOf({
      ...{ finding, decided, findings: item.findings ?? [], followUps: item.followUps ?? [] },
      ...{ parent: item.ticket.key, pull: item.pull.number },
    });
    if (filing.kind === 'new') return [{ kind: 'file-follow-up', finding: finding.id }];
    if (filing.kind === 'being-filed') return [];
    giveAnswer(item, finding, filedAs(decided, filing));
    return [];
  });
