import type { JudgementEvidence } from '../../checks/evidence.ts';
import type { DelegateAssignment } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { Review } from '../../contracts/review.ts';
import { assignmentOf, reviewAssignment } from '../../core/assignment.ts';
import type { Attempt, JudgeRun, Told } from '../../core/attempt.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import { currentDelegation, type Delegation, type Item } from '../../core/item.ts';
import { reviewedAttempts } from '../../core/rules/parts.ts';
import { requirementsOf } from '../../openspec/requirements.ts';
import { judgeReview } from '../../phases/judge.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { type EvidencePlace, evidenceAt, ranOf, readEvidence } from './evidence.ts';
import { parsedJson } from './reading.ts';
import { documentsOf, reviewReturned } from './review.ts';

/** A run whose evidence is its own. */
export interface Back {
  reader: GitReader;
  item: Item;
  run: WorkflowRun;
  configuration: Configuration;
  at: EvidencePlace;
  evidence: EvidenceFile;
  evidenceUrl: string;
}

interface Reviewed extends Pick<Back, 'reader' | 'item' | 'configuration'> {
  delegation: Delegation;
  attempt: Attempt;
}

const refsOf = async ({ reader, item, attempt }: Reviewed): Promise<string[]> => {
  const feature = item.feature ? `refs/heads/${item.feature.branch}` : null;
  // somebody may have deleted it meanwhile; the base is behind the code branch all the same
  const there = feature !== null && (await reader.refSha(feature)) !== null;
  return [`refs/heads/${attempt.codeBranch}`, ...(there && feature ? [feature] : [])];
};

/** The delegation's assignment as its checks see it. A person's commits are compared with the recorded base alone. */
const assignmentFor = ({ item, delegation, attempt, configuration }: Reviewed): DelegateAssignment => {
  const recordedBase = delegation.recordedBase ?? attempt.base;
  const assignment = assignmentOf({ item, delegation, attempt, recordedBase, configuration });
  return attempt.pushedBy === undefined ? assignment : { ...assignment, base: recordedBase };
};

/** While the first review of a delegate's commits is computed, its attempt does not count as returned yet. */
const attemptsOf = ({ delegation, attempt }: Reviewed): number => {
  const isCounted = attempt.pushedBy !== undefined || attempt.outcome.state === 'returned';
  return reviewedAttempts(delegation) + (isCounted ? 0 : 1);
};

/** Who brought which commits; the attempt under review comes last. */
const headsOf = ({ delegation, attempt }: Reviewed, head: string): { head: string; by: string | null }[] => [
  ...delegation.attempts
    .filter(({ number }) => number < attempt.number)
    .flatMap(({ outcome, pushedBy, base }) => {
      const brought = 'head' in outcome ? outcome.head : undefined;
      const at = brought ?? (pushedBy === undefined ? null : base);
      return at ? [{ head: at, by: pushedBy ?? null }] : [];
    }),
  { head, by: attempt.pushedBy ?? null },
];

const reviewOf = async (
  reviewed: Reviewed,
  brought: { head: string; evidence: EvidenceFile; answer: string | null; judgement: JudgementEvidence },
): Promise<Review> =>
  reviewReturned({
    ...brought,
    reader: reviewed.reader,
    configuration: reviewed.configuration,
    assignment: assignmentFor(reviewed),
    attempts: attemptsOf(reviewed),
    refs: await refsOf(reviewed),
    pushedBy: reviewed.attempt.pushedBy ?? null,
    heads: headsOf(reviewed, brought.head),
  });

const delegationOf = (item: Item): Delegation => {
  const delegation = currentDelegation(item);
  if (!delegation?.recordedBase) throw new Error('there is nothing to review');
  return delegation;
};

const mostAnswer = 8_000;

/** What a delegate brought: reviewed as far as that can be computed, and what its judge has to know. */
export const delegateReturned = async (
  back: Back & { attempt: Attempt; head: string; answer: string | null },
): Promise<{ review: Review; told: Told }> => {
  const { reader, item, head, evidence, answer } = back;
  const delegation = delegationOf(item);
  const review = await reviewOf(
    { ...back, delegation },
    { head, evidence, answer, judgement: { state: 'pending' } },
  );
  const documents = await documentsOf(reader, {
    change: item.change,
    commit: delegation.recordedBase ?? head,
  });
  const said = answer === null ? null : answer.slice(0, mostAnswer);
  return { review, told: { requirements: requirementsOf(documents), answer: said } };
};

/** Texts at a commit, which is fetched once. */
const readerAt = (reader: GitReader, { commit, ref }: { commit: string; ref: string }) => {
  let fetched = false;
  return async (path: string): Promise<string | null> => {
    const text = await reader.readFile({ commit, path, ...(fetched ? {} : { ref }) });
    fetched = true;
    return text;
  };
};

/** The judge's answer, judged itself; what cannot be used fails its check, and says why. */
const judgementOf = async (
  back: Back & { delegation: Delegation; attempt: Attempt; run: WorkflowRun; judge: JudgeRun },
): Promise<JudgementEvidence> => {
  const { reader, attempt, at, judge, evidence } = back;
  const assignment = reviewAssignment({ ...back, run: judge });
  const answer = parsedJson(await reader.readFile({ commit: at.sha, path: 'answer.json' }));
  const read = readerAt(reader, { commit: judge.base, ref: `refs/heads/${attempt.codeBranch}` });
  const judged = await judgeReview({ assignment, answer, read });
  // bad news may be believed: what the run itself found wrong at last still stands
  const found = evidence.turns.at(-1)?.problems ?? [];
  if ('problems' in judged)
    return { state: 'unusable', problems: [...new Set([...judged.problems, ...found])] };
  const { answer: value } = judged;
  if (value.status === 'BLOCKED')
    return { state: 'unusable', problems: [`The reviewer could not do its part: ${value.why}`] };
  return found.length > 0 ? { state: 'unusable', problems: found } : { state: 'judged', value };
};

/** Evidence and answer of the run that brought the attempt. */
const broughtBy = async (
  reader: GitReader,
  attempt: Attempt,
): Promise<{ evidence: EvidenceFile; answer: string | null }> => {
  const at = await evidenceAt(reader, attempt.assignmentId);
  const evidence = at ? await readEvidence(reader, at) : 'it is gone';
  if (!at || typeof evidence === 'string')
    throw new Error(`the evidence of attempt ${attempt.number} cannot be read: ${String(evidence)}`);
  return { evidence, answer: await reader.readFile({ commit: at.sha, path: 'answer.json' }) };
};

/** A judgement that came back: with it the whole review is computed anew. */
export const judgedFact = async (
  back: Back & { attempt: Attempt; judge: JudgeRun },
): Promise<ReturnedFact> => {
  const { reader, item, run, attempt, evidence, evidenceUrl } = back;
  const { outcome } = attempt;
  if (outcome.state !== 'returned') throw new Error('what is judged has not come back');
  const delegation = delegationOf(item);
  const judgement = await judgementOf({ ...back, delegation });
  const brought = await broughtBy(reader, attempt);
  const review = await reviewOf({ ...back, delegation }, { ...brought, head: outcome.head, judgement });
  const told = { runId: run.id, url: run.url, evidenceUrl, completedAt: run.updatedAt };
  return { state: 'judged', ...told, ran: ranOf(evidence), review };
};

/** A person's commits, verified and judged by one run. */
export const pushReviewed = async (back: Back & { attempt: Attempt }): Promise<ReturnedFact> => {
  const { item, run, attempt, evidence, evidenceUrl } = back;
  const delegation = delegationOf(item);
  const { agent, models } = delegation;
  const judge: JudgeRun = {
    ...attempt,
    agent,
    models: models ?? { fallback: [], gateway: false, direct: [] },
  };
  const judgement = await judgementOf({ ...back, delegation, judge });
  const head = attempt.base;
  const review = await reviewOf({ ...back, delegation }, { head, evidence, answer: null, judgement });
  const told = { runId: run.id, url: run.url, evidenceUrl, completedAt: run.updatedAt };
  const demanded = { requirements: attempt.requirements ?? [], answer: null };
  return { state: 'returned', ...told, ran: ranOf(evidence), head, review, told: demanded };
};
