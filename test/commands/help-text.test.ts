import { describe, expect, it } from 'vitest';
import { helpText, validAt } from '../../src/commands/help-text.ts';
import { commandDefinitions } from '../../src/commands/registry.ts';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { stageNames } from '../../src/core/item.ts';

const namesAt = (
  stage: (typeof stageNames)[number],
  more: { paused?: boolean; pull?: boolean; overCap?: boolean } = {},
) => validAt({ stage, ...more }).map((command) => command.name);

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
    const offered = new Set(
      stageNames.flatMap((stage) => [...namesAt(stage), ...namesAt(stage, { paused: true, pull: true })]),
    );
    expect([...offered].sort()).toEqual(commandDefinitions.map((command) => command.name).sort());
  });

  it('offers a way out of a pause, and not what a pause refuses', () => {
    expect(namesAt('planned', { paused: true })).toEqual(expect.arrayContaining(['resume', 'delegate']));
    expect(namesAt('planned', { paused: true })).not.toEqual(expect.arrayContaining(['confirm']));
    expect(namesAt('blocked', { paused: true })).not.toContain('retry');
    expect(namesAt('planned')).toEqual(expect.arrayContaining(['pause', 'confirm']));
    expect(namesAt('planned')).not.toContain('resume');
    expect(helpText({ stage: 'planned', paused: true })).toContain('Valid now (planned, paused):');
  });

  it('offers what answers a question where one is asked', () => {
    const answers = ['confirm', 'override', 'think', 'defer', 'object', 'back'];
    expect(namesAt('grilling')).toEqual(expect.arrayContaining(answers));
    expect(namesAt('grilling', { paused: true })).toEqual(expect.arrayContaining(answers));
    expect(namesAt('choosing')).toEqual(expect.arrayContaining(['choose', 'explore']));
    expect(namesAt('choosing')).not.toContain('confirm');
    expect(namesAt('deciding')).not.toEqual(expect.arrayContaining(['override']));
  });

  it('offers `/merged` only where there is a pull request', () => {
    expect(namesAt('planned')).not.toContain('merged');
    expect(namesAt('planned', { pull: true })).toContain('merged');
  });

  it('offers `/confirm` to what is blocked only over a cap', () => {
    expect(namesAt('blocked')).not.toContain('confirm');
    expect(namesAt('blocked', { overCap: true })).toContain('confirm');
    expect(namesAt('blocked', { overCap: true, paused: true })).not.toContain('confirm');
  });

  it('shows usage, summary and an example of each', () => {
    const text = helpText({ stage: 'deciding' });
    for (const command of validAt({ stage: 'deciding' })) {
      expect(text).toContain(`\`${command.usage}\` — ${command.summary}`);
      expect(text).toContain(command.examples.at(-1));
    }
  });

  it('names the agents of the configuration', () => {
    const configuration = configurationSchema.parse({
      tracker: { team: 'PER' },
      agents: {
        default: 'a',
        allowed: { a: { kind: 'replay' }, b: { kind: 'command', command: 'b', model: 'x/y' } },
      },
    });
    expect(helpText({ stage: 'planned', configuration })).toContain('Agents: `a` (default), `b` (`x/y`).');
    expect(helpText({ stage: 'planned' })).not.toContain('Agents:');
  });
});
