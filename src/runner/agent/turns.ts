import type { AgentReport } from '../../contracts/evidence.ts';
import { mostProblems, problemLength } from '../../contracts/evidence.ts';
import type { GitPlace } from '../run-git.ts';
import type { KnownSecrets } from '../secrets/known.ts';
import { redactText } from '../secrets/redact.ts';
import { againPrompt } from './again.ts';
import type { AgentRan } from './agent.ts';
import { type ReadAnswer, readAnswer } from './answer.ts';
import type { Collected } from './collect.ts';
import { layOut } from './lay-out.ts';
import { allTurns } from './merge-turns.ts';
import { type Taken, takeWork } from './take.ts';
import type { Task } from './task.ts';
import { type Working, work } from './work.ts';

export interface TurnTaken {
  ran: AgentRan;
  collected: Collected | null;
  answer: ReadAnswer;
  taken: Taken;
  /** What is wrong with it. */
  problems: string[];
  prompt: string;
}

/** What all turns came to: the last one's work and answer. */
export interface Turned extends TurnTaken {
  turns: AgentReport['turns'];
}

export interface Turning extends Working {
  task: Task;
  place: GitPlace;
  known: KnownSecrets;
}

/** Asks the agent until what it brings can be used, or it may not be asked again. */
export const takeTurns = async (turning: Turning): Promise<Turned> => {
  const done: TurnTaken[] = [];
  for (;;) {
    const turn = await takeTurn(turning, done);
    done.push(turn);
    if (isOver(turning, done)) return allTurns(turning, done, turn);
    turning.options.log(`turn ${done.length} cannot be used: ${turn.problems.length} problems, asking again`);
  }
};

const isOver = ({ task, options, kept }: Turning, done: TurnTaken[]): boolean => {
  const turn = done.at(-1);
  if (turn === undefined) return false;
  const { stopped, exitCode } = turn.ran.record;
  const notStarted = exitCode === 127;
  if (turn.problems.length === 0 || turn.answer.state === 'blocked' || done.length >= task.turns) return true;
  if (stopped !== null || notStarted || kept.killed() || options.signal.aborted) return true;
  const left = leftFor(options.assignment, done);
  return left.seconds < 1 || left.steps < 1;
};

const takeTurn = async (turning: Turning, done: TurnTaken[]): Promise<TurnTaken> => {
  const { task, place, folders, known, options } = turning;
  const { assignment } = options;
  const number = done.length + 1;
  const prompt = againPrompt(task, done.at(-1) ?? null, number);
  const paths = await layOut(folders, { prompt, schema: task.schema });
  const left = leftFor(assignment, done);
  const last = number >= task.turns;
  const { ran, collected } = await work(turning, { number, paths, access: task.access, ...left, last });
  const { schema } = task;
  const answer = await readAnswer(paths.answerPath, { known, schema, lastWords: ran.lastWords });
  const taken = collected
    ? await takeWork({ place, folders, collected, base: assignment.base, known })
    : { head: null, withheld: null, remarks: [] };
  if (answer.state === 'blocked') return { ran, collected, answer, taken, problems: [], prompt };
  const reviewed = await task.review({ answer, taken });
  const problems = await printable(reviewed.problems, known);
  return { ran, collected, answer, taken: reviewed.taken, problems, prompt };
};

/** What its earlier turns left of an assignment's limits; the gateway counts the models' answers, tokens and cost by itself. */
const leftFor = (
  { limits, models }: Turning['options']['assignment'],
  done: TurnTaken[],
): { seconds: number; steps: number } => {
  const used = done.reduce((sum, { ran }) => sum + ran.record.durationMs, 0);
  const seconds = done.length === 0 ? limits.agentSeconds : Math.floor(limits.agentSeconds - used / 1000);
  const steps = done.reduce((left, { ran }) => left - stepsOf(ran), models.budget.requests);
  return { seconds, steps };
};

const stepsOf = ({ entries }: AgentRan): number => entries.filter(({ kind }) => kind === 'step').length;

/** Problems quote what an agent wrote. */
const printable = async (problems: string[], known: KnownSecrets): Promise<string[]> => {
  const shown = problems.slice(0, problems.length > mostProblems ? mostProblems - 1 : mostProblems);
  const more = problems.length - shown.length;
  const lines = await Promise.all(shown.map((problem) => redactText(problem.replace(/\s+/g, ' '), known)));
  return [...lines, ...(more > 0 ? [`… and ${more} more.`] : [])].map((line) =>
    line.length <= problemLength ? line : `${line.slice(0, problemLength - 1)}…`,
  );
};
