import type { Assumption } from '../../contracts/planning/grill.ts';
import type { Answer, Tree, TreeNode } from '../planning.ts';
import type { Answering, Replied } from './answering.ts';
import { allAssumptions, isBefore } from './ask.ts';
import { awaiting, close, logged, ownWords, quoted, refuse, refuseVague, standsAgainst } from './parts.ts';
import { withoutQuotes } from './reply.ts';
import { assumptions, live, question } from './tree.ts';
import { plain } from './words/plain.ts';
import { readWords } from './words/read-words.ts';

/** Objects to an assumption, one that was accepted included; `text` is what holds instead. */
export const object = (replied: Replied & { assumption: string; text: string }): Answering => {
  const { tree, by, at } = replied;
  const entry = assumed(tree, replied.assumption);
  if (!entry) {
    const standing = assumptions(tree).map(({ node }) => node.id);
    return refuse(tree, { reason: 'unknown-assumption', asked: replied.assumption, standing });
  }
  const { id } = entry.node;
  const text = withoutQuotes(replied.text);
  const words = readWords(text);
  if (words === 'counter-question') return refuse(tree, { reason: words, node: id });
  if (words !== 'substance') return refuseVague(replied, { node: id, text });
  const against = standsAgainst(entry, at);
  if (against) return refuse(tree, against);
  const line = `${by} objected to \`${id}\`: “${quoted(text)}”`;
  if (ownWords(entry)?.text === text) {
    const answer: Answer = { by: 'override', option: null, text, who: by, at };
    return { state: 'answered', node: id, tree: logged(close(tree, id, answer), line) };
  }
  return {
    state: 'branch',
    tree: logged(awaiting(tree, id), line),
    branch: { node: id, cause: 'object', text, by },
  };
};

interface Assumed extends TreeNode {
  node: Assumption;
}

const assumed = (tree: Tree, name: string): Assumed | null => {
  const id = plain(name).replace(/^['"*]+|['"*:,.]+$/g, '');
  const entry = live(tree).find(({ node }) => node.id === id);
  return entry?.node.kind === 'assumption' ? { ...entry, node: entry.node } : null;
};

/** Accepts all that is assumed, once no question is left. */
export const acceptAssumptions = (replied: Replied): Answering => {
  const { tree, by, at } = replied;
  const standing = assumptions(tree);
  const last = tree.asked.at(-1);
  const tooEarly = last?.node === allAssumptions && isBefore(at, last.at);
  if (standing.length === 0 || question(tree) !== null || tooEarly)
    return refuse(tree, { reason: 'nothing-asked' });
  const asBuilt = standing.filter((entry) => ownWords(entry) === null);
  const names = standing.map(({ node }) => `\`${node.id}\``).join(', ');
  const accepted = asBuilt.reduce((so, { node }) => close(so, node.id, acceptedBy(node, { by, at })), tree);
  const after = logged(accepted, `${by} accepted what is assumed: ${names}`);
  const objected = standing.find((entry) => ownWords(entry) !== null);
  if (!objected) return { state: 'answered', tree: after, node: null };
  // what stands below it was thought through for the objection that was taken back
  const { id, assumes } = objected.node;
  return {
    state: 'branch',
    tree: awaiting(after, id),
    branch: { node: id, cause: 'object', text: assumes, by },
  };
};

export const acceptedBy = (node: Assumption, { by, at }: { by: string; at: string }): Answer => ({
  by: 'accepted',
  option: null,
  text: node.assumes,
  who: by,
  at,
});
