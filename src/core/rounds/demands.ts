import type { StandingDemand, TakenBack } from '../../reviewers/standing.ts';
import { isAnswered, mayAcknowledge } from './answers.ts';
import { reopened } from './lifecycle.ts';
import type { Raised } from './matching.ts';
import type { Finding } from './round.ts';

const isOf = (finding: Finding, { url }: Pick<TakenBack, 'url'> | StandingDemand): boolean =>
  finding.demanded && url !== null && finding.url === url;

/** Its answer stands, and its person has said nothing since that was not taken up. A word that was deleted is no new one. */
const isSettled = (finding: Finding, { said }: StandingDemand): boolean =>
  isAnswered(finding) && (finding.heard === undefined || finding.heard >= said);

/** A request that was taken up in its conversations is not raised a second time once they are over. */
const unsaid = (findings: readonly Finding[], demands: readonly StandingDemand[]): StandingDemand[] =>
  demands.filter(
    ({ conversations = [] }) => !conversations.some((url) => findings.some((one) => isOf(one, { url }))),
  );

/** What nobody has taken up yet: new demands, and answered ones whose person said more. */
export const freshDemands = (
  findings: readonly Finding[],
  demands: readonly StandingDemand[],
): StandingDemand[] =>
  unsaid(findings, demands).filter((demand) => {
    const known = findings.find((finding) => isOf(finding, demand));
    return known === undefined || (isAnswered(known) && !isSettled(known, demand));
  });

/** What a new round is told of demands: those that need an answer, and the findings with those reopened whose person said more. */
export const withDemands = (
  findings: readonly Finding[],
  demands: readonly StandingDemand[],
): { known: Finding[]; raised: Raised[] } => {
  const standing = unsaid(findings, demands).filter(
    (demand) => !findings.some((finding) => isOf(finding, demand) && isSettled(finding, demand)),
  );
  return {
    known: findings.map((finding) =>
      isAnswered(finding) && standing.some((demand) => isOf(finding, demand)) ? reopened(finding) : finding,
    ),
    raised: standing.map(({ said: _newest, comment: _first, conversations: _over, ...demand }) => ({
      ...demand,
      demanded: true,
    })),
  };
};

/** Notes with each finding what was taken up of its demand, and where it is answered. */
export const markDemands = (findings: readonly Finding[], demands: readonly StandingDemand[]): Finding[] =>
  findings.map((finding) => {
    const demand = demands.find((one) => isOf(finding, one));
    if (demand === undefined || isAnswered(finding)) return finding;
    const { said: heard, comment } = demand;
    return { ...finding, heard, ...(comment === null ? {} : { thread: { comment, told: false } }) };
  });

const reasons: Record<TakenBack['how'], (by: string) => string> = {
  resolved: (by) => `@${by} resolved the conversation in GitHub.`,
  dismissed: (by) => `The review of @${by} was dismissed in GitHub.`,
  approved: (by) => `@${by} approved since.`,
};

/** What its person gave up before anything was done needs no fix any more: that is its answer, until it is asked for again. */
export const giveUp = (findings: readonly Finding[], takenBack: readonly TakenBack[]): Finding[] =>
  findings.map((finding) => {
    const given = takenBack.find((one) => isOf(finding, one));
    // a ticket of it is being filed
    if (given === undefined || isAnswered(finding) || finding.decided?.to === 'file') return finding;
    const { by } = finding;
    const reason = reasons[given.how](by);
    return {
      ...finding,
      state: 'answered',
      decided: { to: 'acknowledge', reason, cites: null, rationale: null, by },
      answer: { kind: 'acknowledged', reason, cites: null, sha: null },
      // opened again, it is a new word
      heard: 0,
    };
  });

/** What becomes of it is decided, by somebody who may. */
export const isDecided = (finding: Finding): boolean =>
  finding.decided !== null &&
  (finding.decided.to !== 'acknowledge' || mayAcknowledge(finding, finding.decided.by));
