import { Refused } from '../../ports/errors.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';
import { pages, perPage } from './pages.ts';
import type { Answer } from './request.ts';

type Actions = Pick<GithubRepository, 'dispatch' | 'findRuns' | 'run' | 'cancelRun'>;
type Data = Answer<'GET /repos/{owner}/{repo}/actions/runs/{run_id}'>['data'];

const listing = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
const inputLimit = 25;
const inputCharacters = 65_535;
/** A run is looked for soon after its dispatch: older than five hundred runs it is not. */
const searchedPages = 5;

const conclusions = [
  'success',
  'failure',
  'cancelled',
  'timed_out',
  'action_required',
  'neutral',
  'skipped',
  'stale',
  'startup_failure',
] as const;

/** GitHub also knows `requested`, `waiting` and `pending`: all of them have not begun. */
function toStatus(status: string | null): WorkflowRun['status'] {
  return status === 'completed' || status === 'in_progress' ? status : 'queued';
}

/** A completed run with a conclusion unknown to us has not succeeded. */
function toConclusion({ status, conclusion }: Data): WorkflowRun['conclusion'] {
  if (status !== 'completed') return null;
  return conclusions.find((known) => known === conclusion) ?? 'failure';
}

/** Some answers add the ref: `.github/workflows/x.yml@main`. */
export const withoutRef = (path: string): string => path.replace(/@.*$/, '');

function toRun(data: Data): WorkflowRun {
  return {
    id: Number(data.id),
    name: data.display_title || (data.name ?? ''),
    url: data.html_url,
    attempt: data.run_attempt ?? 1,
    status: toStatus(data.status),
    conclusion: toConclusion(data),
    path: withoutRef(data.path),
    referencedWorkflows: (data.referenced_workflows ?? []).map(({ path, sha }) => ({
      path: withoutRef(path),
      sha,
    })),
    event: data.event,
    headBranch: data.head_branch,
    headSha: data.head_sha,
    actor: data.actor?.login ?? null,
    createdAt: data.created_at,
    updatedAt: data.updated_at,
  };
}

/** The API takes a workflow's file name, not its path. */
const fileName = (workflow: string): string => workflow.split('/').at(-1) ?? workflow;

function assertFits(inputs: Record<string, string>): void {
  const count = Object.keys(inputs).length;
  const characters = JSON.stringify(inputs).length;
  if (count <= inputLimit && characters <= inputCharacters) return;
  throw new Refused(`A workflow takes ${inputLimit} inputs of ${inputCharacters} characters together`, {
    status: 422,
    remedy: `There are ${count} of ${characters} characters: hand over fewer sections at once, or shorten the notes, hints and the ticket's text.`,
  });
}

export function actions({ send, at }: Context): Actions {
  return {
    async dispatch({ workflow, ref, inputs }) {
      assertFits(inputs);
      const answer = await send('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
        ...at,
        workflow_id: fileName(workflow),
        ref,
        inputs,
        return_run_details: true,
      });
      return { runId: answer.status === 200 ? Number(answer.data.workflow_run_id) : null };
    },

    async findRuns({ workflow, name }) {
      const listed = pages<typeof listing>((page) =>
        send(listing, {
          ...at,
          workflow_id: fileName(workflow),
          event: 'workflow_dispatch',
          per_page: perPage,
          page,
        }),
      );
      const found = new Map<number, WorkflowRun>();
      let read = 0;
      try {
        // A run that begins meanwhile moves others to the next page: by id each counts once.
        for await (const { data } of listed) {
          for (const run of data.workflow_runs)
            if (run.display_title === name || run.name === name)
              found.set(Number(run.id), { ...toRun(run), name });
          read += 1;
          if (read === searchedPages) break;
        }
      } catch (error) {
        return when([404], () => [])(error);
      }
      return [...found.values()].sort((one, other) => one.id - other.id);
    },

    async run(id) {
      const answer = await send('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
        ...at,
        run_id: id,
      }).catch(when([404], () => null));
      return answer === null ? null : toRun(answer.data);
    },

    async cancelRun(id) {
      await send('POST /repos/{owner}/{repo}/actions/runs/{run_id}/cancel', { ...at, run_id: id }).catch(
        when([409], () => null),
      );
    },
  };
}
