import { live } from '../core/grill/tree.ts';
import type { Tree, TreeNode } from '../core/planning.ts';
import { plainLine } from './sanitize.ts';

/** Mermaid ends a label at a quote and reads entities, not escapes. */
const label = (text: string, max: number): string =>
  plainLine(text, max).replace(/[#&<>"`\\|[\](){}]/g, (character) => `#${character.codePointAt(0)};`);

const heading = ({ node }: TreeNode): string => (node.kind === 'question' ? node.question : node.assumes);

const mark = (one: TreeNode, asked: string | null): { sign: string; kind: string } => {
  if (one.state.name === 'parked') return { sign: '⏸', kind: 'parked' };
  if (one.state.name === 'open') {
    if (one.node.kind === 'assumption') return { sign: '⚠', kind: 'assumed' };
    return one.node.id === asked ? { sign: '❓', kind: 'asked' } : { sign: '·', kind: 'open' };
  }
  return one.state.answer.by === 'code' ? { sign: '⌨', kind: 'code' } : { sign: '✓', kind: 'closed' };
};

const answerOf = ({ state }: TreeNode): string => (state.name === 'closed' ? ` → ${state.answer.text}` : '');

const styles = [
  'classDef closed fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  'classDef code fill:#ddf4ff,stroke:#0969da,color:#1f2328',
  'classDef asked fill:#fff8c5,stroke:#9a6700,stroke-width:3px,color:#1f2328',
  'classDef open fill:#f6f8fa,stroke:#59636e,color:#1f2328',
  'classDef parked fill:#fff1e5,stroke:#bc4c00,color:#1f2328',
  'classDef assumed fill:#ffebe9,stroke:#d1242f,color:#1f2328',
];

/** The tree as Mermaid draws it: every live question with its answer, the one that is asked marked. Names of nodes are places, not ids. */
export const decisionTree = (tree: Tree, options: { root: string; asked: string | null }): string => {
  const nodes = live(tree);
  const place = new Map(nodes.map(({ node }, index) => [node.id, `n${index + 1}`]));
  const lines = nodes.flatMap((one) => {
    const { id, parent, opens } = one.node;
    const { sign, kind } = mark(one, options.asked);
    const from = parent === null ? 'root' : (place.get(parent) ?? 'root');
    const edge = opens === null ? '-->' : `-->|${label(opens, 40)}|`;
    const text = `${sign} ${label(id, 48)}<br/>${label(`${heading(one)}${answerOf(one)}`, 120)}`;
    return [`  ${from} ${edge} ${place.get(id)}["${text}"]`, `  class ${place.get(id)} ${kind}`];
  });
  return [
    'flowchart TD',
    `  root(["${label(options.root, 80)}"])`,
    ...lines,
    ...styles.map((one) => `  ${one}`),
  ].join('\n');
};
