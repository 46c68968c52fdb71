import type { Configuration } from './configuration.ts';
import { quote } from './configuration-document.ts';
import { nearest } from './configuration-problems.ts';
import { type PlannedAgent, type PlanProblem, type Provider, providersOf } from './model-plan.ts';
import { agentApis, type WireApi } from './models.ts';

const list = (names: readonly string[]): string => names.map(quote).join(', ');

const apisText = (apis: readonly WireApi[]): string => (apis.length === 0 ? 'nothing' : list(apis));

const unknownProvider = (models: Configuration['models'], name: string): string => {
  const asked = name.slice(0, name.indexOf('/'));
  const names = providersOf(models).map((provider) => provider.name);
  const near = nearest(asked, names);
  const meant = near === null ? '' : `; did you mean ${quote(`${near}${name.slice(asked.length)}`)}?`;
  return `the provider ${quote(asked)} is not known: there are ${list(names)}; others are named under \`models.providers\`${meant}`;
};

const unspeakable = (
  { agent, models }: { agent: PlannedAgent; models: Configuration['models'] },
  provider: Provider,
): string => {
  const { name, apis } = provider;
  if (apis.length === 0)
    return `${quote(name)} has the api \`other\`, which cannot go through the gateway; name the agent in \`models.direct\` to let it have the key and go past it`;
  return `${quote(name)} speaks ${apisText(apis)}, and an agent of kind ${quote(agent.kind)} speaks ${apisText(agentApis[agent.kind])}; take a provider or an agent that fits${secondEntry(agent, { provider, models })}`;
};

/** One address may speak several protocols, and an entry names one. */
const secondEntry = (
  { kind }: PlannedAgent,
  { provider, models }: { provider: Provider; models: Configuration['models'] },
): string => {
  const { name } = provider;
  if (!Object.hasOwn(models.providers, name)) return '';
  return `; where the same address speaks that too, add a second entry under \`models.providers\` with the \`url\` of ${quote(name)} and \`api: ${agentApis[kind].join('` or `')}\`, and a line for it in \`model-keys\``;
};

/** One sentence without an end: what stands against the model, and what would work. */
export const planProblemText = (
  problem: PlanProblem,
  about: { agent: PlannedAgent; models: Configuration['models'] },
): string => {
  const { agent, models } = about;
  switch (problem.why) {
    case 'no-model':
      return `an agent of kind ${quote(agent.kind)} needs its model as \`<provider>/<model>\``;
    case 'no-provider':
      return `a model is written as \`<provider>/<model>\`, with a provider out of ${list(providersOf(models).map(({ name }) => name))}`;
    case 'unknown-provider':
      return unknownProvider(models, problem.name);
    case 'unspeakable':
      return unspeakable(about, problem.provider);
    case 'mixed':
      return `it speaks another protocol than ${quote(problem.first)}, and a fallback has to speak the same`;
    case 'same-variable':
      return `its provider would fill the variable ${quote(problem.variable)}, which is filled for ${quote(problem.first)}: give one of them another \`variable\` or \`env\``;
  }
};
