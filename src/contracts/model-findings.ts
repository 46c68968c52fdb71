import type { Configuration } from './configuration.ts';
import { type Path, quote } from './configuration-document.ts';
import { type Finding, nearest } from './configuration-problems.ts';
import {
  fittingFallback,
  type PlannedAgent,
  type PlanProblem,
  planModels,
  providersOf,
  splitModel,
} from './model-plan.ts';
import { planProblemText } from './model-problems.ts';
import { modelName } from './models.ts';
import { providerFindings } from './provider-findings.ts';

export type Sections = Pick<Configuration, 'agents' | 'models' | 'caps'>;

interface Use {
  agent: PlannedAgent;
  /** Where its model is written, and where its fallbacks are. */
  at: Path;
  fallbackAt: Path;
}

/** Every agent with its own model, and with the model that a phase gives it: that one leaves out fallbacks that do not fit. */
export const usesOf = ({ agents, models }: Pick<Sections, 'agents' | 'models'>): Use[] => {
  const own = Object.entries(agents.allowed).map(([name, definition]): Use => {
    const at = ['agents', 'allowed', name];
    const { kind, model, fallback } = definition;
    return { agent: { name, kind, model, fallback }, at: [...at, 'model'], fallbackAt: [...at, 'fallback'] };
  });
  const phases = Object.entries(agents.phases).flatMap(([phase, choice]) => {
    const name = choice?.agent ?? agents.default;
    const use = own.find(({ agent }) => agent.name === name);
    if (choice?.model === undefined || !use || choice.model === use.agent.model) return [];
    const at = ['agents', 'phases', phase, 'model'];
    const asked = { ...use.agent, model: choice.model };
    return [{ ...use, agent: { ...asked, fallback: fittingFallback(models, asked) }, at }];
  });
  return [...own, ...phases];
};

const placeOf = (use: Use, problem: PlanProblem): Path => {
  const index = 'index' in problem ? problem.index : 0;
  return index === 0 ? use.at : [...use.fallbackAt, index - 1];
};

const dotted = (path: Path): string =>
  quote(
    path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
      .join('')
      .slice(1),
  );

const useFinding = (sections: Sections, use: Use): Finding[] => {
  const { models } = sections;
  const planned = planModels(models, use.agent);
  if ('problem' in planned) {
    const { problem } = planned;
    const path = placeOf(use, problem);
    const what = problem.why === 'no-model' ? 'is missing' : `is ${quote(problem.name)}`;
    return [{ path, text: `${dotted(path)} ${what}: ${planProblemText(problem, { ...use, models })}` }];
  }
  const { kind, model, fallback } = use.agent;
  const path = use.fallbackAt;
  if (fallback.length > 0 && planned.plan.chain.length === 0 && !models.direct.includes(use.agent.name))
    return [
      {
        path,
        text: `${dotted(path)} has no use: an agent of kind ${quote(kind)} ${model === undefined ? 'without a model' : `with the model ${quote(model)}`} goes to no provider of the configuration`,
      },
    ];
  return [];
};

const unknownAgent = (sections: Sections, path: Path, name: string): Finding[] => {
  const names = Object.keys(sections.agents.allowed);
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  const meant = near === null ? '' : `; did you mean ${quote(near)}?`;
  const has = names.length === 0 ? 'is empty' : `has ${names.map(quote).join(', ')}`;
  return [{ path, text: `${dotted(path)} names ${quote(name)}, but \`agents.allowed\` ${has}${meant}` }];
};

/** An agent that goes to no model has no key to be given. */
const modelless = ({ agents }: Sections, path: Path, name: string): Finding[] => {
  const kind = Object.hasOwn(agents.allowed, name) ? agents.allowed[name]?.kind : undefined;
  if (kind !== 'replay') return [];
  const text = `${dotted(path)} names ${quote(name)}, but an agent of kind \`replay\` goes to no model: leave it out`;
  return [{ path, text }];
};

const namedAgents = (sections: Sections): Finding[] => [
  ...sections.models.direct.flatMap((name, index) => {
    const path = ['models', 'direct', index];
    return [...unknownAgent(sections, path, name), ...modelless(sections, path, name)];
  }),
  ...Object.entries(sections.agents.phases).flatMap(([phase, choice]) =>
    choice?.agent === undefined
      ? []
      : unknownAgent(sections, ['agents', 'phases', phase, 'agent'], choice.agent),
  ),
];

const costCaps = ({ caps }: Sections): string[][] => [
  ...(caps.cost === undefined ? [] : [['caps', 'cost']]),
  ...(caps.item.cost === undefined ? [] : [['caps', 'item', 'cost']]),
  ...(caps.month.cost === undefined ? [] : [['caps', 'month', 'cost']]),
];

/** Whether what a run costs has to be known. */
export const hasCostCap = (caps: Sections['caps']): boolean =>
  [caps.cost, caps.item.cost, caps.month.cost].some((cap) => cap !== undefined);

const unpriced = (sections: Sections): Finding[] => {
  const names = usesOf(sections).flatMap(({ agent }) => {
    const planned = planModels(sections.models, agent);
    return 'plan' in planned
      ? planned.plan.chain.filter(({ price }) => price === null).map((served) => modelName(served))
      : [];
  });
  const [first, ...others] = new Set(names);
  if (first === undefined) return [];
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return costCaps(sections).map((path) => ({
    path,
    text: `${dotted(path)} needs the price of every model, and that of ${quote(first)}${more} is not known: add it under \`models.prices\``,
  }));
};

/** A price under a name that no model can have is a price that is missing elsewhere. */
const strayPrices = ({ models }: Sections): Finding[] =>
  Object.keys(models.prices).flatMap((name) => {
    if (splitModel(models, name)) return [];
    const path = ['models', 'prices', name];
    const providers = providersOf(models).map((provider) => quote(provider.name));
    return [
      {
        path,
        text: `\`models.prices\` has ${quote(name)}, which is no \`<provider>/<model>\` of a known provider (${providers.join(', ')})`,
      },
    ];
  });

/** What holds between agents, models and caps. For sections that are right by themselves. */
export const modelFindings = (sections: Sections): Finding[] => [
  ...usesOf(sections).flatMap((use) => useFinding(sections, use)),
  ...namedAgents(sections),
  ...unpriced(sections),
  ...strayPrices(sections),
  ...providerFindings(sections.models),
];
