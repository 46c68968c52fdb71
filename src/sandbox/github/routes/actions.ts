import { z } from 'zod';
import { findWorkflow, knownWorkflows } from '../../actions/dispatch.ts';
import type { WorkflowRun } from '../../actions/run.ts';
import { runShape, runUrl, workflowShape } from '../../actions/shapes.ts';
import { needRead, needWrite } from '../access.ts';
import type { Api } from '../http/api.ts';
import { readBody } from '../http/body.ts';
import { type Call, numberParam, onRepository, param } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { timestamp } from '../ids.ts';

const dispatchRequest = z.object({
  ref: z.string(),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional(),
  return_run_details: z.boolean().optional(),
});

/** GitHub's date filters: `>=DATE`, `<=DATE`, `A..B`, or one day. */
function createdWithin(filter: string, run: WorkflowRun): boolean {
  const at = timestamp(run.createdAt);
  const [from, to] = filter.includes('..') ? filter.split('..', 2) : [];
  if (from !== undefined && to !== undefined) return at >= from && at <= to;
  if (filter.startsWith('>=')) return at >= filter.slice(2);
  if (filter.startsWith('<=')) return at <= filter.slice(2);
  if (filter.startsWith('>')) return at > filter.slice(1);
  if (filter.startsWith('<')) return at < filter.slice(1);
  return at.startsWith(filter);
}

function matches({ c }: Call, run: WorkflowRun): boolean {
  const { event, branch, status, actor, head_sha: headSha, created } = c.req.query();
  return (
    (event === undefined || run.event === event) &&
    (branch === undefined || run.headBranch === branch) &&
    (status === undefined || run.status === status || run.conclusion === status) &&
    (actor === undefined || run.actor.account.login === actor) &&
    (headSha === undefined || run.headSha === headSha) &&
    (created === undefined || createdWithin(created, run))
  );
}

function listAnswer(call: Call, runs: WorkflowRun[]): Response {
  const { c, world } = call;
  const found = runs.filter((run) => matches(call, run));
  return c.json({
    total_count: found.length,
    workflow_runs: paginate(c, world, found).map((run) => runShape(world, run)),
  });
}

function runRoutes(api: Api): void {
  const { hono, world, actions } = api;
  const write = needWrite('write', 'actions');
  const base = '/repos/:owner/:repo/actions/runs';
  const runOf = ({ c, repository }: Call): WorkflowRun => actions.find(repository, numberParam(c, 'id'));

  hono.get(
    base,
    onRepository(api, needRead('actions'), (call) => listAnswer(call, actions.runs(call.repository))),
  );
  hono.get(
    `${base}/:id`,
    onRepository(api, needRead('actions'), (call) => call.c.json(runShape(world, runOf(call)))),
  );
  hono.post(
    `${base}/:id/cancel`,
    onRepository(api, write, (call) => {
      actions.cancel(runOf(call));
      return call.c.json({}, 202);
    }),
  );
  for (const [path, jobs] of [
    ['rerun', 'all'],
    ['rerun-failed-jobs', 'failed'],
  ] as const) {
    hono.post(
      `${base}/:id/${path}`,
      onRepository(api, write, (call) => {
        actions.rerun(runOf(call), { actor: call.actor(), jobs });
        return call.c.json({}, 201);
      }),
    );
  }
}

function workflowRoutes(api: Api): void {
  const { hono, world, actions } = api;
  const base = '/repos/:owner/:repo/actions/workflows';

  hono.get(
    base,
    onRepository(api, needRead('actions'), async ({ c, repository }) => {
      const known = await knownWorkflows(world, repository);
      const workflows = paginate(c, world, known).map((workflow) =>
        workflowShape(world, repository, workflow),
      );
      return c.json({ total_count: known.length, workflows });
    }),
  );
  hono.get(
    `${base}/:workflow`,
    onRepository(api, needRead('actions'), async ({ c, repository }) =>
      c.json(workflowShape(world, repository, await findWorkflow(world, repository, param(c, 'workflow')))),
    ),
  );
  hono.get(
    `${base}/:workflow/runs`,
    onRepository(api, needRead('actions'), async (call) => {
      const { id } = await findWorkflow(world, call.repository, param(call.c, 'workflow'));
      return listAnswer(
        call,
        actions.runs(call.repository).filter((run) => run.workflow.id === id),
      );
    }),
  );
  hono.post(
    `${base}/:workflow/dispatches`,
    onRepository(api, needWrite('write', 'actions'), async ({ c, repository, actor }) => {
      const request = await readBody(c, dispatchRequest);
      const run = await actions.dispatch(repository, {
        workflow: param(c, 'workflow'),
        ref: request.ref,
        inputs: request.inputs ?? {},
        actor: actor(),
      });
      if (!request.return_run_details) return c.body(null, 204);
      const { url } = runShape(world, run);
      return c.json({ workflow_run_id: run.id, run_url: url, html_url: runUrl(world, run) });
    }),
  );
}

export function actionsRoutes(api: Api): void {
  runRoutes(api);
  workflowRoutes(api);
}
