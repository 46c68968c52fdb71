export interface WorkflowRun {
  id: number;
  /** The run's name (`run-name`); carries the assignment id. */
  name: string;
  url: string;
  attempt: number;
  status: 'queued' | 'in_progress' | 'completed';
  /** null until completed. */
  conclusion:
    | 'success'
    | 'failure'
    | 'cancelled'
    | 'timed_out'
    | 'action_required'
    | 'neutral'
    | 'skipped'
    | 'stale'
    | 'startup_failure'
    | null;
  /** File of the workflow in this repository. */
  path: string;
  /** Reusable workflows it calls: `owner/name/path` without the ref, and the commit that was run. */
  referencedWorkflows: { path: string; sha: string }[];
  /** What started it, e.g. `workflow_dispatch`, which takes write access. */
  event: string;
  headBranch: string | null;
  headSha: string;
  /** Login of who started it; an App's is its bot's. */
  actor: string | null;
  createdAt: string;
  updatedAt: string;
}

/** A job that did not end well. Names and annotations are a stranger's words. */
export interface FailedJob {
  name: string;
  conclusion: string;
  /** Name of the first step that failed; null when none began. */
  step: string | null;
  /** Web address of its log. */
  url: string | null;
  /** Error annotations, at most ten. */
  annotations: string[];
}

/** Name and web address are a stranger's words. */
export interface FailingCheck {
  /** As GitHub's pages show it: a check run's name, of Actions `workflow / job (event)`; a status's context. */
  name: string;
  url: string | null;
}
