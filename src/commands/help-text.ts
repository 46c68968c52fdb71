import type { Configuration } from '../contracts/configuration.ts';
import type { StageName } from '../core/item.ts';
import { table } from '../core/table.ts';
import type { CommandDefinition } from './command.ts';
import { commandDefinitions } from './registry.ts';

/** Where an item stands, as far as commands are concerned. Left out: as at the start. */
export interface Standing {
  stage: StageName;
  paused?: boolean;
  /** A pull request is there. */
  pull?: boolean;
  /** Blocked by a cap that is used up. */
  overCap?: boolean;
}

/** Refused while paused, each with `/resume` as its remedy. */
const startsWork: string[] = ['confirm', 'iterate', 'retry', 'review'];

/** About a pull request that has to be there. */
const aboutPull: string[] = ['merged', 'update'];

const fits = (name: string, at: Standing): boolean => {
  const { stage, paused = false, pull = false, overCap = false } = at;
  if (name === 'resume') return paused;
  // an answer starts nothing by itself
  if (name === 'confirm' && stage === 'grilling') return true;
  if (name === 'confirm' && stage === 'blocked' && !overCap) return false;
  if (name === 'pause' || startsWork.includes(name)) return !paused;
  return !aboutPull.includes(name) || pull;
};

/** Commands that have a rule at this stage; the others would be refused. */
export const validAt = (at: Standing): CommandDefinition[] =>
  commandDefinitions.filter((definition) => {
    const row = table[`command:${definition.name}`];
    return 'rule' in (row.stages[at.stage] ?? row.otherwise) && fits(definition.name, at);
  });

/** What a person can do now, as Markdown. The configuration adds the agents that may be named. */
export const helpText = (at: Standing & { configuration?: Configuration }): string => {
  const lines = validAt(at).map(
    (definition) => `- \`${definition.usage}\` — ${definition.summary}${example(definition)}`,
  );
  return [
    `Valid now (${at.stage.replace('-', ' ')}${at.paused ? ', paused' : ''}):`,
    '',
    ...lines,
    '',
    ...agents(at.configuration),
    'Write a command at the start of its own line in a new comment; edits run nothing. Boxes can be ticked instead.',
  ].join('\n');
};

const example = (definition: CommandDefinition): string => {
  const last = definition.examples.at(-1) ?? definition.examples[0];
  return last === definition.usage ? '' : `, e.g. \`${last}\``;
};

const agents = (configuration: Configuration | undefined): string[] => {
  if (!configuration) return [];
  const { allowed, default: chosen } = configuration.agents;
  const names = Object.entries(allowed).map(([name, { model }]) => {
    const about = [...(name === chosen ? ['default'] : []), ...(model === undefined ? [] : [`\`${model}\``])];
    return about.length === 0 ? `\`${name}\`` : `\`${name}\` (${about.join(', ')})`;
  });
  return [`Agents: ${names.join(', ')}.`, ''];
};
