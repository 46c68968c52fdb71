import { dispatchBranch, dispatchInputs, workflowFile } from '../../contracts/workflow.ts';
import type { OneShot } from '../../core/effect.ts';
import type { EffectResult } from '../../core/event.ts';
import { attemptsOf, type Item } from '../../core/item.ts';
import { keptAssignments } from '../../core/kept.ts';
import { RateLimited, Refused } from '../../ports/errors.ts';
import type { GithubRepository } from '../../ports/github.ts';
import { ownRuns } from '../own-runs.ts';
import type { World } from '../world.ts';
import { inTurn } from './in-turn.ts';
import type { Performer } from './performer.ts';

type Dispatch = Extract<OneShot, { kind: 'dispatch' }>;

const defaultHead = async (repository: GithubRepository): Promise<string> => {
  const { defaultBranch } = await repository.info();
  const sha = await repository.refSha(`heads/${defaultBranch}`);
  if (!sha) throw new Error(`branch ${defaultBranch} is not there`);
  return sha;
};

const pointAt = async (repository: GithubRepository, sha: string): Promise<void> => {
  const ref = `heads/${dispatchBranch}`;
  const current = await repository.refSha(ref);
  if (current === sha) return;
  if (current === null && (await repository.createRef(ref, sha)) === 'created') return;
  await repository.updateRef(ref, sha, { force: true });
};

/** Labels as the attempt was given them; those of GitHub's own runners for attempts of earlier releases. */
const labelsOf = (item: Item, assignmentId: string): string[] =>
  attemptsOf(item).find((attempt) => attempt.assignmentId === assignmentId)?.terms?.labels ?? [
    'ubuntu-latest',
  ];

const inputsOf = async (world: World, item: Item, { assignment }: Dispatch) => {
  const all = (await world.store.items({ open: true })).map((loaded) => loaded.item);
  const here = all.filter((one) => one.repository.fullName === item.repository.fullName);
  return dispatchInputs({
    assignment,
    item: item.id,
    labels: labelsOf(item, assignment.id),
    keep: keptAssignments(here),
  });
};

const dispatchedAs = (
  assignmentId: string,
  run: { id: number; url: string | null } | null,
): EffectResult[] => [{ kind: 'dispatched', assignmentId, runId: run?.id ?? null, url: run?.url ?? null }];

/**
 * At most one run, come what may: what is about to be sent is noted first, and a try that finds the note only looks
 * for the run. One that is not listed yet is found by the sweep, or lost after its time.
 */
export const dispatch: Performer<'dispatch'> = async ({ world, item, effect, once }) => {
  const repository = world.github.repository(item.repository);
  const { id } = effect.assignment;
  const look = async () => dispatchedAs(id, (await ownRuns(world, item.repository, id))[0] ?? null);
  if (once.maybeSent) return await look();
  const inputs = await inputsOf(world, item, effect);
  const sha = effect.workflowSha ?? (await defaultHead(repository));
  const send = async (): Promise<EffectResult[]> => {
    await pointAt(repository, sha);
    world.failpoint('between:dispatch-ref');
    if (!(await once.begin())) return await look();
    const { runId } = await repository
      .dispatch({ workflow: workflowFile, ref: dispatchBranch, inputs })
      .catch((error: unknown) => {
        if (error instanceof Refused || error instanceof RateLimited) once.notSent();
        throw error;
      });
    world.failpoint('between:dispatch');
    if (runId === null) return await look();
    return dispatchedAs(id, { id: runId, url: (await repository.run(runId))?.url ?? null });
  };
  // another item's dispatch must not point the branch elsewhere in between
  return await inTurn(item.repository.fullName, send);
};

export const cancelRun: Performer<'cancel-run'> = async ({ world, item, effect }) => {
  const repository = world.github.repository(item.repository);
  const runs = effect.runId
    ? [effect.runId]
    : (await ownRuns(world, item.repository, effect.assignmentId))
        .filter((run) => run.status !== 'completed')
        .map((run) => run.id);
  for (const id of runs) await repository.cancelRun(id);
  return [];
};
