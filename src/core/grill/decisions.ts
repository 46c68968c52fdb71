import type { GrillNode } from '../../contracts/planning/grill.ts';
import type { Decision } from '../../contracts/planning/inputs.ts';
import type { Answer, Tree } from '../planning.ts';
import { live } from './tree.ts';

/** Every decision that was made, in the order of the tree, as it stands in design.md. */
export const decisions = (tree: Tree): Decision[] =>
  live(tree).flatMap(({ node, state }) => (state.name === 'closed' ? [decisionOf(node, state.answer)] : []));

const decisionOf = (node: GrillNode, answer: Answer): Decision => ({
  id: node.id,
  question: node.kind === 'question' ? node.question : `Assumption: ${node.assumes}`,
  answer: answer.text,
  who: answer.by === 'code' ? `code: ${places(node)}` : answer.who,
  why: speaksForIt(node, answer) ? node.justification : node.why,
});

const places = (node: GrillNode): string =>
  node.evidence.map(({ path, line }) => `${path}:${line}`).join(', ');

/** The justification is one of the recommendation: it speaks for no other answer. */
const speaksForIt = (node: GrillNode, answer: Answer): boolean =>
  node.kind === 'question' ? answer.option === node.recommended : answer.by === 'accepted';
