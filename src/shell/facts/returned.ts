import { answerSchema } from '../../contracts/answer.ts';
import { evidenceRef } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import { evidenceFileSchema } from '../../contracts/evidence.ts';
import type { ReturnedFact } from '../../core/facts.ts';
import { type Attempt, currentDelegation, type Item, type RunFailure } from '../../core/item.ts';
import { Refused, Unavailable } from '../../ports/errors.ts';
import type { GitReader } from '../../ports/git.ts';
import type { WorkflowRun } from '../../ports/github.ts';
import { configurationOf } from '../configuration.ts';
import { workflowFile } from '../perform/runs.ts';
import type { World } from '../world.ts';
import { reviewReturned } from './review.ts';

type Failed = Extract<ReturnedFact, { state: 'failed' }>;

const failed = (run: WorkflowRun, failure: RunFailure, detail: string): Failed => ({
  state: 'failed',
  failure,
  detail,
  url: run.url,
});

/** Anybody can give a run of their own this name (a pull request's title); only who may write can start this workflow. */
const isOurs = (run: WorkflowRun): boolean =>
  run.event === 'workflow_dispatch' && run.path.endsWith(`/${workflowFile}`);

/** A run that did not end well, in words a person can act on; null for success. */
const endOf = (run: WorkflowRun): ReturnedFact | null => {
  if (run.status !== 'completed') return { state: 'running', runId: run.id, url: run.url };
  if (run.attempt !== 1)
    return failed(
      run,
      're-run',
      'The run was started again by hand; an assignment runs once. `/retry` starts a fresh one.',
    );
  switch (run.conclusion) {
    case 'success':
      return null;
    case 'cancelled':
      return failed(run, 'cancelled', 'The run was cancelled.');
    case 'timed_out':
      return failed(run, 'timed-out', 'The run reached its time limit.');
    default:
      return failed(run, 'failed', `The run ended with ${run.conclusion ?? 'no conclusion'}.`);
  }
};

const readEvidence = async (reader: GitReader, ref: string, sha: string): Promise<EvidenceFile | string> => {
  const text = await reader.readFile({ commit: sha, path: 'evidence.json', ref });
  if (text === null) return 'its evidence has no evidence.json';
  try {
    const parsed = evidenceFileSchema.safeParse(JSON.parse(text));
    return parsed.success
      ? parsed.data
      : `its evidence.json is not valid: ${parsed.error.issues[0]?.message ?? ''}`;
  } catch {
    return 'its evidence.json is not JSON';
  }
};

const mismatch = (evidence: EvidenceFile, attempt: Attempt, run: WorkflowRun): string | null => {
  if (evidence.assignment !== attempt.assignmentId || evidence.attempt !== attempt.number)
    return 'its evidence is for another assignment';
  if (evidence.run.id !== run.id || evidence.run.attempt !== run.attempt)
    return 'its evidence names another run';
  if (evidence.base !== attempt.base) return 'its evidence starts at another base commit';
  if (evidence.codeBranch !== attempt.codeBranch) return 'its evidence names another branch';
  return null;
};

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

const evidenceAt = async (reader: GitReader, id: string): Promise<{ ref: string; sha: string } | null> => {
  // the branch namespace is the fallback of runners whose custom ref was refused
  for (const ref of [evidenceRef(id), `refs/heads/throughline/assignments/${id}`]) {
    const sha = await reader.refSha(ref);
    if (sha) return { ref, sha };
  }
  return null;
};

const emptyHanded = ({ agent }: EvidenceFile): string => {
  if (agent.timedOut) return 'The agent was ended at its time limit and had changed nothing.';
  if (agent.exitCode === 0) return 'The agent ended well and changed nothing.';
  return `The agent ended with exit code ${agent.exitCode ?? 'none'} and changed nothing.`;
};

interface Reading {
  world: World;
  item: Item;
  attempt: Attempt;
  run: WorkflowRun;
  configuration: Configuration;
}

const openReader = async (world: World, item: Item): Promise<{ reader: GitReader; url: string }> => {
  const repository = world.github.repository(item.repository);
  const info = await repository.info();
  const reader = world.git.open({
    fullName: info.fullName,
    url: info.cloneUrl,
    token: () => repository.readToken(),
  });
  return { reader, url: info.url };
};

const readReturned = async (reading: Reading): Promise<ReturnedFact> => {
  const { world, item, attempt, run, configuration } = reading;
  const { reader, url } = await openReader(world, item);
  const at = await evidenceAt(reader, attempt.assignmentId);
  if (!at) return failed(run, 'empty', 'The run ended well and left no evidence.');
  const evidence = await readEvidence(reader, at.ref, at.sha);
  if (typeof evidence === 'string') return failed(run, 'failed', `The run ended, but ${evidence}.`);
  const wrong = mismatch(evidence, attempt, run);
  if (wrong) return failed(run, 'failed', `The run ended, but ${wrong}.`);
  const answer = await reader.readFile({ commit: at.sha, path: 'answer.json' });
  const reason = blockedReason(answer);
  if (reason !== null)
    return { state: 'blocked-answer', runId: run.id, url: run.url, reason, completedAt: run.updatedAt };
  if (evidence.head === null) return failed(run, 'empty', emptyHanded(evidence));
  const branch = await reader.refSha(`refs/heads/${attempt.codeBranch}`);
  if (branch !== evidence.head)
    return failed(
      run,
      'failed',
      `The run ended, but its branch ${attempt.codeBranch} is not where its evidence says.`,
    );
  const review = await reviewReturned({ reader, item, attempt, evidence, answer, configuration });
  return {
    state: 'returned',
    runId: run.id,
    url: run.url,
    head: evidence.head,
    review,
    evidenceUrl: `${url}/commit/${at.sha}`,
    completedAt: run.updatedAt,
  };
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
  const run = await world.github.repository(item.repository).run(options.runId);
  if (run && !isOurs(run)) return undefined;
  if (!run) return { state: 'failed', failure: 'lost', detail: 'GitHub does not know this run.', url: null };
  // GitHub tells of the end before its API shows it
  if (run.status !== 'completed' && run.attempt === options.runAttempt)
    throw new Unavailable(`GitHub does not show the end of run ${run.id} yet`);
  const end = endOf(run);
  if (end) return end;
  const configuration = await configurationOf(world, item.repository);
  if (configuration.state !== 'valid')
    return failed(run, 'failed', 'The run ended, but the configuration to review it by cannot be read.');
  try {
    return await readReturned({ world, item, attempt, run, configuration: configuration.value });
  } catch (error) {
    // a branch that is gone, a change too large to be reviewed: that will not get better
    if (!(error instanceof Refused)) throw error;
    return failed(
      run,
      'failed',
      `The run ended, but its result cannot be read: ${error.message} ${error.remedy}`,
    );
  }
};
