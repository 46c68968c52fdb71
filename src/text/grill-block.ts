import type { Question } from '../contracts/planning/grill.ts';
import { assumptions, counts, exitLine, live, question } from '../core/grill/tree.ts';
import type { Item, PlanningBlock } from '../core/item.ts';
import type { Planning, Tree, TreeNode } from '../core/planning.ts';
import { type Choice, choices } from './choices.ts';
import { decisionTree } from './decision-tree.ts';
import { pointers } from './explore-block.ts';
import { bullets, code, fenced, folded, inline, line, paragraphs, quoted, table } from './markdown.ts';
import { ticketLink, ticketTitle } from './places.ts';

interface Showing {
  block: PlanningBlock;
  item: Item;
  planning: Planning;
  tree: Tree;
}

const boxes = ['option-1', 'option-2', 'option-3', 'option-4', 'option-5', 'option-6'] as const;

const questionChoices = (asked: Question, parked: boolean): Choice[] => [
  ...asked.options.slice(0, boxes.length).map((option, index) => ({
    command: boxes[index] ?? 'option-1',
    typed: option.id === asked.recommended ? '/confirm' : `/confirm ${option.id}`,
    label:
      option.id === asked.recommended
        ? `**${line(option.text, 300)}** ← recommended: ${line(asked.justification, 300)}`
        : line(option.text, 300),
  })),
  {
    command: 'think',
    typed: '/think [hint]',
    label: '_Think harder_ about it; `/think <hint>` says about what',
  },
  ...(parked
    ? []
    : [
        {
          command: 'defer' as const,
          typed: '/defer',
          label: '_Later_: it comes back before the plan is written',
        },
      ]),
];

const questionText = ({ block, item, planning, tree }: Showing): string | null => {
  const asked = question(tree);
  const { decision } = item;
  if (!asked || decision?.asks !== 'question') return null;
  const run = planning.runs.findLast((one) => one.phase === 'grill');
  const parked = tree.nodes.some(({ node, state }) => node.id === asked.id && state.name === 'parked');
  return paragraphs(
    `#### ${inline(asked.question, 500)} ${code(asked.id, 48)}`,
    quoted(asked.why, 600),
    parked ? '_It was put off before; nothing else is open now._' : null,
    asked.evidence.length > 0 && run ? pointers(item, { base: run.base, read: asked.evidence }) : null,
    choices({ on: block.home.on, decision: decision.id, choices: questionChoices(asked, parked) }),
    'In words of your own: `/override <answer>`. Take the last answer back: `/back`.',
  );
};

const assumptionsText = ({ block, item, tree }: Showing): string | null => {
  const standing = assumptions(tree);
  if (standing.length === 0) return null;
  const lines = standing.map(
    ({ node }) =>
      `${code(node.id, 48)}: assuming ${line(node.assumes, 500)} (${line(node.justification, 300)}); object now or it becomes a design decision: \`/object ${node.id} <answer>\``,
  );
  const { decision } = item;
  const asked =
    decision?.asks === 'assumptions'
      ? choices({
          on: block.home.on,
          decision: decision.id,
          choices: [
            {
              command: 'accept-assumptions',
              typed: '/confirm',
              label: `**Accept ${standing.length === 1 ? 'it' : `all ${standing.length}`}** — on the record`,
            },
          ],
        })
      : null;
  return paragraphs(
    asked ? '#### Every question is closed. These are assumed:' : '**Assumed**',
    bullets(lines),
    asked,
  );
};

const whoText = ({ state }: TreeNode): string => {
  if (state.name !== 'closed') return '';
  const { by, who } = state.answer;
  if (by === 'code') return 'the code';
  if (by === 'override') return `${inline(who, 60)} (own words)`;
  return by === 'accepted' ? `${inline(who, 60)} (assumed)` : inline(who, 60);
};

const decidedText = ({ item, tree }: Showing): string | null => {
  const closed = live(tree).filter(({ state }) => state.name === 'closed');
  if (closed.length === 0) return null;
  const rows = closed.map((one) => [
    code(one.node.id, 48),
    inline(one.node.kind === 'question' ? one.node.question : one.node.assumes, 160),
    one.state.name === 'closed' ? inline(one.state.answer.text, 300) : '',
    whoText(one),
  ]);
  return folded(
    `Decided so far (${closed.length})`,
    table(['id', 'question', 'answer', 'who'], rows),
    item.home.on,
  );
};

const logText = ({ item, tree }: Showing): string | null =>
  tree.log.length === 0
    ? null
    : folded(
        `Log (${tree.log.length})`,
        bullets(tree.log.slice(-60).map((one) => line(one, 300))),
        item.home.on,
      );

const thinking = ({ planning, item }: Showing): string | null => {
  const run = planning.runs.at(-1);
  if (run?.phase !== 'grill' || (run.outcome.state !== 'asked' && run.outcome.state !== 'running'))
    return null;
  if (item.stage.name !== 'grilling') return null;
  const about = run.branch
    ? `the branch ${code(run.branch.node, 48)} is thought through again`
    : 'it is thought through';
  return `_No question now: ${about}._`;
};

const countsLine = ({ tree }: Showing): string => {
  const { open, fromCode, refused } = counts(tree);
  const parts = [
    ...(open > 0 ? [`${open} open`] : []),
    ...(fromCode > 0 ? [`${fromCode} answered by the code`] : []),
    ...(refused > 0 ? [`${refused} refused as vague`] : []),
  ];
  return `**${exitLine(tree)}**${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`;
};

/** What the decisions came to, once the plan is written from them. */
const planText = ({ item, planning }: Showing): string | null =>
  planning.proposed && item.change !== null
    ? paragraphs(`**The plan: ${code(item.change, 80)}**`, quoted(planning.proposed.summary))
    : null;

/** The grill in one comment, edited in place: the one question, what is assumed, the tree and its counts. */
export const grillBlock = (block: PlanningBlock, item: Item): string | null => {
  const { planning } = item;
  if (!planning) return null;
  if (!planning.tree)
    return paragraphs(
      `### Grill: ${ticketLink(item)} ${ticketTitle(item)}`,
      '_No question now: it is explored anew._',
    );
  const showing = { block, item, planning, tree: planning.tree };
  const asked = item.decision?.asks === 'question' ? (question(planning.tree)?.id ?? null) : null;
  const root = planning.direction?.number ? planning.direction.chosen.title : item.ticket.title;
  return paragraphs(
    `### Grill: ${ticketLink(item)} ${ticketTitle(item)}`,
    countsLine(showing),
    planText(showing),
    thinking(showing),
    questionText(showing),
    assumptionsText(showing),
    fenced(decisionTree(planning.tree, { root, asked }), { max: 30_000, info: 'mermaid' }),
    decidedText(showing),
    logText(showing),
  );
};
