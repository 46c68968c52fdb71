import { capMiddle } from '../../text/sanitize.ts';
import { bullets } from '../prompt/markdown.ts';
import { fenced } from '../prompt/template.ts';
import type { ReadAnswer } from './answer.ts';
import type { Task } from './task.ts';

/** What is repeated of an answer; the prompt's own text is far shorter. */
const answerCharacters = 60_000;

/** The prompt of a turn: the task, and from the second turn on what was wrong with the answer before. */
export const againPrompt = (
  task: Pick<Task, 'prompt' | 'turns' | 'access'>,
  before: { problems: string[]; answer: ReadAnswer } | null,
  turn: number,
): string => {
  if (before === null) return task.prompt;
  const left = task.turns - turn;
  const chances =
    left === 0
      ? 'This is the last time you are asked.'
      : `You are asked ${left === 1 ? 'once' : `${left} times`} more after this.`;
  const stands =
    task.access === 'edit'
      ? ' The checkout holds what you left there, your commits included: put it right there. Your own commits you may amend, those before them not.'
      : '';
  return [
    task.prompt.trimEnd(),
    '## What was wrong with your last answer',
    `You have been asked this before, and what you brought cannot be used.${stands} Answer again, whole, with each of these put right. ${chances}`,
    bullets(before.problems, 'Nothing was said.'),
    ...lastAnswer(task, before.answer),
    '',
  ].join('\n\n');
};

const lastAnswer = ({ access }: Pick<Task, 'access'>, answer: ReadAnswer): string[] => {
  if (access === 'edit') return [];
  if (!('bytes' in answer)) return [];
  const text = capMiddle(answer.bytes.toString('utf8'), answerCharacters);
  return ['Your last answer, as it came:', fenced(text, 'json')];
};
