import type { GithubRepository } from '../../ports/github.ts';
import type { FailedJob } from '../../ports/workflow-runs.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';
import { perPage } from './pages.ts';
import type { Answer } from './request.ts';

type Jobs = Pick<GithubRepository, 'failedJobs'>;
type Job = Answer<'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs'>['data']['jobs'][number];

const shownJobs = 3;
const shownAnnotations = 10;

const endedWell = ['success', 'skipped', 'neutral'];

/** One that never ended did not end well either, but what keeps it is told by the others. */
const isFailed = (job: Job): boolean => job.conclusion !== null && !endedWell.includes(job.conclusion);

/** Jobs that were cancelled because another failed say less than that one. */
const byWeight = (one: Job, other: Job): number =>
  Number(one.conclusion === 'cancelled') - Number(other.conclusion === 'cancelled');

const failedStep = ({ steps }: Job): string | null =>
  (steps ?? []).find(({ conclusion }) => conclusion !== null && !endedWell.includes(conclusion))?.name ??
  null;

export function jobs({ send, at }: Context): Jobs {
  /** The id of a job is the id of its check run. */
  async function annotations(job: Job): Promise<string[]> {
    const answer = await send('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', {
      ...at,
      check_run_id: Number(job.id),
      per_page: perPage,
    }).catch(when([404], () => null));
    return (answer?.data ?? [])
      .filter((annotation) => annotation.annotation_level === 'failure')
      .map(({ message }) => message ?? '')
      .filter((message) => message !== '')
      .slice(0, shownAnnotations);
  }

  const toFailed = async (job: Job): Promise<FailedJob> => ({
    name: job.name,
    conclusion: job.conclusion ?? 'failure',
    step: failedStep(job),
    url: job.html_url,
    annotations: await annotations(job),
  });

  return {
    async failedJobs(runId) {
      const { data } = await send('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', {
        ...at,
        run_id: runId,
        filter: 'latest',
        per_page: perPage,
      });
      const failed = data.jobs.filter(isFailed).sort(byWeight).slice(0, shownJobs);
      return await Promise.all(failed.map(toFailed));
    },
  };
}
