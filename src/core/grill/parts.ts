import type { Question } from '../../contracts/planning/grill.ts';
import type { Answer, Tree, TreeNode } from '../planning.ts';
import type { Answering, Replied, Why } from './answering.ts';
import { allAssumptions, isBefore, standingAt } from './ask.ts';
import { answerOf, findNode, live } from './tree.ts';

export const withNode = (tree: Tree, id: string, change: (entry: TreeNode) => TreeNode): Tree => ({
  ...tree,
  nodes: tree.nodes.map((entry) => (entry.node.id === id ? change(entry) : entry)),
});

export const logged = (tree: Tree, line: string): Tree => ({ ...tree, log: [...tree.log, line] });

/** Words as they stand in the log: one line, not too long. */
export const quoted = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
};

export const refuse = (tree: Tree, why: Why): Answering => ({ state: 'refused', tree, why });

/** A reply that says nothing is counted, and on the record. */
export const refuseVague = ({ tree, by }: Replied, about: { node: string; text: string }): Answering => {
  const line = `${by} gave \`${about.node}\` no answer: “${quoted(about.text)}”`;
  return refuse(logged({ ...tree, refused: tree.refused + 1 }, line), { reason: 'vague', node: about.node });
};

/** The question a reply is an answer to. */
export interface Asked extends TreeNode {
  node: Question;
}
export type Target =
  | { state: 'question'; asked: Asked }
  | { state: 'assumptions' }
  | { state: 'refused'; why: Why };

/** What somebody's reply is an answer to: what stood when it was written, as long as that still arises. */
export const targetOf = ({ tree, at }: Replied): Target => {
  const standing = standingAt(tree, at);
  if (standing.state === 'nothing-asked') return { state: 'refused', why: { reason: 'nothing-asked' } };
  const { node: id } = standing;
  if (standing.state === 'put-anew') return { state: 'refused', why: { reason: 'put-anew', node: id } };
  if (id === allAssumptions) return { state: 'assumptions' };
  const entry = live(tree).find(({ node }) => node.id === id);
  return entry?.node.kind === 'question'
    ? { state: 'question', asked: { ...entry, node: entry.node } }
    : { state: 'refused', why: { reason: 'not-live', node: id } };
};

/** An answer that stands against what was written at `at`: the repository's own, or one that was written later. */
export const standsAgainst = (entry: TreeNode, at: string): Why | null => {
  const answer = answerOf(entry);
  if (!answer || (answer.by !== 'code' && !isBefore(at, answer.at))) return null;
  return answered(entry.node.id, answer);
};

export const answered = (node: string, { who, text }: Answer): Why => ({
  reason: 'answered-since',
  node,
  who,
  answer: text,
});

/** Ids of all nodes below one. */
export const below = (tree: Tree, id: string): Set<string> => {
  const found = new Set<string>();
  const add = (parent: string): void => {
    for (const { node } of tree.nodes) {
      if (node.parent !== parent || node.id === id || found.has(node.id)) continue;
      found.add(node.id);
      add(node.id);
    }
  };
  add(id);
  return found;
};

/** What people said below a node goes with the answer they said it under; what stands in the code stays. */
const withoutAnswersBelow = (tree: Tree, id: string): Tree => {
  const ids = below(tree, id);
  return {
    ...tree,
    closed: tree.closed.filter((closed) => !ids.has(closed)),
    nodes: tree.nodes.map((entry) =>
      ids.has(entry.node.id) && answerOf(entry)?.by !== 'code'
        ? { node: entry.node, state: { name: 'open' } }
        : entry,
    ),
  };
};

const sameWay = (a: Answer, b: Answer): boolean =>
  a.option === b.option && (a.option !== null || a.text === b.text);

/** Closes a node on a person's word. After `/back`, another answer than before takes those below it along. */
export const close = (tree: Tree, id: string, answer: Answer): Tree => {
  const was = findNode(tree, id)?.was;
  const kept = was && !sameWay(was, answer) ? withoutAnswersBelow(tree, id) : tree;
  const closed = withNode(kept, id, ({ node }) => ({ node, state: { name: 'closed', answer } }));
  return { ...closed, closed: [...closed.closed.filter((other) => other !== id), id] };
};

/** Opens a node again whose branch is to be thought through for another answer. */
export const awaiting = (tree: Tree, id: string): Tree => {
  const entry = findNode(tree, id);
  const was = entry ? (entry.was ?? answerOf(entry)) : null;
  // the agent is told what stands; what was said under an answer that was taken back stands no more
  const kept = entry?.was ? withoutAnswersBelow(tree, id) : tree;
  const open = withNode(kept, id, ({ node }) => ({ node, state: { name: 'open' }, ...(was ? { was } : {}) }));
  return { ...open, closed: open.closed.filter((closed) => closed !== id) };
};

/** The answer that what stands below a node was thought through for, where those were words of a person's own. */
export const ownWords = (entry: TreeNode): Answer | null => {
  const answer = entry.was ?? answerOf(entry);
  return answer?.by === 'override' ? answer : null;
};
