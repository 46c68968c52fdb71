import type { AssignmentOf } from '../../contracts/assignment.ts';
import type { GrillNode } from '../../contracts/planning/grill.ts';
import type { Branch } from '../../contracts/planning/inputs.ts';
import { staysBelow } from '../../core/grill/graft.ts';
import { below } from '../../core/grill/parts.ts';
import type { Tree } from '../../core/planning.ts';
import { listed, sameWords } from './nodes.ts';
import { shapeProblems } from './shape.ts';

type Inputs = AssignmentOf<'grill'>['inputs'];

const treeOf = ({ tree }: Inputs): Tree => ({
  nodes: tree.map(({ node, answered }) => ({
    node,
    state: answered ? { name: 'closed', answer: { ...answered, at: '' } } : { name: 'open' },
  })),
  asked: [],
  closed: [],
  refused: 0,
  log: [],
});

/** The options under which what is below the branch's node can arise once the answer is grafted. */
const optionsOf = (
  nodes: readonly GrillNode[],
  { branch, old }: { branch: Branch; old: GrillNode },
): string[] => {
  const head = branch.cause === 'think' ? (nodes.find(({ id }) => id === branch.node) ?? old) : old;
  if (head.kind !== 'question') return [];
  const all = head.options.map(({ id }) => id);
  return branch.cause === 'think'
    ? all
    : head.options.filter(({ text }) => text === branch.text).map(({ id }) => id);
};

/** What is wrong with one branch of a tree, as far as it concerns the tree it belongs to. */
export const branchProblems = (
  nodes: readonly GrillNode[],
  { branch, inputs }: { branch: Branch; inputs: Inputs },
): string[] => {
  const tree = treeOf(inputs);
  const old = tree.nodes.find(({ node }) => node.id === branch.node)?.node;
  if (!old)
    return [`The branch's node \`${branch.node}\` is not in the tree: this assignment cannot be done.`];
  const thinks = branch.cause === 'think';
  const stays = staysBelow(tree, branch.node, optionsOf(nodes, { branch, old }));
  const lost = below(tree, branch.node);
  const left = tree.nodes.filter(
    ({ node }) => (node.id !== branch.node || !thinks) && (!lost.has(node.id) || stays.has(node.id)),
  );
  const mayBeParents = left
    .filter(({ node }) => node.id === branch.node || stays.has(node.id))
    .map(({ node }) => node);
  return [
    ...(thinks ? headProblems(nodes, old) : []),
    ...returning(
      nodes,
      left.map(({ node }) => node),
    ),
    ...outside(nodes, { branch, parents: mayBeParents }),
    ...shapeProblems(
      thinks
        ? nodes.map((node) => (node.id === branch.node ? { ...node, parent: null, opens: null } : node))
        : nodes,
      mayBeParents,
    ),
  ];
};

const headProblems = (nodes: readonly GrillNode[], { id, kind }: GrillNode): string[] => {
  const head = nodes.find((node) => node.id === id);
  if (!head)
    return [`\`${id}\` itself is missing: it is the question that is to be put better, under the same id.`];
  return head.kind === kind
    ? []
    : [`\`${id}\` has to stay a question: ask it with options and a recommendation.`];
};

const textOf = (node: GrillNode): string => (node.kind === 'question' ? node.question : node.assumes);

/** What stands already comes back neither under its name nor in the same words. */
const returning = (nodes: readonly GrillNode[], left: readonly GrillNode[]): string[] =>
  nodes.flatMap((node) => {
    const same = left.find(({ id }) => id === node.id);
    if (same)
      return [`\`${node.id}\` is in the tree already: leave it out, or give what is new an id of its own.`];
    const asked = left.find((other) => sameWords(textOf(other)) === sameWords(textOf(node)));
    return asked
      ? [`\`${node.id}\` asks the same as \`${asked.id}\`, which is in the tree already: leave it out.`]
      : [];
  });

const outside = (
  nodes: readonly GrillNode[],
  { branch, parents }: { branch: Branch; parents: readonly GrillNode[] },
): string[] => {
  const allowed = new Set([branch.node, ...parents.map(({ id }) => id), ...nodes.map(({ id }) => id)]);
  return nodes.flatMap(({ id, parent }) => {
    if (id === branch.node || (parent !== null && allowed.has(parent))) return [];
    const where = listed([...new Set([branch.node, ...parents.map((node) => node.id)])]);
    return [
      `\`${id}\` does not belong to this branch: put it below ${where} or a node of this answer, or leave it out.`,
    ];
  });
};
