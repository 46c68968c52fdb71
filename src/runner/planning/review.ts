import { GitFailure } from '../../adapters/git/process.ts';
import type {
  PlanningAssignment,
  ReadingAssignment,
  SupervisorAssignment,
} from '../../contracts/assignment.ts';
import { proposeAnswerSchema } from '../../contracts/planning/propose.ts';
import { mostFiles, type ProposedFiles } from '../../openspec/proposed.ts';
import { type Judged, judgeAnswer, judgeReview, judgeRound, judgeTriage } from '../../phases/judge.ts';
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
type Taken = Came['taken'];
type Read = (path: string) => Promise<string | null>;

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

const withheldProblems = ({ withheld }: Taken): string[] =>
  withheld ? [`Your commits are not taken: ${withheld.detail}`] : [];

const review = async (reviewing: Reviewing, { answer, taken }: Came): Promise<Reviewed> => {
  const { assignment, place } = reviewing;
  if (answer.state === 'missing') return { problems: [...withheldProblems(taken), answer.problem], taken };
  const read = (path: string) => foundAt(place, assignment.base, path);
  if (assignment.phase === 'review' || assignment.phase === 'rounds' || assignment.phase === 'triage') {
    const readBefore = (path: string) => foundAt(place, assignment.recordedBase, path);
    const judged = await judgeReading(assignment, { answer: answer.value, read, readBefore });
    return { problems: 'problems' in judged ? judged.problems : [], taken };
  }
  return reviewPlanned({ ...reviewing, assignment }, { answer: answer.value, taken, read });
};

const reviewPlanned = async (
  reviewing: Reviewing & { assignment: PlanningAssignment },
  came: { answer: unknown; taken: Taken; read: Read },
): Promise<Reviewed> => {
  const { assignment, place, openspec } = reviewing;
  const { answer, taken, read } = came;
  const change = assignment.phase === 'propose' ? namedChange(answer) : null;
  const proposed =
    assignment.phase === 'propose'
      ? await proposedBy(place, { base: assignment.base, head: taken.head, change })
      : null;
  const judged = await judgeAnswer({ assignment, answer, proposed, read });
  const problems = 'problems' in judged ? judged.problems : [];
  const isRead = proposed !== null && proposed.changed.length <= mostFiles;
  if (taken.head !== null && change !== null && isRead)
    problems.push(...(await openspec({ commit: taken.head, change })).findings);
  if ('answer' in judged && judged.answer.phase === 'enhance' && judged.answer.answer.status === 'ENHANCED')
    return assignment.phase === 'enhance'
      ? enhanced({ ...reviewing, assignment }, judged.answer.answer)
      : { problems, taken };
  return { problems: [...withheldProblems(taken), ...problems], taken };
};

/** Judges the answer of a phase that reads, and brings no commits. */
const judgeReading = (
  assignment: ReadingAssignment,
  given: { answer: unknown; read: Read; readBefore: Read },
): Promise<Judged<unknown>> => {
  switch (assignment.phase) {
    case 'review':
      return judgeReview({ assignment, ...given });
    case 'rounds':
      return judgeRound({ assignment, ...given });
    case 'triage':
      return judgeTriage({ assignment, ...given });
  }
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
