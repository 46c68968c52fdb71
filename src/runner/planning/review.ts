import { GitFailure } from '../../adapters/git/process.ts';
import type { SupervisorAssignment } from '../../contracts/assignment.ts';
import { proposeAnswerSchema } from '../../contracts/planning/propose.ts';
import { mostFiles, type ProposedFiles } from '../../openspec/proposed.ts';
import { judgeAnswer, judgeReview } from '../../phases/judge.ts';
import type { Came, Task } from '../agent/task.ts';
import { foundAt } from '../at-commit.ts';
import type { Validated } from '../openspec/validate.ts';
import type { GitPlace } from '../run-git.ts';
import type { KnownSecrets } from '../secrets/known.ts';
import { enhanced } from './enhanced.ts';
import { readProposed } from './proposed.ts';

export interface Reviewing {
  assignment: SupervisorAssignment;
  /** Repository of ours: what the answer is held against is read at the base, never from the agent's checkout. */
  place: GitPlace;
  known: KnownSecrets;
  /** OpenSpec's CLI on a change at a commit of that repository. */
  openspec: (at: { commit: string; change: string }) => Promise<Validated>;
}

type Reviewed = Awaited<ReturnType<Task['review']>>;

/** Judges what a turn of a planning phase brought: contract, the phase's own rules, and OpenSpec where there is a change. */
export const reviewPlan = async (reviewing: Reviewing, came: Came): Promise<Reviewed> => {
  const { taken } = came;
  try {
    return await review(reviewing, came);
  } catch (error) {
    reviewing.place.signal.throwIfAborted();
    // without commits it is our own repository that fails
    if (!(error instanceof GitFailure) || taken.head === null) throw error;
    return { problems: ['What you committed cannot be read.'], taken };
  }
};

const review = async (reviewing: Reviewing, { answer, taken }: Came): Promise<Reviewed> => {
  const { assignment, place, openspec } = reviewing;
  const withheld = taken.withheld ? [`Your commits are not taken: ${taken.withheld.detail}`] : [];
  if (answer.state === 'missing') return { problems: [...withheld, answer.problem], taken };
  const read = (path: string) => foundAt(place, assignment.base, path);
  if (assignment.phase === 'review') {
    const judgement = await judgeReview({ assignment, answer: answer.value, read });
    return { problems: 'problems' in judgement ? judgement.problems : [], taken };
  }
  const change = assignment.phase === 'propose' ? namedChange(answer.value) : null;
  const proposed =
    assignment.phase === 'propose'
      ? await proposedBy(place, { base: assignment.base, head: taken.head, change })
      : null;
  const judged = await judgeAnswer({
    assignment,
    answer: answer.value,
    proposed,
    read,
  });
  const problems = 'problems' in judged ? judged.problems : [];
  const isRead = proposed !== null && proposed.changed.length <= mostFiles;
  if (taken.head !== null && change !== null && isRead)
    problems.push(...(await openspec({ commit: taken.head, change })).findings);
  if ('answer' in judged && judged.answer.phase === 'enhance' && judged.answer.answer.status === 'ENHANCED')
    return assignment.phase === 'enhance'
      ? enhanced({ ...reviewing, assignment }, judged.answer.answer)
      : { problems, taken };
  return { problems: [...withheld, ...problems], taken };
};

/** A name that fits its contract may stand in a command; no other does. */
const namedChange = (answer: unknown): string | null => {
  const parsed = proposeAnswerSchema.safeParse(answer);
  return parsed.success && parsed.data.status === 'PROPOSED' ? parsed.data.change : null;
};

/** Without commits: as if they held nothing. */
const proposedBy = (
  place: GitPlace,
  { base, head, change }: { base: string; head: string | null; change: string | null },
): Promise<ProposedFiles> => readProposed(place, { base, head: head ?? base, change });
