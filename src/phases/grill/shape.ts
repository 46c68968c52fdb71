import type { GrillNode } from '../../contracts/planning/grill.ts';
import { repeated } from '../pointers.ts';
import { sameWords } from './nodes.ts';

const textOf = (node: GrillNode): string => (node.kind === 'question' ? node.question : node.assumes);

/**
 * What is wrong with how nodes hang together. `roots`: nodes of the tree that was there, under which those of a branch
 * may stand.
 */
export const shapeProblems = (nodes: readonly GrillNode[], roots: readonly GrillNode[]): string[] => {
  const byId = new Map([...roots, ...nodes].map((node) => [node.id, node]));
  return [
    ...repeated(nodes.map(({ id }) => id)).map((id) => `Two nodes have the id \`${id}\`: give each its own.`),
    ...sameQuestions(nodes),
    ...nodes.flatMap((node) => parentProblems(node, byId)),
    ...rings(nodes),
  ];
};

const sameQuestions = (nodes: readonly GrillNode[]): string[] =>
  repeated(nodes.map((node) => sameWords(textOf(node)))).map((words) => {
    const ids = nodes.filter((node) => sameWords(textOf(node)) === words).map(({ id }) => `\`${id}\``);
    return `${ids.join(' and ')} say the same, “${words}”: keep one of them.`;
  });

const parentProblems = (node: GrillNode, byId: ReadonlyMap<string, GrillNode>): string[] => {
  const { id, parent, opens } = node;
  if (parent === null)
    return opens === null
      ? []
      : [
          `\`${id}\` opens by option \`${opens}\` and has no parent: name the parent, or set \`opens\` to null.`,
        ];
  const above = byId.get(parent);
  if (!above)
    return [
      `The parent of \`${id}\`, \`${parent}\`, is not there: name a node of this answer, or null for a root.`,
    ];
  if (opens === null) return [];
  if (above.kind === 'assumption')
    return [
      `\`${id}\` opens by option \`${opens}\`, but its parent \`${parent}\` is an assumption: set \`opens\` to null.`,
    ];
  const options = above.options.map((option) => option.id);
  return options.includes(opens)
    ? []
    : [
        `\`${id}\` opens by \`${opens}\`, which is no option of \`${parent}\`: name one of ${options.map((option) => `\`${option}\``).join(', ')}, or null.`,
      ];
};

/** A node below itself is never reached, nor is anything under it. */
const rings = (nodes: readonly GrillNode[]): string[] => {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const inRing = nodes.filter(({ id }) => {
    const seen = new Set<string>();
    let at = parents.get(id) ?? null;
    while (at !== null && at !== id && !seen.has(at)) {
      seen.add(at);
      at = parents.get(at) ?? null;
    }
    return at === id;
  });
  if (inRing.length === 0) return [];
  const names = inRing.map(({ id }) => `\`${id}\``).join(', ');
  return [
    `${names} stand below each other in a ring, so that none of them is ever asked: give one of them a parent outside of it, or null.`,
  ];
};
