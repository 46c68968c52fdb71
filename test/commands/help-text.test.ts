import { describe, expect, it } from 'vitest';
import { helpText, validAt } from '../../src/commands/help-text.ts';
import { commandDefinitions } from '../../src/commands/registry.ts';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { stageNames } from '../../src/core/item.ts';

const namesAt = (stage: (typeof stageNames)[number]): string[] =>
  validAt(stage).map((command) => command.name);

describe('help', () => {
  it('lists what the stage allows, and nothing that it would refuse', () => {
    expect(namesAt('deciding')).toEqual(expect.arrayContaining(['accept', 'iterate', 'reject']));
    expect(namesAt('deciding')).not.toContain('confirm');
    expect(namesAt('planned')).toEqual(expect.arrayContaining(['delegate', 'confirm', 'drop']));
    expect(namesAt('planned')).not.toContain('accept');
    expect(namesAt('done')).not.toContain('delegate');
  });

  it.each(stageNames)('always offers help and status (%s)', (stage) => {
    expect(namesAt(stage)).toEqual(expect.arrayContaining(['help', 'status']));
  });

  it('offers every command at some stage', () => {
    const offered = new Set(stageNames.flatMap(namesAt));
    expect([...offered].sort()).toEqual(commandDefinitions.map((command) => command.name).sort());
  });

  it('shows usage, summary and an example of each', () => {
    const text = helpText({ stage: 'deciding' });
    for (const command of validAt('deciding')) {
      expect(text).toContain(`\`${command.usage}\` — ${command.summary}`);
      expect(text).toContain(command.examples.at(-1));
    }
  });

  it('names the agents of the configuration', () => {
    const configuration = configurationSchema.parse({
      tracker: { team: 'PER' },
      agents: { default: 'a', allowed: { a: { kind: 'replay' }, b: { kind: 'command', command: 'b' } } },
    });
    expect(helpText({ stage: 'planned', configuration })).toContain('Agents: `a` (default), `b`.');
    expect(helpText({ stage: 'planned' })).not.toContain('Agents:');
  });
});
