import { runName } from '../contracts/assignment.ts';
import { dispatchBranch, workflowFile } from '../contracts/workflow.ts';
import type { RepositoryRef } from '../ports/github.ts';
import type { WorkflowRun } from '../ports/workflow-runs.ts';
import type { World } from './world.ts';

export const workflowPath = `.github/workflows/${workflowFile}`;

/**
 * Why a run cannot be one that we dispatched, whatever it is called: anybody can give a run of theirs this name. Null
 * when it can. `botLogin` is the App's own.
 */
export const whyNotOurs = (run: WorkflowRun, botLogin: string): string | null => {
  if (run.event !== 'workflow_dispatch') return `it was started by ${run.event}, not by a dispatch`;
  if (run.path !== workflowPath) return `it is of the workflow ${run.path}, not of ${workflowPath}`;
  if (run.actor?.toLowerCase() !== botLogin.toLowerCase())
    return `it was started by ${run.actor ?? 'nobody known'}, not by ${botLogin}`;
  if (run.headBranch !== dispatchBranch)
    return `it ran on ${run.headBranch ?? 'no branch'}, not on ${dispatchBranch}`;
  return null;
};

/** Our runs that bear the name of an assignment, lowest id first: the first is the one that counts. */
export const ownRuns = async (
  world: World,
  ref: RepositoryRef,
  assignmentId: string,
): Promise<WorkflowRun[]> => {
  const { botLogin } = await world.github.identity();
  const named = await world.github
    .repository(ref)
    .findRuns({ workflow: workflowFile, name: runName(assignmentId) });
  return named.filter((run) => whyNotOurs(run, botLogin) === null);
};
