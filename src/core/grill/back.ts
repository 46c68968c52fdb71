import type { Answer, Tree } from '../planning.ts';
import type { Answering, Replied } from './answering.ts';
import { isBefore } from './ask.ts';
import { logged, refuse, withNode } from './parts.ts';
import { answerOf, findNode, live } from './tree.ts';

interface Closed {
  id: string;
  answer: Answer;
}

/** Takes back what a person closed last, as of when it was written; assumptions that were accepted together together. */
export const back = (replied: Replied): Answering => {
  const { tree, by, at } = replied;
  const done = closedBefore(tree, at);
  const last = done.at(-1);
  if (!last) return refuse(tree, { reason: 'nothing-to-take-back' });
  const taken = done.filter((one) => one === last || together(one.answer, last.answer));
  const open = taken.reduce(
    (so, { id, answer }) => withNode(so, id, ({ node }) => ({ node, state: { name: 'open' }, was: answer })),
    tree,
  );
  const ids = taken.map(({ id }) => id);
  const line = `${by} took back ${ids.map((id) => `\`${id}\``).join(', ')} (${last.answer.who})`;
  return {
    state: 'answered',
    node: last.id,
    tree: logged({ ...open, closed: tree.closed.filter((id) => !ids.includes(id)) }, line),
  };
};

const together = (one: Answer, other: Answer): boolean =>
  one.by === 'accepted' && other.by === 'accepted' && one.who === other.who && one.at === other.at;

const closedBefore = (tree: Tree, at: string): Closed[] => {
  const arises = new Set(live(tree).map(({ node }) => node.id));
  return tree.closed.flatMap((id) => {
    const entry = findNode(tree, id);
    const answer = entry ? answerOf(entry) : null;
    return answer && arises.has(id) && !isBefore(at, answer.at) ? [{ id, answer }] : [];
  });
};
