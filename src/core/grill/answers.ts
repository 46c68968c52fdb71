import type { Option } from '../../contracts/planning/grill.ts';
import type { Answer } from '../planning.ts';
import type { Answering, Replied } from './answering.ts';
import { acceptAssumptions } from './assumptions.ts';
import {
  type Asked,
  answered,
  awaiting,
  close,
  logged,
  ownWords,
  quoted,
  refuse,
  refuseVague,
  standsAgainst,
  targetOf,
  withNode,
} from './parts.ts';
import { readReply, withoutQuotes } from './reply.ts';
import { answerOf, assumptions, recommendedOf, unanswered } from './tree.ts';
import { optionMeant } from './words/option-words.ts';
import { readWords } from './words/read-words.ts';

export type { Answering } from './answering.ts';
export { acceptAssumptions, object } from './assumptions.ts';
export { back } from './back.ts';

/**
 * `option`: by id, place (`2`, `#2`), letter or words; null: what is recommended. Where the assumptions are asked
 * about, it accepts them.
 */
export const confirm = (replied: Replied & { option: string | null }): Answering =>
  onQuestion(replied, (asked) => {
    const { node } = asked;
    const option = replied.option === null ? recommendedOf(node) : optionNamed(replied.option, asked);
    if (option) return choose(replied, { asked, option });
    const why = {
      reason: 'unknown-option',
      node: node.id,
      asked: replied.option ?? '',
      options: node.options,
    } as const;
    return refuse(replied.tree, why);
  });

const optionNamed = (words: string, { node }: Asked): Option | null => {
  const read = optionMeant(words, node);
  if (read) return read;
  const kind = readWords(words);
  return kind === 'recommended' || kind === 'agreed' ? recommendedOf(node) : null;
};

/** Words of a person's own; where they are an option's, that option is confirmed. */
export const override = (replied: Replied & { text: string }): Answering =>
  onQuestion(replied, (asked) => {
    const { id, options } = asked.node;
    const read = readReply(replied.text, asked.node);
    const option = read.kind === 'confirm' ? options.find((one) => one.id === read.option) : undefined;
    if (option) return choose(replied, { asked, option });
    if (read.kind === 'override') return inOwnWords(replied, { asked, text: read.text });
    if (read.kind === 'counter-question') return refuse(replied.tree, { reason: read.kind, node: id });
    return refuseVague(replied, { node: id, text: replied.text });
  });

/** Has the question put better; `hint`, which may be empty, says what to think about. */
export const think = (replied: Replied & { hint: string }): Answering =>
  onQuestion(replied, (asked) => {
    const { tree, by, hint } = replied;
    const { id } = asked.node;
    const answer = answerOf(asked);
    if (answer) return refuse(tree, answered(id, answer));
    const line = `${by} had \`${id}\` thought through again${hint.trim() === '' ? '' : `: “${quoted(hint)}”`}`;
    return {
      state: 'branch',
      tree: logged(awaiting(tree, id), line),
      branch: { node: id, cause: 'think', text: hint.trim(), by },
    };
  });

/** Puts the question off until nothing else is open. */
export const defer = (replied: Replied): Answering =>
  onQuestion(replied, (asked) => {
    const { tree, by } = replied;
    const { id } = asked.node;
    const answer = answerOf(asked);
    if (answer) return refuse(tree, answered(id, answer));
    const others = unanswered(tree).filter(({ node }) => node.id !== id);
    const parked = asked.state.name === 'parked';
    if (!others.some(({ state }) => !parked || state.name === 'open'))
      return refuse(tree, { reason: 'only-one-left', node: id });
    const put = withNode(tree, id, (entry) => ({ ...entry, state: { name: 'parked', by } }));
    return { state: 'answered', node: id, tree: parked ? tree : logged(put, `${by} put off \`${id}\``) };
  });

/** Plain words, read as an answer to what stood when they were written. */
export const inWords = (replied: Replied & { text: string }): Answering => {
  const { tree } = replied;
  const target = targetOf(replied);
  if (target.state === 'refused') return refuse(tree, target.why);
  if (target.state === 'assumptions') return onAssumptions(replied);
  const { id } = target.asked.node;
  const read = readReply(replied.text, target.asked.node);
  switch (read.kind) {
    case 'confirm':
      return confirm({ ...replied, option: read.option ?? null });
    case 'override':
      return override(replied);
    case 'counter-question':
      return refuse(tree, { reason: 'counter-question', node: id });
    case 'vague':
      return refuseVague(replied, { node: id, text: replied.text });
  }
};

const onAssumptions = (replied: Replied & { text: string }): Answering => {
  const standing = assumptions(replied.tree).map(({ node }) => node.id);
  const words = readWords(withoutQuotes(replied.text));
  if (words === 'agreed' || words === 'recommended') return acceptAssumptions(replied);
  if (words === 'vague') return refuseVague(replied, { node: standing.join(', '), text: replied.text });
  return refuse(replied.tree, { reason: 'assumptions-asked', standing });
};

const onQuestion = (
  replied: Replied & { option?: string | null },
  answer: (asked: Asked) => Answering,
): Answering => {
  const { tree } = replied;
  const target = targetOf(replied);
  if (target.state === 'refused') return refuse(tree, target.why);
  if (target.state === 'question') return answer(target.asked);
  if (replied.option === null) return acceptAssumptions(replied);
  return refuse(tree, {
    reason: 'assumptions-asked',
    standing: assumptions(tree).map(({ node }) => node.id),
  });
};

const instead = (asked: Asked): string => {
  const before = answerOf(asked);
  return before ? `, instead of ${before.who}’s: ${quoted(before.text)}` : '';
};

const choose = (replied: Replied, { asked, option }: { asked: Asked; option: Option }): Answering => {
  const { tree, by, at } = replied;
  const { id } = asked.node;
  const against = standsAgainst(asked, at);
  if (against) return refuse(tree, against);
  const line = `${by} confirmed \`${id}\`: ${quoted(option.text)}${instead(asked)}`;
  // what stands below was thought through for somebody's own words
  if (ownWords(asked)) return anew(replied, { asked, text: option.text, line });
  const answer: Answer = { by: 'confirmed', option: option.id, text: option.text, who: by, at };
  return { state: 'answered', node: id, tree: logged(close(tree, id, answer), line) };
};

const inOwnWords = (replied: Replied, { asked, text }: { asked: Asked; text: string }): Answering => {
  const { tree, by, at } = replied;
  const { id } = asked.node;
  const against = standsAgainst(asked, at);
  if (against) return refuse(tree, against);
  const line = `${by} answered \`${id}\` in words of their own: “${quoted(text)}”${instead(asked)}`;
  if (ownWords(asked)?.text !== text) return anew(replied, { asked, text, line });
  const answer: Answer = { by: 'override', option: null, text, who: by, at };
  return { state: 'answered', node: id, tree: logged(close(tree, id, answer), line) };
};

const anew = (
  { tree, by }: Replied,
  { asked, text, line }: { asked: Asked; text: string; line: string },
): Answering => ({
  state: 'branch',
  tree: logged(awaiting(tree, asked.node.id), line),
  branch: { node: asked.node.id, cause: 'override', text, by },
});
