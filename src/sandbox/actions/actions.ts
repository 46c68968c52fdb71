import type { Actor, Repository } from '../github/model.ts';
import { notFound, Problem } from '../github/problems.ts';
import { now, type World } from '../github/world.ts';
import { type ArtifactStore, createArtifactStore } from './artifacts.ts';
import { prepareDispatch, type ReadyDispatch } from './dispatch.ts';
import { githubContext } from './execute/contexts.ts';
import { type Json, textOf } from './expressions/evaluate.ts';
import { announceRun } from './news.ts';
import { createRunQueue } from './queue.ts';
import type { ActionsOptions, WorkflowRun } from './run.ts';
import { typedInput } from './workflow/inputs.ts';
import { isMapping } from './workflow/library.ts';
import { type Preparation, prepare } from './workflow/prepare.ts';
import { member } from './workflow/tokens.ts';

export interface Actions {
  dispatch(
    repository: Repository,
    options: { workflow: string; ref: string; inputs: Record<string, string>; actor: Actor },
  ): Promise<WorkflowRun>;
  /** Newest first. */
  runs(repository: Repository): WorkflowRun[];
  find(repository: Repository, id: number): WorkflowRun;
  cancel(run: WorkflowRun): void;
  /** `failed`: only the jobs that failed and those that need them. */
  rerun(run: WorkflowRun, options: { actor: Actor; jobs: 'all' | 'failed' }): void;
  readonly artifacts: ArtifactStore;
  /** Resolves when nothing is queued or running. */
  settled(): Promise<void>;
  /** Cancels everything and waits for it. */
  stop(): Promise<void>;
}

/** `run-name` and `concurrency`, which only know the event and its inputs. */
function nameRun(world: World, run: WorkflowRun): void {
  const { plan } = run.prepared;
  const inputs: Record<string, Json> = Object.fromEntries(
    (plan.dispatch ?? []).map((input) => [input.name, typedInput(input, run.inputs[input.name] ?? '')]),
  );
  const scope = { contexts: { github: githubContext(world, run), inputs } };
  try {
    if (plan.runName) run.name = textOf(plan.runName, scope) || run.name;
    if (!plan.concurrency) return;
    const whole = isMapping(plan.concurrency) ? member(plan.concurrency, 'group') : plan.concurrency;
    const group = textOf(whole, scope);
    const cancelInProgress = textOf(member(plan.concurrency, 'cancel-in-progress'), scope) === 'true';
    if (group !== '') run.concurrency = { group, cancelInProgress };
  } catch (error) {
    run.problems.push(error instanceof Error ? error.message : String(error));
  }
}

export function createActions(world: World, options: ActionsOptions): Actions {
  const all: WorkflowRun[] = [];
  const artifacts = createArtifactStore(world);
  const queue = createRunQueue(world, { options, artifacts });

  function newRun(
    repository: Repository,
    { ready, found, actor }: { ready: ReadyDispatch; found: Preparation; actor: Actor },
  ): WorkflowRun {
    const { workflow, headBranch, headSha, ref, inputs } = ready;
    const at = now(world);
    const run: WorkflowRun = {
      ...{ id: world.nextId(), repository, workflow, name: workflow.name, headBranch, headSha, ref, inputs },
      runNumber: all.filter((each) => each.workflow.id === workflow.id).length + 1,
      attempt: 1,
      event: 'workflow_dispatch',
      status: 'queued',
      conclusion: null,
      actor,
      triggeredBy: actor,
      createdAt: at,
      startedAt: at,
      updatedAt: at,
      prepared: found.workflow,
      referenced: found.referenced,
      problems: found.problems,
      concurrency: null,
      attempts: [],
    };
    nameRun(world, run);
    return run;
  }

  return {
    async dispatch(repository, request) {
      const ready = await prepareDispatch(world, repository, request);
      const found = await prepare(ready.plan, { resolve: options.resolve, problems: ready.beyond });
      const run = newRun(repository, { ready, found, actor: request.actor });
      all.push(run);
      announceRun(world, run, 'requested');
      if (run.problems.length > 0) queue.refuse(run);
      else queue.add(run, null);
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
    rerun(run, { actor, jobs }) {
      if (run.status !== 'completed') throw new Problem(403, 'This workflow is already running');
      if (run.conclusion === 'startup_failure') throw new Problem(403, 'This workflow run cannot be retried');
      const last = run.attempts.at(-1)?.jobs ?? [];
      if (
        jobs === 'failed' &&
        last.every(({ conclusion }) => conclusion === 'success' || conclusion === 'skipped')
      ) {
        throw new Problem(403, 'This workflow run has no failed jobs');
      }
      run.attempt += 1;
      Object.assign(run, { conclusion: null, triggeredBy: actor, updatedAt: now(world) });
      // GitHub sends no `requested` for a re-run.
      queue.add(run, jobs === 'failed' ? last : null);
    },
    artifacts,
    settled: queue.settled,
    stop: queue.stop,
  };
}
