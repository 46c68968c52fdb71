import type { PlanningAssignment } from '../../../contracts/assignment.ts';
import type { Configuration } from '../../../contracts/configuration.ts';
import type { ModelPlan } from '../../../contracts/model-plan.ts';
import type { Direction } from '../../../contracts/planning/explore.ts';
import type { GrillNode } from '../../../contracts/planning/grill.ts';
import type { Branch, Said } from '../../../contracts/planning/inputs.ts';
import { commonTerms } from '../../assignment.ts';
import { decisions } from '../../grill/decisions.ts';
import type { Item } from '../../item.ts';
import type { Planning, PlanRun, Tree } from '../../planning.ts';

const directionOf = ({ direction }: Planning): Direction | null =>
  direction && direction.number !== null ? direction.chosen : null;

/** What was read for an answer is of no use to the next question, and an assignment has to fit into the inputs of a run. */
const slim = (node: GrillNode): GrillNode => ({ ...node, evidence: [] });

const short = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119)}…`);

/** Of a question that is closed, its answer says what matters. */
const closed = (node: GrillNode): GrillNode => {
  const brief = { ...slim(node), why: short(node.why), justification: short(node.justification) };
  if (brief.kind === 'assumption') return brief;
  return { ...brief, options: brief.options.map(({ id, text }) => ({ id, text: short(text) })) };
};

/** Of a branch that is thought through again its own node is told in full; of all others, what they asked and what was answered. */
const treeOf = (tree: Tree | null, branch: Branch | null) =>
  (tree?.nodes ?? []).map(({ node, state }) => {
    const told = node.id === branch?.node ? slim(node) : closed(node);
    if (state.name !== 'closed') return { node: told, answered: null };
    const { by, option, text, who } = state.answer;
    return { node: told, answered: { by, option, text, who } };
  });

interface About {
  item: Item;
  planning: Planning;
  run: PlanRun;
  said: Said[];
}

const inputsOf = ({ item, planning, run, said }: About) => {
  const direction = directionOf(planning);
  switch (run.phase) {
    case 'explore':
      return { phase: run.phase, inputs: { said, earlier: planning.earlier } };
    case 'grill': {
      const { branch } = run;
      return { phase: run.phase, inputs: { said, direction, tree: treeOf(planning.tree, branch), branch } };
    }
    case 'propose': {
      const made = planning.tree ? decisions(planning.tree) : [];
      return { phase: run.phase, inputs: { said, direction, decisions: made, change: item.change } };
    }
    case 'enhance': {
      const inputs = { change: item.change ?? '', branch: item.repository.defaultBranch };
      return { phase: run.phase, inputs };
    }
    case 'prompt':
      return { phase: run.phase, inputs: { said } };
  }
};

/** The assignment of a planning run: what is sent to the runner, and what its answer is judged against. */
export const planningAssignment = (options: {
  item: Item;
  planning: Planning;
  run: PlanRun;
  configuration: Configuration;
  /** Left out where the assignment is only what an answer is judged against, like `plan`. */
  brief?: Said[];
  plan?: ModelPlan;
}): PlanningAssignment => {
  const { item, planning, run, configuration, plan } = options;
  return {
    ...commonTerms({ item, attempt: run, agent: run.agent, configuration, plan }),
    recordedBase: run.base,
    ...inputsOf({ item, planning, run, said: [...(options.brief ?? []), ...planning.said] }),
  };
};
