import type { Tree } from '../planning.ts';
import { assumptions, findNode, question } from './tree.ts';

/** Stands in `asked` for the question whether the assumptions hold; no node can be called so. */
export const allAssumptions = '*';

/**
 * Notes what is put before people from now on: the next question, and once none is left whether the assumptions hold.
 * Unchanged when nothing is left to ask.
 */
export const ask = (tree: Tree, at: string): Tree => {
  const next = question(tree);
  if (!next && assumptions(tree).length === 0) return tree;
  return { ...tree, asked: [...tree.asked, { node: next?.id ?? allAssumptions, at }] };
};

export type Standing =
  | { state: 'asked'; node: string }
  | { state: 'put-anew'; node: string }
  | { state: 'nothing-asked' };

/** What stood before people when something was written. */
export const standingAt = (tree: Tree, at: string): Standing => {
  const entry = tree.asked.findLast((candidate) => !isBefore(at, candidate.at));
  if (!entry) return { state: 'nothing-asked' };
  const gone = entry.node !== allAssumptions && findNode(tree, entry.node) === null;
  return { state: entry.replaced || gone ? 'put-anew' : 'asked', node: entry.node };
};

/** Whether `at` lies before the second in which `other` lies: GitHub's times have whole seconds. */
export const isBefore = (at: string, other: string): boolean =>
  Date.parse(at) < Math.floor(Date.parse(other) / 1000) * 1000;
