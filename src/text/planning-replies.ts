import { decisions } from '../core/grill/decisions.ts';
import { exitLine, findNode, question } from '../core/grill/tree.ts';
import type { Item } from '../core/item.ts';
import type { Tree } from '../core/planning.ts';
import type { Reply } from '../core/reply.ts';
import { code, inline, line, paragraphs, table } from './markdown.ts';
import { ticketLink } from './places.ts';

type Of<K extends Reply['kind']> = Extract<Reply, { kind: K }>;
type Why = Of<'no-answer'>['why'];

const name = (login: string): string => inline(login, 60);

export const unknownDirection = (reply: Of<'unknown-direction'>): string =>
  `${name(reply.to)}: there is no direction ${reply.asked}. ${reply.shown > 0 ? `Shown are 1 to ${reply.shown}: \`/choose <number>\`.` : 'None is shown.'} \`/explore <hint>\` looks for others.`;

/** The decision, the recommendation and why it matters: a vague answer gets the question once more. */
const restated = (tree: Tree, id: string): string => {
  const node = findNode(tree, id)?.node;
  if (node?.kind !== 'question') return '';
  const recommended = node.options.find((option) => option.id === node.recommended);
  const options = node.options
    .map((option) => `${code(option.id, 32)} ${inline(option.text, 200)}`)
    .join(' · ');
  return paragraphs(
    `**${inline(node.question, 500)}** ${line(node.why, 600)}`,
    `Options: ${options}. Recommended: **${inline(recommended?.text ?? node.recommended, 300)}**, because ${line(node.justification, 300)}`,
    '`/confirm` takes it, `/confirm <option>` another, `/override <answer>` is in your own words, `/think <hint>` has it thought through again.',
  );
};

const standing = (ids: string[]): string =>
  ids.length === 0 ? '' : ` Assumed are ${ids.map((id) => code(id, 48)).join(', ')}.`;

const whyText = (why: Why, tree: Tree): string => {
  switch (why.reason) {
    case 'vague':
      return paragraphs(
        'that is not an answer that anybody could build on. Please make a concrete choice:',
        restated(tree, why.node),
      );
    case 'counter-question':
      return paragraphs(
        'that asks back. `/think <hint>` has the agent look into it. The question stands:',
        restated(tree, why.node),
      );
    case 'unknown-option':
      return `${code(why.asked, 80)} is none of the options: ${why.options.map((option) => code(option.id, 32)).join(', ')}. \`/override <answer>\` takes words of your own.`;
    case 'nothing-asked':
      return 'no question was asked when that was written.';
    case 'put-anew':
      return `the question ${code(why.node, 48)} was put in other words since. Answer it as it stands now.`;
    case 'not-live':
      return `the question ${code(why.node, 48)} does not arise any more after what was answered since.`;
    case 'answered-since':
      return `${code(why.node, 48)} was answered later by ${name(why.who)}: ${inline(why.answer, 300)}. \`/back\` takes the last answer back.`;
    case 'only-one-left':
      return paragraphs('nothing else is open, so it cannot be put off once more:', restated(tree, why.node));
    case 'assumptions-asked':
      return `what is asked is whether the assumptions hold: \`/confirm\` accepts them, \`/object <assumption> <answer>\` does not.${standing(why.standing)}`;
    case 'unknown-assumption':
      return `${code(why.asked, 80)} is not assumed.${standing(why.standing)}`;
    case 'nothing-to-take-back':
      return 'no answer of a person is there to be taken back.';
  }
};

export const noAnswer = (reply: Of<'no-answer'>, item: Item): string => {
  const tree = item.planning?.tree;
  return tree ? `${name(reply.to)}: ${whyText(reply.why, tree)}` : `${name(reply.to)}: nothing is asked.`;
};

export const readBack = (reply: Of<'read-back'>, item: Item): string => {
  const next = item.planning?.tree ? question(item.planning.tree) : null;
  const goesOn = next && item.decision ? ` Asked next: ${code(next.id, 48)}.` : '';
  return `${name(reply.to)}: taken as the answer to ${code(reply.node, 48)}: ${inline(reply.answer, 500)}. \`/back\` takes it back.${goesOn}`;
};

/** The decisions as they go into design.md, for the ticket. */
export const decisionsText = (item: Item): string => {
  const tree = item.planning?.tree;
  if (!tree) return `Nothing was decided for ${ticketLink(item)}.`;
  const rows = decisions(tree).map(({ id, question: asked, answer, who }) => [
    code(id, 48),
    inline(asked, 200),
    inline(answer, 400),
    inline(who, 120),
  ]);
  return paragraphs(
    `Decisions for ${ticketLink(item)}: **${exitLine(tree)}**`,
    table(['id', 'question', 'answer', 'who'], rows),
    'The plan is being written from them.',
  );
};
