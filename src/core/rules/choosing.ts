import type { Configuration } from '../../contracts/configuration.ts';
import { usesOf } from '../../contracts/model-findings.ts';
import { providersOf, splitModel } from '../../contracts/model-plan.ts';
import { agentApis } from '../../contracts/models.ts';
import type { Command } from '../event.ts';
import type { AgentChoice, Delegation, Item } from '../item.ts';
import type { Context, Outcome } from '../outcome.ts';
import { agentNamed, chosenAgent, definitionOf, usualAgent } from './agent.ts';
import { refuseWith, to } from './parts.ts';

/** Short for the agent of that kind, where none is called so itself. */
const aliases: Partial<Record<string, Configuration['agents']['allowed'][string]['kind']>> = {
  oc: 'opencode',
  cc: 'claude-code',
};

type Found = { name: string } | { several: string[] };

const findAgent = (configuration: Configuration, asked: string): Found => {
  if (definitionOf(configuration, asked)) return { name: asked };
  const kind = aliases[asked];
  const ofKind = Object.entries(configuration.agents.allowed)
    .filter(([, definition]) => definition.kind === kind)
    .map(([name]) => name);
  const [only, ...others] = ofKind;
  return only !== undefined && others.length === 0 ? { name: only } : { several: ofKind };
};

/** A bare name is taken at the provider of the agent's own model. */
const fullName = (configuration: Configuration, name: string, asked: string): string => {
  const own = definitionOf(configuration, name)?.model;
  if (asked.includes('/') || own === undefined) return asked;
  const split = splitModel(configuration.models, own);
  return split ? `${split.provider.name}/${asked}` : asked;
};

const knownModels = (configuration: Configuration, name: string): string[] => {
  const definition = definitionOf(configuration, name);
  if (!definition) return [];
  const named = [
    ...usesOf(configuration).flatMap(({ agent }) => [agent.model ?? '', ...agent.fallback]),
    ...Object.keys(configuration.models.prices),
  ];
  return [...new Set(named)].filter((model) => {
    if (!splitModel(configuration.models, model)) return false;
    return 'agent' in agentNamed(configuration, { name, model });
  });
};

const knownProviders = (configuration: Configuration, name: string): string[] => {
  const kind = definitionOf(configuration, name)?.kind ?? 'replay';
  const direct = configuration.models.direct.includes(name);
  return providersOf(configuration.models)
    .filter(({ apis }) => direct || apis.some((api) => agentApis[kind].includes(api)))
    .map((provider) => provider.name);
};

/** A program of one's own that goes to a provider of ours cannot be given just any name. */
const notOurs = (configuration: Configuration, name: string, model: string): string | null => {
  const definition = definitionOf(configuration, name);
  const own = definition?.kind === 'command' ? definition.model : undefined;
  if (own === undefined || splitModel(configuration.models, own) === null) return null;
  return splitModel(configuration.models, model) ? null : 'no provider of the configuration is called so';
};

interface Flags {
  agent: string | null;
  model: string | null;
}

const wrongModel = (
  context: Context,
  about: { configuration: Configuration; name: string; asked: string; why: string },
): Outcome => {
  const { configuration, name, asked, why } = about;
  return refuseWith(context, 'unknown model', {
    kind: 'unknown-model',
    to: to(context.event),
    asked,
    agent: name,
    why,
    known: knownModels(configuration, name),
    providers: knownProviders(configuration, name),
  });
};

const wrongAgent = (
  context: Context,
  about: { configuration: Configuration; asked: string; several: string[] },
): Outcome => {
  const { configuration, asked, several } = about;
  return refuseWith(context, 'unknown agent', {
    kind: 'unknown-agent',
    to: to(context.event),
    asked,
    allowed: Object.keys(configuration.agents.allowed),
    ...(several.length === 0 ? {} : { several }),
  });
};

/** The agent that a model alone is for: the chosen one, the one that is at it, else the usual one. */
const agentBefore = (
  configuration: Configuration,
  { item, delegation }: { item: Item; delegation: Delegation | null },
): { name: string; by: string } => {
  const usual = usualAgent(configuration);
  if (item.agent) return { name: item.agent.name, by: item.agent.chosenBy?.agent ?? usual.setting };
  if (!delegation) return { name: usual.name, by: usual.setting };
  const { name, chosenBy } = delegation.agent;
  return { name, by: chosenBy?.split(', model by ')[0] ?? usual.setting };
};

/**
 * What `--agent` and `--model` choose for this item from now on, or the refusal that lists what is possible.
 * `chosenBy` is worded with the command, e.g. `/delegate --agent`.
 */
const choiceOf = (
  context: Context,
  asked: {
    item: Item;
    configuration: Configuration;
    command: string;
    flags: Flags;
    delegation: Delegation | null;
  },
): { choice: AgentChoice } | { refusal: Outcome } => {
  const { item, configuration, command, flags, delegation } = asked;
  const before = agentBefore(configuration, { item, delegation });
  const found: Found = flags.agent === null ? { name: before.name } : findAgent(configuration, flags.agent);
  if ('several' in found)
    return { refusal: wrongAgent(context, { configuration, asked: flags.agent ?? '', ...found }) };
  const { name } = found;
  const by = flags.agent === null ? before.by : `/${command} --agent`;
  if (flags.model === null) return { choice: { name, model: null, chosenBy: { agent: by, model: null } } };
  const model = fullName(configuration, name, flags.model);
  const tried = agentNamed(configuration, { name, model });
  const why = 'problem' in tried ? tried.problem : notOurs(configuration, name, model);
  if (why !== null) return { refusal: wrongModel(context, { configuration, name, asked: flags.model, why }) };
  return { choice: { name, model, chosenBy: { agent: by, model: `/${command} --model` } } };
};

type WithFlags = Extract<Command, { name: 'delegate' | 'iterate' | 'retry' }>;

/** Takes the flags of a command over into the item; the refusal when they name what is not possible. */
export const chooseAgent = (context: Context, item: Item, command: WithFlags): Outcome | null =>
  choose(context, item, { command, delegation: null });

const choose = (
  context: Context,
  item: Item,
  { command, delegation }: { command: WithFlags; delegation: Delegation | null },
): Outcome | null => {
  const flags = { agent: command.agent ?? null, model: command.model ?? null };
  if (flags.agent === null && flags.model === null) return null;
  const fact = context.facts.configuration;
  if (fact?.state !== 'valid') return withoutConfiguration(context);
  const asked = { item, configuration: fact.value, command: command.name, flags, delegation };
  const chosen = choiceOf(context, asked);
  if ('refusal' in chosen) return chosen.refusal;
  item.agent = chosen.choice;
  return null;
};

const withoutConfiguration = (context: Context): Outcome => {
  const fact = context.facts.configuration;
  return fact?.state === 'broken'
    ? refuseWith(context, 'broken configuration', {
        kind: 'configuration-broken',
        to: to(context.event),
        problems: fact.problems,
      })
    : refuseWith(context, 'no configuration', { kind: 'configuration-absent', to: to(context.event) });
};

/** The same for a delegation that is there already: what it goes on with. */
export const chooseAgentAgain = (
  context: Context,
  item: Item,
  { delegation, command }: { delegation: Delegation; command: WithFlags },
): Outcome | null => {
  const before = item.agent;
  const refusal = choose(context, item, { command, delegation });
  const fact = context.facts.configuration;
  if (refusal || item.agent === before || fact?.state !== 'valid') return refusal;
  const chosen = chosenAgent(item, fact.value);
  if ('problem' in chosen) return null;
  delegation.agent = chosen.agent;
  delegation.models = chosen.models;
  return null;
};
