import type { Assignment } from './assignment.ts';

/** Where releases of the action and of the reusable workflow live. */
export const releaseRepository = 'throughline-dev/throughline';

/** The caller that users install, in `.github/workflows/` of their default branch. */
export const workflowFile = 'throughline.yml';

/** The reusable workflow it calls, as GitHub names it in `referenced_workflows`, without `@<ref>`. */
export const assignmentWorkflow = `${releaseRepository}/.github/workflows/assignment.yml`;

/** Runs start on this branch of ours at the default branch's commit, so that caches of theirs never reach release workflows. */
export const dispatchBranch = 'throughline/dispatch';

/** Stands where a release pins itself; GitHub resolves it to nothing, so that what was never released never runs. */
export const unreleased = '0'.repeat(40);

/** Commands that the configuration has job `verify` run; planning phases are verified by others. */
const verifyOf = (assignment: Assignment): { setup: string[]; commands: string[] } => {
  const none = { setup: [], commands: [] };
  if (assignment.phase === 'delegate') return assignment.verify;
  return assignment.phase === 'review' ? (assignment.inputs.verify ?? none) : none;
};

/** Limits of the jobs: what the assignment allows its programs, and a while for everything around them. GitHub ends jobs after six hours. */
export const jobMinutes = (assignment: Assignment): { agent: number; verify: number; publish: number } => {
  const { limits } = assignment;
  const around = 10;
  const { setup, commands: configured } = verifyOf(assignment);
  const declared = setup.length + configured.length;
  // Commands that manifests and tasks declare are not known here.
  const commands = Math.max(6, declared);
  const within = (seconds: number): number => Math.min(360, Math.ceil(seconds / 60) + around);
  return {
    agent: within(limits.agentSeconds),
    verify: within(limits.verifySeconds * commands),
    publish: around,
  };
};

/** Inputs of the caller's `workflow_dispatch`; GitHub takes 25 of 65,535 characters together. */
export interface DispatchInputs extends Record<string, string> {
  /** Id of the assignment; part of the run's name. */
  id: string;
  /** Id of the item: runs of one item do not overlap. */
  item: string;
  /** Labels for `runs-on` (JSON list). */
  runner: string;
  /** Limits of the jobs (JSON, see `jobMinutes`). */
  minutes: string;
  /** Assignments whose worktrees a self-hosted runner keeps (JSON list of ids); it sweeps the others of this repository. */
  keep: string;
  /** The assignment (JSON). */
  assignment: string;
}

export const dispatchInputs = (options: {
  assignment: Assignment;
  item: string;
  labels: string[];
  keep: string[];
}): DispatchInputs => ({
  id: options.assignment.id,
  item: options.item,
  runner: JSON.stringify(options.labels),
  minutes: JSON.stringify(jobMinutes(options.assignment)),
  keep: JSON.stringify(options.keep),
  assignment: JSON.stringify(options.assignment),
});
