import { now, type World } from '../github/world.ts';
import { runAttempt } from './attempt.ts';
import { announceRun } from './news.ts';
import type { ActionsOptions, RunConclusion, WorkflowRun } from './run.ts';

/** Attempts that wait and attempts that run, a bounded number at once. */
export interface RunQueue {
  add(run: WorkflowRun): void;
  cancel(run: WorkflowRun): void;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export function createRunQueue(world: World, options: ActionsOptions): RunQueue {
  const waiting: WorkflowRun[] = [];
  const running = new Map<WorkflowRun, { controller: AbortController; done: Promise<void> }>();
  const concurrency = options.concurrency ?? 2;
  let stopped = false;

  function complete(run: WorkflowRun, conclusion: RunConclusion): void {
    Object.assign(run, { status: 'completed', conclusion, updatedAt: now(world) });
    announceRun(world, run, 'completed');
  }

  async function begin(run: WorkflowRun, signal: AbortSignal): Promise<void> {
    Object.assign(run, { status: 'in_progress', startedAt: now(world), updatedAt: now(world) });
    announceRun(world, run, 'in_progress');
    const conclusion = await runAttempt(world, run, { execute: options.execute, signal });
    running.delete(run);
    complete(run, conclusion);
    startNext();
  }

  function startNext(): void {
    while (!stopped && running.size < concurrency) {
      const run = waiting.shift();
      if (!run) return;
      const controller = new AbortController();
      const entry = { controller, done: Promise.resolve() };
      running.set(run, entry);
      entry.done = begin(run, controller.signal);
    }
  }

  async function settled(): Promise<void> {
    while (waiting.length > 0 || running.size > 0) {
      await Promise.all([...running.values()].map(({ done }) => done));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  return {
    add(run) {
      waiting.push(run);
      // The answer to the request that asked for the run goes out before the run's own news.
      setImmediate(startNext);
    },
    cancel(run) {
      const entry = running.get(run);
      if (entry) {
        entry.controller.abort();
        return;
      }
      waiting.splice(waiting.indexOf(run), 1);
      complete(run, 'cancelled');
    },
    settled,
    async stop() {
      stopped = true;
      for (const run of waiting.splice(0)) complete(run, 'cancelled');
      for (const { controller } of running.values()) controller.abort();
      await settled();
    },
  };
}
