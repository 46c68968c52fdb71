import { longestRunSeconds } from '../../core/assignment.ts';
import type { Attempt } from '../../core/attempt.ts';
import type { Event } from '../../core/event.ts';
import { runKey } from '../../core/heard.ts';
import { awaitedAttempt, type Item } from '../../core/item.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { ownRuns } from '../own-runs.ts';
import type { World } from '../world.ts';
import { own } from './own.ts';

/** A run nobody has seen this long after it was asked for is lost. */
const LOST_AFTER_MS = 15 * 60_000;

const findRun = async (world: World, item: Item, attempt: Attempt): Promise<WorkflowRun | null> => {
  const known = attempt.outcome.state === 'running' ? attempt.outcome.runId : null;
  if (known) return await world.github.repository(item.repository).run(known);
  return (await ownRuns(world, item.repository, attempt.assignmentId))[0] ?? null;
};

const limitMs = (attempt: Attempt): number =>
  Math.min(attempt.terms?.limitSeconds ?? longestRunSeconds, longestRunSeconds) * 1000;

interface Seen {
  attempt: Attempt;
  run: WorkflowRun;
  now: Date;
}

const ageOf = (attempt: Attempt, now: Date): number => now.getTime() - Date.parse(attempt.askedAt);

const finished = ({ attempt, run }: Seen): Event => ({
  kind: 'run-finished',
  key: runKey(run),
  at: run.updatedAt,
  actor: own,
  runId: run.id,
  runAttempt: run.attempt,
  assignmentId: attempt.assignmentId,
});

const goingOn = ({ attempt, run, now }: Seen): Event | null => {
  const { assignmentId } = attempt;
  const about = { at: now.toISOString(), actor: own, assignmentId, runId: run.id, url: run.url };
  if (ageOf(attempt, now) > limitMs(attempt))
    return { ...about, kind: 'run-late', key: `run-late:${assignmentId}`, waiting: run.status === 'queued' };
  if (attempt.outcome.state === 'running' && attempt.outcome.runId === null)
    return { ...about, kind: 'run-found', key: `run-found:${assignmentId}` };
  return null;
};

/** What became of the run of the current attempt while no webhook told; null when nothing has to be said. */
export const runEvent = async (world: World, item: Item): Promise<Event | null> => {
  const attempt = awaitedAttempt(item);
  if (!attempt || (attempt.outcome.state !== 'asked' && attempt.outcome.state !== 'running')) return null;
  const run = await findRun(world, item, attempt);
  const now = world.clock.now();
  if (run)
    return run.status === 'completed' ? finished({ attempt, run, now }) : goingOn({ attempt, run, now });
  // what waits in our own queue to be dispatched is not lost
  if (attempt.outcome.state !== 'running' || ageOf(attempt, now) <= LOST_AFTER_MS) return null;
  const { assignmentId } = attempt;
  return {
    kind: 'run-lost',
    key: `run-lost:${assignmentId}`,
    at: now.toISOString(),
    actor: own,
    assignmentId,
  };
};
