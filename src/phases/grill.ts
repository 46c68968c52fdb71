import { type GrillAnswer, type Grilled, grillAnswerSchema } from '../contracts/planning/grill.ts';
import { branchProblems } from './grill/branch.ts';
import { nodeProblems } from './grill/nodes.ts';
import { shapeProblems } from './grill/shape.ts';
import type { Given, PlanningPhase } from './phase.ts';
import { pathsOf } from './pointers.ts';

/** Builds the decision tree of a direction, or thinks one branch of it through again. */
export const grill: PlanningPhase<'grill', GrillAnswer> = {
  name: 'grill',
  access: 'read',
  turns: 2,
  schema: grillAnswerSchema,
  reads: (answer) =>
    answer.status === 'BLOCKED' ? [] : pathsOf(answer.nodes.flatMap(({ evidence }) => evidence)),
  judge: (answer, given) =>
    answer.status === 'BLOCKED'
      ? []
      : [
          ...hangingTogether(answer, given),
          ...answer.nodes.flatMap((node) => nodeProblems(node, given.files)),
        ],
};

const hangingTogether = ({ nodes }: Grilled, { assignment }: Given<'grill'>): string[] => {
  const { inputs } = assignment;
  if (inputs.branch) return branchProblems(nodes, { branch: inputs.branch, inputs });
  if (nodes.length === 0)
    return [
      'The tree is empty: every direction implies decisions; ask what happens in the cases it does not name.',
    ];
  return shapeProblems(nodes, []);
};
