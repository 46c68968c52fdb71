import { z } from 'zod';
import { readDocument } from '../../contracts/configuration-document.ts';
import { assignmentWorkflow } from '../../contracts/workflow.ts';
import type { Attempt } from '../../core/attempt.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { WorkflowRun } from '../../ports/workflow-runs.ts';
import { workflowPath } from '../own-runs.ts';

const callerSchema = z.looseObject({
  jobs: z.record(z.string(), z.looseObject({ uses: z.string().optional() })),
});

const isOurWorkflow = (path: string): boolean => path.toLowerCase() === assignmentWorkflow.toLowerCase();

/** What the caller calls of ours, as `@<ref>` says; more than one call would be somebody else's idea. */
const pinnedRefs = (text: string): string[] | null => {
  const read = readDocument(text);
  const parsed = 'problems' in read ? null : callerSchema.safeParse(read.value);
  if (!parsed?.success) return null;
  return Object.values(parsed.data.jobs).flatMap(({ uses }) => {
    const [path = '', ref = ''] = (uses ?? '').split('@', 2);
    return isOurWorkflow(path) ? [ref] : [];
  });
};

const named = (run: WorkflowRun): string =>
  run.referencedWorkflows.map(({ path, sha }) => `${path}@${sha}`).join(', ') || 'no other workflow';

const workflowMismatch = async (repository: GithubRepository, run: WorkflowRun): Promise<string | null> => {
  const [called, ...others] = run.referencedWorkflows;
  if (!called || others.length > 0 || !isOurWorkflow(called.path))
    return `Expected the run to call ${assignmentWorkflow} and nothing else, found ${named(run)}.`;
  const caller = await repository.readFile({ path: workflowPath, ref: run.headSha });
  const refs = caller.state === 'found' ? pinnedRefs(caller.text) : null;
  const [pinned] = refs ?? [];
  if (pinned === undefined || refs?.length !== 1)
    return `Expected ${workflowPath} at ${run.headSha} to call ${assignmentWorkflow} once, found ${refs === null ? 'no workflow that can be read' : `${refs.length} calls`}.`;
  // a tag or branch moves; only a commit says what has to have run
  if (/^[0-9a-f]{40}$/.test(pinned) && called.sha !== pinned)
    return `Expected ${assignmentWorkflow} at ${pinned}, as ${workflowPath} pins it, found ${called.sha}.`;
  return null;
};

/** What a successful run of ours has beside what was dispatched: null when it is the very thing, else one sentence. */
export const provenanceMismatch = async (options: {
  repository: GithubRepository;
  attempt: Attempt;
  run: WorkflowRun;
}): Promise<string | null> => {
  const { repository, attempt, run } = options;
  if (attempt.workflowSha && run.headSha !== attempt.workflowSha)
    return `Expected the run at commit ${attempt.workflowSha}, to which the dispatch branch was set, found ${run.headSha}.`;
  return await workflowMismatch(repository, run);
};
