import type {
  AssignmentOf,
  PlanningAssignment,
  PlanningPhaseName,
  SupervisorPhaseName,
} from '../contracts/assignment.ts';
import type { Judgement } from '../contracts/judgement.ts';
import type { PlanAnswer } from '../contracts/planning/answer.ts';
import type { BotReview } from '../contracts/rounds/bot-review.ts';
import type { Triage } from '../contracts/rounds/triage.ts';
import type { ProposedFiles } from '../openspec/proposed.ts';
import { enhance } from './enhance.ts';
import { explore } from './explore.ts';
import { grill } from './grill.ts';
import type { PlanningPhase } from './phase.ts';
import { prompt } from './prompt.ts';
import { propose } from './propose.ts';
import { review } from './review.ts';
import { rounds } from './rounds.ts';
import { triage } from './triage.ts';

export interface Judging<P extends SupervisorPhaseName = PlanningPhaseName> {
  assignment: AssignmentOf<P>;
  /** The parsed JSON; undefined where there was none. */
  answer: unknown;
  proposed: ProposedFiles | null;
  /** Text of a file at the base; null where there is none, or no text. */
  read: (path: string) => Promise<string | null>;
  /** The same at the recorded base; needed by `triage` alone. */
  readBefore?: (path: string) => Promise<string | null>;
}

export type Judged<A> = { answer: A } | { problems: string[] };

/** What is wrong with an answer, or the answer itself. The runner asks before it hands on, the App again before it believes. */
const judgeBy = async <P extends SupervisorPhaseName, A extends { status: string }>(
  phase: PlanningPhase<P, A>,
  { assignment, answer, proposed, read, readBefore }: Judging<P>,
): Promise<Judged<A>> => {
  if (answer === undefined) return { problems: ['There is no answer, or it is not JSON.'] };
  const parsed = phase.schema.safeParse(answer);
  if (!parsed.success)
    return {
      problems: parsed.error.issues.map(
        (issue) => `The answer breaks its contract: \`${issue.path.join('.') || 'it'}\`: ${issue.message}.`,
      ),
    };
  // nothing is to be judged of an agent that says it cannot do its part
  if (parsed.data.status === 'BLOCKED') return { answer: parsed.data };
  const files = await textsOf(phase.reads(parsed.data, assignment), read);
  const before = await textsOf(phase.readsBefore?.(parsed.data) ?? [], readBefore ?? (async () => null));
  const problems = phase.judge(parsed.data, { assignment, files, before, proposed });
  return problems.length === 0 ? { answer: parsed.data } : { problems };
};

const textsOf = async (
  paths: string[],
  read: (path: string) => Promise<string | null>,
): Promise<Map<string, string | null>> => {
  const texts = new Map<string, string | null>();
  for (const path of new Set(paths)) texts.set(path, await read(path));
  return texts;
};

export const judgeAnswer = async (
  judging: Omit<Judging, 'assignment'> & { assignment: PlanningAssignment },
): Promise<Judged<PlanAnswer>> => {
  const { assignment } = judging;
  switch (assignment.phase) {
    case 'explore':
      return named('explore', await judgeBy(explore, { ...judging, assignment }));
    case 'grill':
      return named('grill', await judgeBy(grill, { ...judging, assignment }));
    case 'propose':
      return named('propose', await judgeBy(propose, { ...judging, assignment }));
    case 'enhance':
      return named('enhance', await judgeBy(enhance, { ...judging, assignment }));
    case 'prompt':
      return named('prompt', await judgeBy(prompt, { ...judging, assignment }));
  }
};

/** The same of a review. `read` gives texts at `assignment.base`, the commit under review. */
export const judgeReview = (judging: Omit<Judging<'review'>, 'proposed'>): Promise<Judged<Judgement>> =>
  judgeBy(review, { ...judging, proposed: null });

/** The same of a review of the pull request's head. */
export const judgeRound = (judging: Omit<Judging<'rounds'>, 'proposed'>): Promise<Judged<BotReview>> =>
  judgeBy(rounds, { ...judging, proposed: null });

/** The same of proposed answers. */
export const judgeTriage = (
  judging: Omit<Judging<'triage'>, 'proposed'> & Required<Pick<Judging, 'readBefore'>>,
): Promise<Judged<Triage>> => judgeBy(triage, { ...judging, proposed: null });

const named = <P extends PlanningPhaseName, A>(
  phase: P,
  judged: Judged<A>,
): { answer: { phase: P; answer: A } } | { problems: string[] } =>
  'problems' in judged ? judged : { answer: { phase, answer: judged.answer } };
