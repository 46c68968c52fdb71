import { runName } from '../../contracts/assignment.ts';
import type { GithubRepository } from '../../ports/github.ts';
import type { Performer } from './performer.ts';

export const workflowFile = 'throughline.yml';
/** Runs start on a branch of ours at the default branch's commit, so that caches of theirs never reach release workflows. */
const dispatchBranch = 'throughline/dispatch';

const pointAtDefault = async (repository: GithubRepository, defaultBranch: string): Promise<void> => {
  const target = await repository.refSha(`heads/${defaultBranch}`);
  if (!target) throw new Error(`branch ${defaultBranch} is not there`);
  const current = await repository.refSha(`heads/${dispatchBranch}`);
  if (current === target) return;
  if (current === null && (await repository.createRef(`heads/${dispatchBranch}`, target)) === 'created')
    return;
  await repository.updateRef(`heads/${dispatchBranch}`, target, { force: true });
};

/** Looks for the run by its name first: a dispatch whose reply was lost is not sent again. */
export const dispatch: Performer<'dispatch'> = async ({ world, item, effect }) => {
  const repository = world.github.repository(item.repository);
  const { assignment } = effect;
  const name = runName(assignment.id);
  const found = await repository.findRun({ workflow: workflowFile, name });
  if (found) return [{ kind: 'dispatched', assignmentId: assignment.id, runId: found.id, url: found.url }];
  await pointAtDefault(repository, (await repository.info()).defaultBranch);
  const inputs = { id: assignment.id, assignment: JSON.stringify(assignment) };
  const { runId } = await repository.dispatch({ workflow: workflowFile, ref: dispatchBranch, inputs });
  world.failpoint('between:dispatch');
  const run =
    runId === null ? await repository.findRun({ workflow: workflowFile, name }) : await repository.run(runId);
  return [
    {
      kind: 'dispatched',
      assignmentId: assignment.id,
      runId: runId ?? run?.id ?? null,
      url: run?.url ?? null,
    },
  ];
};

export const cancelRun: Performer<'cancel-run'> = async ({ world, item, effect }) => {
  const repository = world.github.repository(item.repository);
  const runId =
    effect.runId ??
    (await repository.findRun({ workflow: workflowFile, name: runName(effect.assignmentId) }))?.id;
  if (runId) await repository.cancelRun(runId);
  return [];
};
