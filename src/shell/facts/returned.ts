import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { Attempt, AttemptRun, RunFailure } from '../../core/attempt.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import { attemptsOf, awaitedAttempt, type Item } from '../../core/item.ts';
import { roundRunOf } from '../../core/rounds/current.ts';
import { judgedAttemptOf } from '../../core/rules/parts.ts';
import { Refused, Unavailable } from '../../ports/errors.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { configurationOf } from '../configuration.ts';
import { ownRuns, whyNotOurs } from '../own-runs.ts';
import type { World } from '../world.ts';
import { troubled, withReason } from './ended-badly.ts';
import {
  type EvidencePlace,
  emptyHanded,
  evidenceAt,
  evidenceMismatch,
  isolationMismatch,
  ranOf,
  readEvidence,
  withheldText,
} from './evidence.ts';
import { delegateReturned, judgedFact, pushReviewed } from './judged.ts';
import { plannedFact } from './planned.ts';
import { provenanceMismatch } from './provenance.ts';
import { blockedReason, openReader, type Reading } from './reading.ts';
import { roundFact } from './rounds.ts';
import { endOf, type Failed, failed } from './run-end.ts';

interface Believed extends Reading {
  configuration: Configuration;
  reader: GitReader;
  /** Web address of the repository. */
  url: string;
  at: EvidencePlace;
  evidence: EvidenceFile;
}

const incomplete = (ran: AttemptRun, { run, evidence }: Believed): Failed | null => {
  const withheld = withheldText(evidence);
  if (withheld !== null) return failed(run, { failure: 'failed', detail: withheld, ran });
  if (evidence.head === null) return failed(run, { failure: 'empty', detail: emptyHanded(evidence), ran });
  if (evidence.verification === null)
    return failed(run, {
      failure: 'failed',
      detail: 'Job verify did not report, so nothing is verified.',
      ran,
    });
  return null;
};

const mostStale = 20;

/** What kept the agent from starting, a sentence each. */
const staleClaims = ({ agent, claims }: EvidenceFile): string[] => {
  if (agent.ended !== 'not-started') return [];
  const stale = claims.filter(({ verdict }) => verdict === 'stale');
  const lines = stale.map(
    ({ source, detail }) => `${source.path}:${source.line}, task ${source.task}: ${detail}`,
  );
  if (lines.length <= mostStale) return lines;
  return [...lines.slice(0, mostStale - 1), `… and ${lines.length - mostStale + 1} more.`];
};

/** Nobody but job `verify` says whether a person's commits hold. */
const unverified = ({ run, evidence }: Believed): Failed | null =>
  evidence.verification === null
    ? failed(run, {
        failure: 'failed',
        detail: 'Job verify did not report, so nothing is verified.',
        ran: ranOf(evidence),
      })
    : null;

/** The evidence is this run's: what does it bring? */
const brought = async (believed: Believed): Promise<ReturnedFact> => {
  const { item, attempt, run, reader, at, evidence } = believed;
  const ran = ranOf(evidence);
  const answer = await reader.readFile({ commit: at.sha, path: 'answer.json' });
  const off = await troubled(believed, { reader, at, evidence, answer });
  if (off) return off;
  const evidenceUrl = `${believed.url}/commit/${at.sha}`;
  const planned = item.planning?.runs.find((one) => one === attempt);
  if (planned) {
    const withheld = withheldText(evidence);
    if (withheld !== null) return failed(run, { failure: 'failed', detail: withheld, ran });
    return await plannedFact({ ...believed, run: planned, workflowRun: run, evidenceUrl });
  }
  const inRound = roundRunOf(item, attempt.assignmentId);
  if (inRound) return await roundFact({ ...believed, run: inRound, workflowRun: run, evidenceUrl });
  return await delegated({ ...believed, evidenceUrl });
};

/** What belongs to a delegation: a person's push, a judgement, or an attempt. */
const delegated = async (back: Believed & { evidenceUrl: string }): Promise<ReturnedFact> => {
  const { item, attempt, run, reader, evidence } = back;
  const ran = ranOf(evidence);
  if (attempt.pushedBy !== undefined) return unverified(back) ?? (await pushReviewed(back));
  const judged = judgedAttemptOf(item, attempt.assignmentId);
  const judge = judged?.judging?.find((one) => one === attempt);
  if (judged && judge) return await judgedFact({ ...back, attempt: judged, judge });
  const answer = await reader.readFile({ commit: back.at.sha, path: 'answer.json' });
  const reason = evidence.withheld === null ? blockedReason(answer) : null;
  const about = { runId: run.id, url: run.url, completedAt: run.updatedAt, ran };
  if (reason !== null) return { state: 'blocked-answer', reason, ...about };
  const missing = incomplete(ran, back);
  if (missing || evidence.head === null) return missing ?? failed(run, { failure: 'empty', detail: '', ran });
  const branch = await reader.refSha(`refs/heads/${attempt.codeBranch}`);
  if (branch !== evidence.head)
    return failed(run, {
      failure: 'mismatch',
      detail: `Expected the branch ${attempt.codeBranch} at ${evidence.head}, where its evidence says, found ${branch ?? 'no such branch'}.`,
      ran,
    });
  const { review, told } = await delegateReturned({ ...back, head: evidence.head, answer });
  return { state: 'returned', head: evidence.head, review, told, evidenceUrl: back.evidenceUrl, ...about };
};

const readReturned = async (reading: Reading, configuration: Configuration): Promise<ReturnedFact> => {
  const { world, item, attempt, run } = reading;
  const repository = world.github.repository(item.repository);
  const strange = await provenanceMismatch({ repository, attempt, run });
  if (strange !== null) return failed(run, { failure: 'mismatch', detail: strange });
  const { reader, url } = await openReader(reading);
  const at = await evidenceAt(reader, attempt.assignmentId);
  if (!at) return failed(run, { failure: 'empty', detail: 'The run ended well and left no evidence.' });
  const evidence = await readEvidence(reader, at);
  if (typeof evidence === 'string')
    return failed(run, { failure: 'failed', detail: `The run ended, but ${evidence}.` });
  const wrong = evidenceMismatch({ evidence, item, attempt, run });
  if (wrong) return failed(run, wrong);
  const stale = staleClaims(evidence);
  // nothing ran, so there was nothing to isolate
  if (stale.length > 0) return { state: 'stale-claims', stale, url: run.url, ran: ranOf(evidence) };
  const unguarded = isolationMismatch({ evidence, attempt, configuration });
  if (unguarded) return failed(run, { ...unguarded, ran: ranOf(evidence) });
  return await brought({ ...reading, configuration, reader, url, at, evidence });
};

interface Claim {
  world: World;
  item: Item;
  attempt: Attempt;
  runId: number;
}

/** The run, when it is the one that was dispatched: by its id, or where that is not known the first of its name. */
const dispatchedRun = async ({ world, item, attempt, runId }: Claim): Promise<WorkflowRun | ReturnedFact> => {
  const known = attempt.outcome.state === 'running' ? attempt.outcome.runId : null;
  const notOurs = (why: string): ReturnedFact => ({
    state: 'not-ours',
    reason: `run ${runId} is not ours: ${why}`,
  });
  if (known !== null && known !== runId) return notOurs(`run ${known} was dispatched`);
  const run = await world.github.repository(item.repository).run(runId);
  if (known !== null) return run ?? unknownRun;
  if (!run) return notOurs('GitHub does not know it');
  const why = whyNotOurs(run, (await world.github.identity()).botLogin);
  if (why !== null) return notOurs(why);
  const [first] = await ownRuns(world, item.repository, attempt.assignmentId);
  return first && first.id !== runId ? notOurs(`run ${first.id} came before it`) : run;
};

const givenUp = (run: WorkflowRun): { failure: RunFailure; detail: string } => ({
  failure: run.attempt === 1 ? 'cancelled' : 're-run',
  detail: 'Nobody waits for this run any more.',
});

const unknownRun: Failed = {
  state: 'failed',
  failure: 'lost',
  detail: 'GitHub does not know this run.',
  url: null,
};

/** One whose id GitHub itself told us may still not be what it should be. */
const stranger = async (world: World, run: WorkflowRun): Promise<Failed | null> => {
  const why = whyNotOurs(run, (await world.github.identity()).botLogin);
  if (why === null) return null;
  return failed(run, {
    failure: 'mismatch',
    detail: `The run is not the one that was dispatched: ${why}.`,
  });
};

/** What a run that ended well brought back; what will never be readable is a failure too. */
const judged = async (reading: Reading): Promise<ReturnedFact> => {
  const { world, item, run } = reading;
  const configuration = await configurationOf(world, item.repository);
  if (configuration.state !== 'valid')
    return await withReason(
      reading,
      failed(run, {
        failure: 'failed',
        detail: 'The run ended, but the configuration to review it by cannot be read.',
      }),
    );
  try {
    return await readReturned(reading, configuration.value);
  } catch (error) {
    // a branch that is gone, a change too large to be reviewed: that will not get better
    if (!(error instanceof Refused)) throw error;
    const detail = `The run ended, but its result cannot be read: ${error.message} ${error.remedy}`;
    return await withReason(reading, failed(run, { failure: 'failed', detail }));
  }
};

/**
 * What a finished run brought back; of one that nobody waits for any more only what it used. undefined when the run is of no
 * attempt that it could tell something about.
 */
export const returnedFact = async (options: {
  world: World;
  item: Item;
  runId: number;
  /** The attempt of the run that is said to have ended. */
  runAttempt: number;
  assignmentId: string;
}): Promise<ReturnedFact | undefined> => {
  const { world, item } = options;
  const attempt = attemptsOf(item).find((one) => one.assignmentId === options.assignmentId);
  if (!attempt || attempt.outcome.state === 'returned' || attempt.outcome.state === 'answered')
    return undefined;
  const awaited = awaitedAttempt(item) === attempt;
  if (!awaited && attempt.ran) return undefined;
  const run = await dispatchedRun({ ...options, attempt });
  if ('state' in run) return run;
  const strange = await stranger(world, run);
  if (strange) return strange;
  if (run.status !== 'completed') {
    // GitHub tells of the end before its API shows it
    if (run.attempt === options.runAttempt)
      throw new Unavailable(`GitHub does not show the end of run ${run.id} yet`);
    return { state: 'running', runId: run.id, url: run.url };
  }
  const reading = { world, item, attempt, run };
  if (!awaited) return await withReason(reading, failed(run, givenUp(run)));
  const end = await endOf({ world, repository: world.github.repository(item.repository), run });
  if (end) return await withReason(reading, end);
  return await judged(reading);
};
