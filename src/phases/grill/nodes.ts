import type { Assumption, GrillNode, Question } from '../../contracts/planning/grill.ts';
import { plain, saysSomething } from '../../core/grill/words/plain.ts';
import { isVague } from '../../core/grill/words/read-words.ts';
import { pointerProblems, repeated } from '../pointers.ts';
import { isStacked } from './one-question.ts';

/** What is wrong with each node by itself. */
export const nodeProblems = (node: GrillNode, files: ReadonlyMap<string, string | null>): string[] => [
  ...(node.kind === 'question' ? questionProblems(node) : assumptionProblems(node)),
  ...(justifies(node.justification)
    ? []
    : [
        `The justification of \`${node.id}\` says nothing: give the reason in one line, such as what would break otherwise.`,
      ]),
  ...pointerProblems(`The evidence of \`${node.id}\``, node.evidence, files),
];

/** Words that praise without saying why; a justification of nothing else is none. */
const praise =
  /(?<![\p{L}\p{N}])(?:it|this|that|is|it's|the|a|an|most|more|very|and|or|best|better|good|great|fine|right|correct|usual|standard|common|commonly|used|practices?|recommended|recommendation|sensible|reasonable|obvious|obviously|clear|clearly|simple|simply|simplest|easy|easiest|nice|nicer|cleaner|clean|safe|safest|option|choice|answer|way|approach|default|seems?|looks?|feels?|just|because|makes|sense|works|well|i|we|think|believe|prefer|preferred|industry|by|of|to|here|all|tbd|todo|n\/a|none|see|above)(?![\p{L}\p{N}])/gu;

const justifies = (text: string): boolean =>
  !isVague(text) && saysSomething(plain(text).replace(praise, ' '));

const questionProblems = (node: Question): string[] => {
  const { id, question, options, recommended, resolvedBy, evidence } = node;
  const problems: string[] = [];
  if (!options.some((option) => option.id === recommended))
    problems.push(
      `\`${id}\` recommends \`${recommended}\`, which is none of its options: recommend one of ${listed(options.map((option) => option.id))}.`,
    );
  for (const twice of repeated(options.map((option) => option.id)))
    problems.push(`Two options of \`${id}\` have the id \`${twice}\`: give each its own.`);
  for (const twice of repeated(options.map((option) => sameWords(option.text))))
    problems.push(`Two options of \`${id}\` say the same, “${twice}”: leave one out or say how they differ.`);
  for (const option of options.filter(({ text }) => undecided.test(plain(text))))
    problems.push(
      `Option \`${option.id}\` of \`${id}\` decides nothing: offer only answers that can be built.`,
    );
  if (isStacked(question))
    problems.push(
      `\`${id}\` asks more than one thing at once: ask one of them, and make the others nodes of their own.`,
    );
  if (!saysSomething(question)) problems.push(`\`${id}\` asks nothing: put its question in words.`);
  if (resolvedBy === 'code' && evidence.length === 0)
    problems.push(
      `\`${id}\` is said to be answered by the code and shows nowhere to look: add path and line to \`evidence\`, or leave it to a person (\`resolvedBy: "person"\`).`,
    );
  return problems;
};

const undecided =
  /^(?:(?:it )?depends|(?:something|anything) else|other|others|tbd|decide later|to be decided|unsure|not sure|don't know|whatever(?: .*)?|up to you|no preference)[.!]?$/u;

const assumptionProblems = ({ id, assumes }: Assumption): string[] => {
  if (/[?？]\s*$/u.test(assumes))
    return [
      `\`${id}\` asks instead of assuming: state what is taken for granted, or make it a question with options.`,
    ];
  return isVague(assumes)
    ? [`\`${id}\` assumes nothing that somebody could object to: state what is taken for granted.`]
    : [];
};

/** Words of a question as they are compared: without case, accents and marks. */
export const sameWords = (text: string): string =>
  plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

export const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
