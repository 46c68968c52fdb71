import type { Actor, Repository } from '../github/model.ts';
import { notFound, Problem } from '../github/problems.ts';
import { now, type World } from '../github/world.ts';
import { prepareDispatch, type ReadyDispatch } from './dispatch.ts';
import { announceRun } from './news.ts';
import { createRunQueue } from './queue.ts';
import type { ActionsOptions, WorkflowRun } from './run.ts';

export interface Actions {
  dispatch(
    repository: Repository,
    options: { workflow: string; ref: string; inputs: Record<string, string>; actor: Actor },
  ): Promise<WorkflowRun>;
  /** Newest first. */
  runs(repository: Repository): WorkflowRun[];
  find(repository: Repository, id: number): WorkflowRun;
  cancel(run: WorkflowRun): void;
  rerun(run: WorkflowRun, actor: Actor): void;
  /** Resolves when nothing is queued or running. */
  settled(): Promise<void>;
  /** Cancels everything and waits for it. */
  stop(): Promise<void>;
}

export function createActions(world: World, options: ActionsOptions): Actions {
  const all: WorkflowRun[] = [];
  const queue = createRunQueue(world, options);

  function newRun(repository: Repository, ready: ReadyDispatch, actor: Actor): WorkflowRun {
    const { workflow, headBranch, headSha, inputs } = ready;
    const at = now(world);
    return {
      id: world.nextId(),
      repository,
      workflow: { id: workflow.id, path: workflow.path, name: workflow.name },
      name: options.runName(inputs),
      runNumber: all.filter((each) => each.workflow.id === workflow.id).length + 1,
      attempt: 1,
      event: 'workflow_dispatch',
      status: 'queued',
      conclusion: null,
      headBranch,
      headSha,
      inputs,
      permissions: workflow.permissions,
      actor,
      triggeredBy: actor,
      createdAt: at,
      startedAt: at,
      updatedAt: at,
      log: [],
    };
  }

  return {
    async dispatch(repository, request) {
      const run = newRun(repository, await prepareDispatch(world, repository, request), request.actor);
      all.push(run);
      announceRun(world, run, 'requested');
      queue.add(run);
      return run;
    },
    runs: (repository) => all.filter((run) => run.repository === repository).reverse(),
    find(repository, id) {
      const run = all.find((each) => each.id === id && each.repository === repository);
      if (!run) throw notFound();
      return run;
    },
    cancel(run) {
      if (run.status === 'completed') {
        throw new Problem(409, 'Cannot cancel a workflow run that is completed.');
      }
      queue.cancel(run);
    },
    rerun(run, actor) {
      if (run.status !== 'completed') throw new Problem(403, 'This workflow is already running');
      run.attempt += 1;
      Object.assign(run, { status: 'queued', conclusion: null, triggeredBy: actor, updatedAt: now(world) });
      run.log.push(`--- attempt ${run.attempt} ---`);
      // GitHub sends no `requested` for a re-run.
      queue.add(run);
    },
    settled: queue.settled,
    stop: queue.stop,
  };
}
