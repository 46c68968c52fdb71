import type { AgentKind } from './assignment.ts';
import type { Configuration } from './configuration.ts';
import { nearest } from './configuration-problems.ts';
import { agentApis, type DirectProvider, type ServedModel, type WireApi } from './models.ts';
import { usualVariable } from './variables.ts';

type ModelsSection = Configuration['models'];
type KeyHeader = ServedModel['header'];

export interface Provider {
  name: string;
  /** What it speaks; none goes through the gateway when this is empty. */
  apis: readonly WireApi[];
  /** Empty where there is none, which only those may have that speak nothing. */
  url: string;
  header: KeyHeader | null;
  headers: Record<string, string>;
  silenceSeconds: number;
  paths: string[];
  /** For agents past the gateway: what carries the key, and what they are told besides. */
  variable: string;
  env: Record<string, string>;
}

const known = (name: string, about: Pick<Provider, 'apis' | 'url'>): Provider => ({
  name,
  ...about,
  header: null,
  headers: {},
  silenceSeconds: 120,
  paths: [],
  variable: usualVariable(name),
  env: {},
});

/** Need no entry in the configuration; an entry of the same name takes their place. */
const builtIn: Provider[] = [
  known('anthropic', { apis: ['anthropic-messages'], url: 'https://api.anthropic.com/v1' }),
  // which of the two is spoken follows from the agent
  known('openai', { apis: ['openai-chat', 'openai-responses'], url: 'https://api.openai.com/v1' }),
];

/** Every provider that a model may name, built-in ones first. */
export const providersOf = ({ providers }: ModelsSection): Provider[] => [
  ...builtIn.filter(({ name }) => !Object.hasOwn(providers, name)),
  ...Object.entries(providers).map(([name, provider]): Provider => {
    const { api, url, headers, silence, paths, env } = provider;
    return {
      name,
      apis: api === 'other' || url === undefined ? [] : [api],
      url: url ?? '',
      header: provider.header ?? null,
      headers,
      silenceSeconds: silence,
      paths,
      variable: provider.variable ?? usualVariable(name),
      env,
    };
  }),
];

/** The provider's own name of a model: what follows the first slash of `provider/model`. */
export const splitModel = (
  models: ModelsSection,
  name: string,
): { provider: Provider; model: string } | null => {
  const slash = name.indexOf('/');
  const provider = providersOf(models).find((one) => one.name === name.slice(0, Math.max(0, slash)));
  const model = name.slice(slash + 1);
  return provider && model !== '' ? { provider, model } : null;
};

export interface PlannedAgent {
  name: string;
  kind: AgentKind;
  model?: string | undefined;
  fallback: string[];
}

/** What an agent goes to, and how. */
export interface ModelPlan {
  /** Served by the gateway; empty when there is none. */
  chain: ServedModel[];
  paths: string[];
  /** Providers whose key the agent itself is given. */
  direct: DirectProvider[];
}

/** Why an agent cannot have a model. `index`: 0 for its model, then its fallbacks. */
export type PlanProblem =
  | { why: 'no-model' }
  | { why: 'no-provider' | 'unknown-provider'; index: number; name: string }
  | { why: 'unspeakable'; index: number; name: string; provider: Provider }
  /** A later member of the chain speaks nothing that those before it speak. */
  | { why: 'mixed'; index: number; name: string; first: string }
  /** Past the gateway: two providers fill one variable differently. */
  | { why: 'same-variable'; index: number; name: string; variable: string; first: string };

const nothing: ModelPlan = { chain: [], paths: [], direct: [] };

type Member = { provider: Provider; model: string; name: string };
type Members = { members: Member[] } | { problem: PlanProblem };

const membersOf = (models: ModelsSection, names: string[]): Members => {
  const members: Member[] = [];
  for (const [index, name] of names.entries()) {
    const split = splitModel(models, name);
    if (!split)
      return { problem: { why: name.includes('/') ? 'unknown-provider' : 'no-provider', index, name } };
    members.push({ ...split, name });
  }
  return { members };
};

/** The protocol that agent and all members speak. */
const commonApi = (kind: AgentKind, members: Member[]): { api: WireApi } | { problem: PlanProblem } => {
  let common = [...agentApis[kind]];
  for (const [index, { name, provider }] of members.entries()) {
    if (!agentApis[kind].some((api) => provider.apis.includes(api)))
      return { problem: { why: 'unspeakable', index, name, provider } };
    common = common.filter((api) => provider.apis.includes(api));
    if (common.length === 0) return { problem: { why: 'mixed', index, name, first: members[0]?.name ?? '' } };
  }
  const [api] = common;
  return api ? { api } : { problem: { why: 'no-model' } };
};

const headerOf = (api: WireApi): KeyHeader => (api === 'anthropic-messages' ? 'x-api-key' : 'authorization');

const served = (models: ModelsSection, api: WireApi, { provider, model, name }: Member): ServedModel => ({
  provider: provider.name,
  model,
  api,
  url: provider.url,
  header: provider.header ?? headerOf(api),
  headers: provider.headers,
  silenceSeconds: provider.silenceSeconds,
  price: (Object.hasOwn(models.prices, name) ? models.prices[name] : undefined) ?? null,
});

type Planned = { plan: ModelPlan } | { problem: PlanProblem };

/** Where two providers of one agent would fill the same variable, the one that comes later is the problem. */
const sharedVariable = (members: Member[]): PlanProblem | null => {
  const filled = new Map<string, { by: string; value: string | null }>();
  for (const [index, { name, provider }] of members.entries()) {
    const values: [string, string | null][] = [[provider.variable, null], ...Object.entries(provider.env)];
    for (const [variable, value] of values) {
      const before = filled.get(variable);
      if (before && before.by !== provider.name && (value === null || before.value !== value))
        return { why: 'same-variable', index, name, variable, first: before.by };
      filled.set(variable, { by: provider.name, value });
    }
  }
  return null;
};

const pastTheGateway = (models: ModelsSection, names: string[]): Planned => {
  const found = membersOf(models, names);
  if ('problem' in found) return found;
  const problem = sharedVariable(found.members);
  if (problem) return { problem };
  const providers = new Map(found.members.map(({ provider }) => [provider.name, provider]));
  const direct = [...providers.values()].map(({ name, variable, env }) => ({
    provider: name,
    variable,
    env,
  }));
  return { plan: { ...nothing, direct } };
};

/** A program of one's own may call its models what it likes; a name that is nearly one of ours was meant as that. */
const isOwnName = (models: ModelsSection, model: string): boolean => {
  if (splitModel(models, model) !== null) return false;
  const slash = model.indexOf('/');
  const names = providersOf(models).map(({ name }) => name);
  return slash < 0 || nearest(model.slice(0, slash), names) === null;
};

/** Models by their names, or what stands against them. */
export const planModels = (models: ModelsSection, agent: PlannedAgent): Planned => {
  const { kind, model, fallback } = agent;
  if (kind === 'replay') return { plan: nothing };
  const direct = models.direct.includes(agent.name);
  if (kind === 'command' && !direct && (model === undefined || isOwnName(models, model)))
    return { plan: nothing };
  if (model === undefined) return { problem: { why: 'no-model' } };
  const names = [model, ...fallback];
  if (direct) return pastTheGateway(models, names);
  const found = membersOf(models, names);
  if ('problem' in found) return found;
  const spoken = commonApi(kind, found.members);
  if ('problem' in spoken) return spoken;
  return {
    plan: {
      chain: found.members.map((member) => served(models, spoken.api, member)),
      paths: found.members[0]?.provider.paths ?? [],
      direct: [],
    },
  };
};

/** Fallbacks that go together with a model other than the agent's own: what it and those kept before them speak. */
export const fittingFallback = (models: ModelsSection, agent: PlannedAgent): string[] => {
  const kept: string[] = [];
  for (const one of agent.fallback) {
    const planned = planModels(models, { ...agent, fallback: [...kept, one] });
    if (one !== agent.model && 'plan' in planned) kept.push(one);
  }
  return kept;
};
