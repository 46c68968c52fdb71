import type { Option } from '../../contracts/planning/grill.ts';
import type { Branch } from '../../contracts/planning/inputs.ts';
import type { Tree } from '../planning.ts';

/** Whose reply, and when. */
export interface Replied {
  tree: Tree;
  /** Login. */
  by: string;
  /** Platform time of the reply, ISO 8601; whole seconds where the platform has no more. */
  at: string;
}

/** Why a reply is no answer. `node` is the question or assumption it was meant for. */
export type Why =
  /** Says nothing to decide by: restate question, recommendation and why it matters. */
  | { reason: 'vague'; node: string }
  /** Asks back: `/think` is for that. */
  | { reason: 'counter-question'; node: string }
  | { reason: 'unknown-option'; node: string; asked: string; options: Option[] }
  /** Nothing was asked when it was written. */
  | { reason: 'nothing-asked' }
  /** The question that stood then has been put in other words since. */
  | { reason: 'put-anew'; node: string }
  /** The question that stood then does not arise any more. */
  | { reason: 'not-live'; node: string }
  /** Somebody answered it later than this was written, or for good. */
  | { reason: 'answered-since'; node: string; who: string; answer: string }
  /** Nothing else is open: putting it off would leave nothing to ask. */
  | { reason: 'only-one-left'; node: string }
  /** What is asked is whether the assumptions hold: `/confirm`, or `/object <id> <answer>`. */
  | { reason: 'assumptions-asked'; standing: string[] }
  | { reason: 'unknown-assumption'; asked: string; standing: string[] }
  | { reason: 'nothing-to-take-back' };

export type Answering =
  /** `node`: what it was an answer to; null where it was to all the assumptions. */
  | { state: 'answered'; tree: Tree; node: string | null }
  /** The branch has to be thought through again before anything more is asked: then `graft`. */
  | { state: 'branch'; tree: Tree; branch: Branch }
  | { state: 'refused'; tree: Tree; why: Why };
