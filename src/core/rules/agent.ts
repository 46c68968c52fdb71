import type { Assignment, AssignmentAgent, SupervisorPhaseName } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import { hasCostCap } from '../../contracts/model-findings.ts';
import {
  fittingFallback,
  type ModelPlan,
  type PlannedAgent,
  planModels,
} from '../../contracts/model-plan.ts';
import { planProblemText } from '../../contracts/model-problems.ts';
import { modelName } from '../../contracts/models.ts';
import type { AgentChoice, Delegation, DelegationModels, Item } from '../item.ts';

/** An agent with its models, as the configuration has them now. */
export interface Chosen {
  agent: AssignmentAgent;
  models: DelegationModels;
  plan: ModelPlan;
}

/** `problem`: a sentence for a person, without its end. */
export type Choice = Chosen | { problem: string };

interface Wanted {
  name: string;
  /** Instead of the agent's own; a fallback that does not go together with it is left out. */
  model: string | null;
  chosenBy?: string | undefined;
}

type Definition = Configuration['agents']['allowed'][string];

export const definitionOf = (configuration: Configuration, name: string): Definition | null => {
  const { allowed } = configuration.agents;
  return (Object.hasOwn(allowed, name) ? allowed[name] : undefined) ?? null;
};

/** What stands against a model although it could be reached: a cap on its cost could not be kept. */
const unpriced = (configuration: Configuration, { chain }: ModelPlan): string | null => {
  const free = chain.find(({ price }) => price === null);
  return free && hasCostCap(configuration.caps)
    ? `the price of \`${modelName(free)}\` is not known and a cap on the cost is set; add it under \`models.prices\``
    : null;
};

export const agentNamed = (configuration: Configuration, wanted: Wanted): Choice => {
  const definition = definitionOf(configuration, wanted.name);
  if (!definition)
    return {
      problem: 'it is not under `agents.allowed` any more; `--agent <name>` chooses another',
    };
  const { kind, command, release } = definition;
  const model = wanted.model ?? definition.model;
  const asked: PlannedAgent = { name: wanted.name, kind, model, fallback: definition.fallback };
  const fallback = model === definition.model ? asked.fallback : fittingFallback(configuration.models, asked);
  const planned = planModels(configuration.models, { ...asked, fallback });
  if ('problem' in planned)
    return {
      problem: planProblemText(planned.problem, { agent: asked, models: configuration.models }),
    };
  const { plan } = planned;
  const costly = unpriced(configuration, plan);
  if (costly !== null) return { problem: costly };
  const gateway = plan.chain.length > 0;
  return {
    agent: {
      name: wanted.name,
      kind,
      ...(command === undefined ? {} : { command }),
      ...(model === undefined ? {} : { model }),
      ...(release === undefined ? {} : { release }),
      ...(wanted.chosenBy === undefined ? {} : { chosenBy: wanted.chosenBy }),
    },
    models: {
      fallback: gateway ? fallback : [],
      gateway,
      direct: plan.direct.map(({ provider }) => provider),
    },
    plan,
  };
};

type Phase = Assignment['phase'];

/** The agent that is used when nobody says otherwise, and the setting that says so. */
export const usualAgent = (
  configuration: Configuration,
  phase: Phase = 'delegate',
): { name: string; setting: string } => {
  const name = configuration.agents.phases[phase]?.agent;
  return name === undefined
    ? { name: configuration.agents.default, setting: 'agents.default' }
    : { name, setting: `agents.phases.${phase}` };
};

interface ModelWanted {
  model: string;
  by: string;
}

/** A model that is not the agent's own: the one a person chose with it, else that of the phase. */
const modelWanted = (
  configuration: Configuration,
  { name, choice }: { name: string; choice: AgentChoice | null },
): ModelWanted | null => {
  const chosen = choice?.model ?? null;
  if (chosen !== null) return { model: chosen, by: choice?.chosenBy?.model ?? '/delegate --model' };
  const ofPhase = configuration.agents.phases.delegate?.model;
  const applies = name === usualAgent(configuration).name;
  return applies && ofPhase !== undefined ? { model: ofPhase, by: 'agents.phases.delegate' } : null;
};

const withModel = (
  configuration: Configuration,
  { name, by, wanted }: { name: string; by: string | undefined; wanted: ModelWanted | null },
): Choice => {
  const chosenBy = wanted === null || wanted.by === by ? by : `${by}, model by ${wanted.by}`;
  return agentNamed(configuration, {
    name,
    model: wanted?.model ?? null,
    chosenBy: by === undefined ? undefined : chosenBy,
  });
};

const agentBy = (choice: AgentChoice): string => choice.chosenBy?.agent ?? '/delegate --agent';

/** The agent this item's next delegation goes to: the person's choice, else the phase's, else the default. */
export const chosenAgent = (item: Item, configuration: Configuration): Choice => {
  const usual = usualAgent(configuration);
  const name = item.agent?.name ?? usual.name;
  const by = item.agent ? agentBy(item.agent) : usual.setting;
  return withModel(configuration, {
    name,
    by,
    wanted: modelWanted(configuration, { name, choice: item.agent }),
  });
};

/** What a person chose for the agent of a delegation; null where configuration alone speaks. */
const choiceFor = (item: Item, { agent }: Delegation): AgentChoice | null =>
  item.agent?.name === agent.name ? item.agent : null;

/** The agent of a delegation for its next attempt, as the configuration has it now: only a person's choice of a model stays. */
export const sameAgent = (item: Item, delegation: Delegation, configuration: Configuration): Choice => {
  const { name, chosenBy } = delegation.agent;
  const choice = choiceFor(item, delegation);
  const by = choice ? agentBy(choice) : chosenBy?.split(', model by ')[0];
  return withModel(configuration, { name, by, wanted: modelWanted(configuration, { name, choice }) });
};

/** What helps where an agent cannot be used, besides correcting the configuration. */
export const otherAgentText = (item: Item, name: string): string => {
  const choice = item.agent?.name === name ? item.agent : null;
  const others = '`/retry --agent <name>` or `/retry --model <provider>/<model>` takes another';
  if (!choice?.model) return `${others}.`;
  return `The model \`${choice.model}\` was chosen by \`${choice.chosenBy?.model ?? '/delegate --model'}\`: ${others}, and \`/retry --agent ${name}\` goes back to the one of the configuration.`;
};

/** The agent of a phase that plans or judges. A person's `--agent` is about who edits, and says nothing of these. */
export const supervisorAgent = (configuration: Configuration, phase: SupervisorPhaseName): Choice => {
  const { name, setting } = usualAgent(configuration, phase);
  const model = configuration.agents.phases[phase]?.model;
  const wanted = model === undefined ? null : { model, by: `agents.phases.${phase}` };
  return withModel(configuration, { name, by: setting, wanted });
};
