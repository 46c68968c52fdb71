import { answerSchema } from '../../contracts/answer.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import { type Attempt, type AttemptRun, currentDelegation, type Item } from '../../core/item.ts';
import { Refused, Unavailable } from '../../ports/errors.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/github.ts';
import { describe } from '../backoff.ts';
import { configurationOf } from '../configuration.ts';
import { ownRuns, whyNotOurs } from '../own-runs.ts';
import type { World } from '../world.ts';
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
import { provenanceMismatch } from './provenance.ts';
import { reviewReturned } from './review.ts';
import { endOf, type Failed, failed } from './run-end.ts';

interface Reading {
  world: World;
  item: Item;
  attempt: Attempt;
  run: WorkflowRun;
}

const blockedReason = (answer: string | null): string | null => {
  try {
    const parsed = answerSchema.safeParse(JSON.parse(answer ?? ''));
    return parsed.success && parsed.data.status === 'BLOCKED'
      ? `${parsed.data.summary} ${parsed.data.notes}`.trim()
      : null;
  } catch {
    return null;
  }
};

const openReader = async ({ world, item }: Reading): Promise<{ reader: GitReader; url: string }> => {
  const repository = world.github.repository(item.repository);
  const info = await repository.info();
  const reader = world.git.open({
    fullName: info.fullName,
    url: info.cloneUrl,
    token: () => repository.readToken(),
  });
  return { reader, url: info.url };
};

/** A run whose commits were withheld may end as a failure; its evidence, if it left any, knows better why. */
const withReason = async (reading: Reading, end: Failed): Promise<Failed> => {
  if (end.failure !== 'failed') return end;
  const { attempt, run } = reading;
  try {
    const { reader } = await openReader(reading);
    const at = await evidenceAt(reader, attempt.assignmentId);
    const evidence = at ? await readEvidence(reader, at) : null;
    if (evidence === null || typeof evidence === 'string') return end;
    if (evidenceMismatch({ evidence, attempt, run })) return end;
    const withheld = withheldText(evidence);
    const detail = withheld === null ? end.detail : `${withheld} ${end.detail}`;
    return { ...end, detail, ran: ranOf(evidence) };
  } catch (error) {
    reading.world.log.warn({ run: run.id, err: describe(error) }, 'evidence of a failed run not read');
    return end;
  }
};

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

/** The evidence is this run's: what does it bring? */
const brought = async (believed: Believed): Promise<ReturnedFact> => {
  const { item, attempt, run, configuration, reader, at, evidence } = believed;
  const ran = ranOf(evidence);
  const answer = await reader.readFile({ commit: at.sha, path: 'answer.json' });
  const reason = evidence.withheld === null ? blockedReason(answer) : null;
  const about = { runId: run.id, url: run.url, completedAt: run.updatedAt, ran };
  if (reason !== null) return { state: 'blocked-answer', reason, ...about };
  const missing = incomplete(ran, believed);
  if (missing || evidence.head === null) return missing ?? failed(run, { failure: 'empty', detail: '', ran });
  const branch = await reader.refSha(`refs/heads/${attempt.codeBranch}`);
  if (branch !== evidence.head)
    return failed(run, {
      failure: 'mismatch',
      detail: `Expected the branch ${attempt.codeBranch} at ${evidence.head}, where its evidence says, found ${branch ?? 'no such branch'}.`,
      ran,
    });
  const review = await reviewReturned({ reader, item, attempt, evidence, answer, configuration });
  const evidenceUrl = `${believed.url}/commit/${at.sha}`;
  return { state: 'returned', head: evidence.head, review, evidenceUrl, ...about };
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
  const wrong =
    evidenceMismatch({ evidence, attempt, run }) ?? isolationMismatch({ evidence, attempt, configuration });
  if (wrong) return failed(run, wrong);
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
    return failed(run, {
      failure: 'failed',
      detail: 'The run ended, but the configuration to review it by cannot be read.',
    });
  try {
    return await readReturned(reading, configuration.value);
  } catch (error) {
    // a branch that is gone, a change too large to be reviewed: that will not get better
    if (!(error instanceof Refused)) throw error;
    const detail = `The run ended, but its result cannot be read: ${error.message} ${error.remedy}`;
    return failed(run, { failure: 'failed', detail });
  }
};

/** What the finished run of the current attempt brought back; undefined when the run is not the current attempt's. */
export const returnedFact = async (options: {
  world: World;
  item: Item;
  runId: number;
  /** The attempt of the run that is said to have ended. */
  runAttempt: number;
  assignmentId: string;
}): Promise<ReturnedFact | undefined> => {
  const { world, item } = options;
  const attempt = currentDelegation(item)?.attempts.at(-1);
  if (!attempt || attempt.assignmentId !== options.assignmentId || attempt.outcome.state === 'returned')
    return undefined;
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
  const end = await endOf({ world, repository: world.github.repository(item.repository), run });
  if (end) return await withReason(reading, end);
  return await judged(reading);
};
