import type { GrillNode } from '../../contracts/planning/grill.ts';
import type { Branch } from '../../contracts/planning/inputs.ts';
import type { Answer, Tree, TreeNode } from '../planning.ts';
import { allAssumptions } from './ask.ts';
import { acceptedBy } from './assumptions.ts';
import { below } from './parts.ts';
import { answerOf, findNode, opening } from './tree.ts';

interface Grafting {
  tree: Tree;
  branch: Branch;
  /** What the agent answered for this branch. */
  nodes: GrillNode[];
  /** Platform time, ISO 8601. */
  at: string;
}

/**
 * The tree with a branch that was thought through again. The node it is about is closed by the words that caused it,
 * or, for `think`, put anew; of what stood below, what is closed and still holds stays, the rest is replaced.
 */
export const graft = ({ tree, branch, nodes, at }: Grafting): Tree => {
  const old = findNode(tree, branch.node);
  if (!old) return tree;
  const head = headOf(old, { branch, nodes, at });
  const stays = staysBelow(tree, branch.node, optionsOf(head));
  const lost = [...below(tree, branch.node)].filter((id) => !stays.has(id));
  const left = tree.nodes.filter(({ node }) => !lost.includes(node.id));
  const fresh = freshNodes(nodes, { branch, left }).map((node) => opening(node, at));
  const outdated =
    branch.cause === 'think' ? [...lost, allAssumptions, branch.node] : [...lost, allAssumptions];
  const closed = tree.closed.filter((id) => !lost.includes(id) && id !== branch.node);
  return {
    ...tree,
    nodes: left.flatMap((entry) => (entry.node.id === branch.node ? [head, ...fresh] : [entry])),
    closed: branch.cause === 'think' ? closed : [...closed, branch.node],
    asked: tree.asked.map((entry) => (outdated.includes(entry.node) ? { ...entry, replaced: true } : entry)),
  };
};

const headOf = (old: TreeNode, { branch, nodes, at }: Omit<Grafting, 'tree'>): TreeNode => {
  if (branch.cause !== 'think')
    return { node: old.node, state: { name: 'closed', answer: answerBy(old.node, branch, at) } };
  const { parent, opens } = old.node;
  const anew = nodes.find(({ id }) => id === branch.node) ?? old.node;
  return opening({ ...anew, parent, opens }, at);
};

/** A choice that is made after somebody's own words is thought through like those, and is a choice all the same. */
const answerBy = (node: GrillNode, { text, by }: Branch, at: string): Answer => {
  if (node.kind === 'assumption' && text === node.assumes) return acceptedBy(node, { by, at });
  const option = node.kind === 'question' ? node.options.find((one) => one.text === text) : undefined;
  return { by: option ? 'confirmed' : 'override', option: option?.id ?? null, text, who: by, at };
};

/** The options under which what stands below the node can arise. */
const optionsOf = ({ node, state }: TreeNode): string[] => {
  if (state.name === 'closed') return state.answer.option === null ? [] : [state.answer.option];
  return node.kind === 'question' ? node.options.map(({ id }) => id) : [];
};

/** Closed nodes below one that still hold when it is closed by one of these options, or by none. */
export const staysBelow = (tree: Tree, head: string, options: readonly string[]): Set<string> => {
  const stays = new Set<string>();
  const add = (parent: string, under: readonly (string | null)[]): void => {
    for (const entry of tree.nodes) {
      const { id, opens } = entry.node;
      const answer = answerOf(entry);
      const fits = opens === null || under.includes(opens);
      if (entry.node.parent !== parent || !answer || !fits || stays.has(id) || id === head) continue;
      stays.add(id);
      add(id, [answer.option]);
    }
  };
  add(head, options);
  return stays;
};

/** Judged before already; whatever gets here all the same is asked rather than lost, and nothing is there twice. */
const freshNodes = (
  nodes: GrillNode[],
  { branch, left }: { branch: Branch; left: TreeNode[] },
): GrillNode[] => {
  const known = new Set(left.map(({ node }) => node.id));
  const fresh = nodes.filter(({ id }) => !known.has(id));
  const all = new Set([...known, ...fresh.map(({ id }) => id)]);
  return fresh.map((node) =>
    node.parent !== null && all.has(node.parent) ? node : { ...node, parent: branch.node, opens: null },
  );
};
