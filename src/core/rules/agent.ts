import type { AssignmentAgent } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import type { Item } from '../item.ts';

/** An agent by its name, as the configuration defines it now; null when it is not allowed. */
export const agentNamed = (
  configuration: Configuration,
  wanted: { name: string; model: string | null },
): AssignmentAgent | null => {
  const { allowed } = configuration.agents;
  const definition = Object.hasOwn(allowed, wanted.name) ? allowed[wanted.name] : undefined;
  if (!definition) return null;
  const model = wanted.model ?? definition.model;
  return {
    name: wanted.name,
    kind: definition.kind,
    ...(definition.command === undefined ? {} : { command: definition.command }),
    ...(model === undefined ? {} : { model }),
  };
};

/** The agent this item's next delegation goes to: the person's choice, else the configuration's default. */
export const chosenAgent = (item: Item, configuration: Configuration): AssignmentAgent | null =>
  agentNamed(configuration, {
    name: item.agent?.name ?? configuration.agents.default,
    model: item.agent?.model ?? null,
  });
