import { threadAnswer } from '../../text/rounds/thread-answer.ts';
import { withBudget } from '../budget.ts';
import type { Performer } from './performer.ts';

/** Where the person asked. A conversation that was deleted needs no answer. */
export const answerThread: Performer<'answer-thread'> = async ({ world, item, effect }) => {
  const { finding: id, comment, tag, answer } = effect;
  const finding = item.findings?.find((one) => one.id === id);
  if (!finding || !item.pull) return [];
  const { number: pull } = item.pull;
  const body = threadAnswer({ item, finding, answer });
  const { installationId: installation } = item.repository;
  await withBudget(world, { kind: 'github-content', installation }, () =>
    world.github.repository(item.repository).replyInThread({ pull, comment, tag, body }),
  );
  return [];
};
