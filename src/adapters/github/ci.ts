import { dispatchBranch, workflowFile } from '../../contracts/workflow.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { FailingCheck } from '../../ports/workflow-runs.ts';
import { withoutRef } from './actions.ts';
import type { Context } from './context.ts';
import { pages, perPage } from './pages.ts';
import type { Answer, Operation } from './request.ts';

type Ci = Pick<GithubRepository, 'ci'>;

const checkListing = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
const runListing = 'GET /repos/{owner}/{repo}/actions/runs';
const statusListing = 'GET /repos/{owner}/{repo}/commits/{ref}/status';
type Check = Answer<typeof checkListing>['data']['check_runs'][number];
type Run = Answer<typeof runListing>['data']['workflow_runs'][number];
type Status = Answer<typeof statusListing>['data']['statuses'][number];

const redConclusions = ['failure', 'timed_out', 'startup_failure', 'action_required'];
/** Runs that ended so have no jobs, and so no check run that would tell. */
const redWithoutJobs = ['startup_failure', 'action_required'];
const redStates = ['failure', 'error'];

const isRed = (conclusions: string[], { conclusion }: { conclusion: string | null }): boolean =>
  conclusion !== null && conclusions.includes(conclusion);

async function every<O extends Operation, Entry>(
  fetchPage: (page: number) => Promise<Answer<O>>,
  entriesOf: (answer: Answer<O>) => Entry[],
): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const answer of pages<O>(fetchPage)) found.push(...entriesOf(answer));
  return found;
}

/** What was cancelled says nothing, so it does not stand before what was found earlier. */
function newest<T extends { id: number | bigint; conclusion: string | null }>(
  all: T[],
  keyOf: (one: T) => unknown[],
): T[] {
  const found = new Map<string, T>();
  for (const one of all) {
    if (one.conclusion === 'cancelled') continue;
    const key = JSON.stringify(keyOf(one).map(String));
    const known = found.get(key);
    if (known === undefined || Number(known.id) < Number(one.id)) found.set(key, one);
  }
  return [...found.values()];
}

/** They run at the default branch's commit, which a feature branch may stand on too. */
const isAssignment = (run: Run): boolean =>
  withoutRef(run.path) === `.github/workflows/${workflowFile}` &&
  run.event === 'workflow_dispatch' &&
  run.head_branch === dispatchBranch;

/** As the page of a pull request shows them. */
const shownName = (check: Check, run: Run | null): string =>
  run === null ? check.name : `${run.name ?? run.path} / ${check.name} (${run.event})`;

function failingChecks(checks: Check[], runs: Run[]): FailingCheck[] {
  const bySuite = new Map(runs.map((run) => [`${run.check_suite_id ?? `of ${run.id}`}`, run]));
  const runOf = ({ check_suite }: Check): Run | null => bySuite.get(`${check_suite?.id}`) ?? null;
  const theirs = checks.filter((check) => {
    const run = runOf(check);
    return run === null || !isAssignment(run);
  });
  // All of Actions is one App: jobs called `build` of two workflows are two things.
  const keyOf = (check: Check): unknown[] => {
    const run = runOf(check);
    return [check.app?.id, check.name, ...(run === null ? [] : [run.workflow_id, run.event])];
  };
  return newest(theirs, keyOf)
    .filter((check) => isRed(redConclusions, check))
    .map((check) => ({
      name: shownName(check, runOf(check)),
      url: check.html_url ?? check.details_url,
    }));
}

const failingRuns = (runs: Run[]): FailingCheck[] =>
  newest(
    runs.filter((run) => !isAssignment(run)),
    (run) => [run.workflow_id, run.event],
  )
    .filter((run) => isRed(redWithoutJobs, run))
    .map((run) => ({ name: `${run.name ?? run.path} (${run.event})`, url: run.html_url }));

const failingStatuses = (statuses: Status[]): FailingCheck[] =>
  statuses
    .filter(({ state }) => redStates.includes(state))
    .map(({ context, target_url }) => ({ name: context, url: target_url }));

export function ci({ send, at, identity }: Context): Ci {
  const checksOf = async (sha: string): Promise<Check[]> => {
    const { id } = await identity();
    // `latest` would keep the newest of each suite, be it cancelled or not.
    const all = await every<typeof checkListing, Check>(
      (page) => send(checkListing, { ...at, ref: sha, filter: 'all', per_page: perPage, page }),
      ({ data }) => data.check_runs,
    );
    return all.filter((check) => check.app?.id !== id);
  };
  const runsOf = (sha: string): Promise<Run[]> =>
    every<typeof runListing, Run>(
      (page) => send(runListing, { ...at, head_sha: sha, per_page: perPage, page }),
      ({ data }) => data.workflow_runs,
    );
  const statusesOf = (sha: string): Promise<Status[]> =>
    every<typeof statusListing, Status>(
      (page) => send(statusListing, { ...at, ref: sha, per_page: perPage, page }),
      ({ data }) => data.statuses,
    );

  return {
    async ci(sha) {
      const [checks, runs, statuses] = await Promise.all([checksOf(sha), runsOf(sha), statusesOf(sha)]);
      const failing = [
        ...failingChecks(checks, runs),
        ...failingRuns(runs),
        ...failingStatuses(statuses),
      ].sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
      return { failing };
    },
  };
}
