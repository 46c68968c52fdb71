import type { Assumption, GrillNode, Option, Question } from '../../contracts/planning/grill.ts';
import type { Answer, Tree, TreeNode } from '../planning.ts';

export const findNode = (tree: Tree, id: string): TreeNode | null =>
  tree.nodes.find(({ node }) => node.id === id) ?? null;

/** How a node was closed; null while it is open or parked. */
export const answerOf = ({ state }: TreeNode): Answer | null =>
  state.name === 'closed' ? state.answer : null;

/** The tree as an agent built it: what the repository answers is closed by it, everything else is open. */
export const openTree = (nodes: GrillNode[], at: string): Tree => ({
  nodes: nodes.map((node) => opening(node, at)),
  asked: [],
  closed: [],
  refused: 0,
  log: [],
});

/** A node as it stands when it comes into a tree. */
export const opening = (node: GrillNode, at: string): TreeNode => {
  const found = node.kind === 'question' && node.resolvedBy === 'code' ? recommendedOf(node) : null;
  if (!found) return { node, state: { name: 'open' } };
  const answer: Answer = { by: 'code', option: found.id, text: found.text, who: 'code', at };
  return { node, state: { name: 'closed', answer } };
};

export const recommendedOf = ({ options, recommended }: Question): Option | null =>
  options.find(({ id }) => id === recommended) ?? null;

/** Nodes that arise from the answers so far, in the order of the tree. */
export const live = (tree: Tree): TreeNode[] => {
  const byId = new Map(tree.nodes.map((entry) => [entry.node.id, entry]));
  const known = new Map<string, boolean>();
  const arises = (entry: TreeNode): boolean => {
    const { id, parent, opens } = entry.node;
    if (parent === null) return true;
    const before = known.get(id);
    if (before !== undefined) return before;
    // a ring of parents arises from nothing
    known.set(id, false);
    const above = byId.get(parent);
    const result = above !== undefined && opened(opens, answerOf(above)) && arises(above);
    known.set(id, result);
    return result;
  };
  return tree.nodes.filter(arises);
};

const opened = (opens: string | null, answer: Answer | null): boolean =>
  answer !== null && (opens === null || opens === answer.option);

/** A live node of one kind that nobody has closed. */
export interface Unclosed<Node extends GrillNode> extends TreeNode {
  node: Node;
}

/** Live questions that nobody has answered, those that were put off included. */
export const unanswered = (tree: Tree): Unclosed<Question>[] =>
  live(tree).flatMap((entry) =>
    entry.node.kind === 'question' && entry.state.name !== 'closed' ? [{ ...entry, node: entry.node }] : [],
  );

/** The one question that is to be asked: the first open one; once none is open, the first that was put off. */
export const question = (tree: Tree): Question | null => {
  const left = unanswered(tree);
  return (left.find(({ state }) => state.name === 'open') ?? left[0])?.node ?? null;
};

/** Live assumptions that nobody has accepted or objected to. */
export const assumptions = (tree: Tree): Unclosed<Assumption>[] =>
  live(tree).flatMap((entry) =>
    entry.node.kind === 'assumption' && entry.state.name !== 'closed' ? [{ ...entry, node: entry.node }] : [],
  );

export interface Counts {
  /** Every decision that was made, by whomever. */
  confirmed: number;
  deferred: number;
  /** Assumptions that still stand. */
  assumptions: number;
  /** Of `confirmed`: answered by what stands in the repository. */
  fromCode: number;
  /** Replies that were no answer. */
  refused: number;
  open: number;
}

export const counts = (tree: Tree): Counts => {
  const nodes = live(tree);
  const answers = nodes.map(answerOf).filter((answer) => answer !== null);
  const left = unanswered(tree);
  return {
    confirmed: answers.length,
    deferred: left.filter(({ state }) => state.name === 'parked').length,
    assumptions: assumptions(tree).length,
    fromCode: answers.filter(({ by }) => by === 'code').length,
    refused: tree.refused,
    open: left.filter(({ state }) => state.name === 'open').length,
  };
};

/** Whether the plan may be written: nothing that arises is open, put off or silently assumed. */
export const gate = (tree: Tree): boolean => live(tree).every(({ state }) => state.name === 'closed');

/** The gate's line, to be shown as it is: `15 confirmed · 0 deferred · 0 silent assumptions`. */
export const exitLine = (tree: Tree): string => {
  const { confirmed, deferred, assumptions: standing } = counts(tree);
  return `${confirmed} confirmed · ${deferred} deferred · ${standing} silent assumptions`;
};
