import { now, type World } from '../github/world.ts';
import type { ArtifactStore } from './artifacts.ts';
import { runAttempt } from './execute/attempt.ts';
import { createMachines } from './execute/machines.ts';
import { announceRun } from './news.ts';
import type { ActionsOptions, Attempt, JobRun, RunConclusion, WorkflowRun } from './run.ts';

/** Runs that go and runs that wait for another one of their concurrency group. */
export interface RunQueue {
  /** Begins the run's next attempt; `kept` are jobs of the last one that need not run again. */
  add(run: WorkflowRun, kept: JobRun[] | null): void;
  /** Ends a run that cannot start. */
  refuse(run: WorkflowRun): void;
  cancel(run: WorkflowRun): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

interface Entry {
  run: WorkflowRun;
  kept: JobRun[] | null;
}

interface Group {
  going: WorkflowRun;
  pending: Entry | null;
}

const groupOf = ({ repository, concurrency }: WorkflowRun): string | null =>
  concurrency && `${repository.id} ${concurrency.group.toLowerCase()}`;

/** The answer to the request that asked for a run goes out before the run's own news. */
const afterAnswer = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createRunQueue(
  world: World,
  shared: { options: ActionsOptions; artifacts: ArtifactStore },
): RunQueue {
  const machines = createMachines(shared.options);
  const groups = new Map<string, Group>();
  const going = new Map<WorkflowRun, { cancel: AbortController; done: Promise<void> }>();
  const ending = new Set<Promise<void>>();
  const stopping = new AbortController();

  function complete(run: WorkflowRun, conclusion: RunConclusion): void {
    const at = now(world);
    Object.assign(run, { status: 'completed', conclusion, updatedAt: at });
    Object.assign(run.attempts.at(-1) ?? {}, { conclusion, completedAt: at });
    announceRun(world, run, 'completed');
  }

  function begun(run: WorkflowRun): void {
    if (run.status !== 'queued') return;
    Object.assign(run, { status: 'in_progress', updatedAt: now(world) });
    announceRun(world, run, 'in_progress');
  }

  async function work({ run, kept }: Entry, attempt: Attempt, cancelled: AbortSignal): Promise<void> {
    await afterAnswer();
    const conclusion = await runAttempt(run, attempt, {
      ...{ world, ...shared, machines, cancelled, kept },
      stopped: stopping.signal,
      begun: () => begun(run),
    });
    going.delete(run);
    complete(run, conclusion);
    leaveGroup(run);
  }

  function begin(entry: Entry): void {
    const { run } = entry;
    const at = now(world);
    Object.assign(run, { status: 'queued', startedAt: at, updatedAt: at });
    const attempt = run.attempts.at(-1);
    if (!attempt) throw new Error(`Run ${run.id} has no attempt`);
    attempt.startedAt = at;
    const cancel = new AbortController();
    going.set(run, { cancel, done: work(entry, attempt, cancel.signal) });
  }

  function leaveGroup(run: WorkflowRun): void {
    const key = groupOf(run);
    const group = key === null ? undefined : groups.get(key);
    if (key === null || group?.going !== run) return;
    if (group.pending && !stopping.signal.aborted) {
      groups.set(key, { going: group.pending.run, pending: null });
      begin(group.pending);
    } else groups.delete(key);
  }

  /** One of a group goes, one waits; a newer one takes the place of the one that waits. */
  function wait(group: Group, entry: Entry): void {
    if (group.pending) complete(group.pending.run, 'cancelled');
    group.pending = entry;
    Object.assign(entry.run, { status: 'pending', updatedAt: now(world) });
    if (entry.run.concurrency?.cancelInProgress) going.get(group.going)?.cancel.abort();
  }

  async function settled(): Promise<void> {
    while (going.size > 0 || ending.size > 0) {
      await Promise.all([...[...going.values()].map(({ done }) => done), ...ending]);
      await afterAnswer();
    }
  }

  return {
    add(run, kept) {
      const entry = { run, kept };
      run.attempts.push({
        number: run.attempt,
        triggeredBy: run.triggeredBy,
        startedAt: now(world),
        completedAt: null,
        conclusion: null,
        jobs: [],
      });
      const key = groupOf(run);
      const group = key === null ? undefined : groups.get(key);
      if (group) wait(group, entry);
      else {
        if (key !== null) groups.set(key, { going: run, pending: null });
        begin(entry);
      }
    },
    refuse(run) {
      const end = afterAnswer().then(() => {
        ending.delete(end);
        complete(run, 'startup_failure');
      });
      ending.add(end);
    },
    cancel(run) {
      going.get(run)?.cancel.abort();
      for (const group of groups.values()) {
        if (group.pending?.run !== run) continue;
        group.pending = null;
        complete(run, 'cancelled');
      }
    },
    settled,
    async stop() {
      stopping.abort();
      for (const group of groups.values()) {
        if (group.pending) complete(group.pending.run, 'cancelled');
        group.pending = null;
      }
      await settled();
    },
  };
}
