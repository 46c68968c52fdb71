import type { Attempt, JobRun, WorkflowRun } from '../../actions/run.ts';
import { artifactShape, attemptShape, jobShape } from '../../actions/shapes.ts';
import { needRead } from '../access.ts';
import type { Api } from '../http/api.ts';
import { type Call, numberParam, onRepository } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { notFound } from '../problems.ts';

/** Jobs, attempts and artifacts of runs. */
export function jobRoutes(api: Api): void {
  const { hono, world, actions } = api;
  const read = needRead('actions');
  const runs = '/repos/:owner/:repo/actions/runs/:id';
  const runOf = ({ c, repository }: Call): WorkflowRun => actions.find(repository, numberParam(c, 'id'));

  function attemptOf(call: Call): { run: WorkflowRun; attempt: Attempt } {
    const run = runOf(call);
    const attempt = run.attempts.find(({ number }) => number === numberParam(call.c, 'attempt'));
    if (!attempt) throw notFound();
    return { run, attempt };
  }

  const list = ({ c }: Call, run: WorkflowRun, jobs: JobRun[]): Response =>
    c.json({
      total_count: jobs.length,
      jobs: paginate(c, world, jobs).map((job) => jobShape(world, run, job)),
    });

  hono.get(
    `${runs}/jobs`,
    onRepository(api, read, (call) => {
      const run = runOf(call);
      const all = new Set(run.attempts.flatMap(({ jobs }) => jobs));
      const latest = run.attempts.at(-1)?.jobs ?? [];
      return list(call, run, call.c.req.query('filter') === 'all' ? [...all] : latest);
    }),
  );
  hono.get(
    `${runs}/attempts/:attempt`,
    onRepository(api, read, (call) => {
      const { run, attempt } = attemptOf(call);
      return call.c.json(attemptShape(world, run, attempt));
    }),
  );
  hono.get(
    `${runs}/attempts/:attempt/jobs`,
    onRepository(api, read, (call) => {
      const { run, attempt } = attemptOf(call);
      return list(call, run, attempt.jobs);
    }),
  );
  hono.get(
    '/repos/:owner/:repo/actions/jobs/:id',
    onRepository(api, read, ({ c, repository }) => {
      const id = numberParam(c, 'id');
      for (const run of actions.runs(repository)) {
        const job = run.attempts.flatMap(({ jobs }) => jobs).find((each) => each.id === id);
        if (job) return c.json(jobShape(world, run, job));
      }
      throw notFound();
    }),
  );
  hono.get(
    `${runs}/artifacts`,
    onRepository(api, read, (call) => {
      const { c } = call;
      const run = runOf(call);
      const found = actions.artifacts.list(run);
      const artifacts = paginate(c, world, found).map((artifact) => artifactShape(world, run, artifact));
      return c.json({ total_count: found.length, artifacts });
    }),
  );
}
