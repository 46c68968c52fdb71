import { describe, expect, it } from 'vitest';
import { findCommand, registry } from '../../src/commands/registry.ts';
import { table } from '../../src/core/table.ts';

const problemOf = (name: string, args: string): string => {
  const parsed = findCommand(name)?.parse(args) ?? { problem: 'no such command' };
  return 'problem' in parsed ? parsed.problem : `no problem: ${JSON.stringify(parsed.ok)}`;
};

const names = Object.keys(registry) as (keyof typeof registry)[];

describe.each(names)('/%s', (name) => {
  const command = registry[name];

  it('is registered under its own name', () => {
    expect(command.name).toBe(name);
    expect(findCommand(name)).toBe(command);
    expect(command.usage.split(' ')[0]).toBe(`/${name}`);
  });

  it.each(command.examples)('reads its example `%s`', (example) => {
    const args = example.replace(`/${name}`, '').trim();
    expect(command.parse(args)).toEqual({ ok: expect.objectContaining({ name }) });
  });

  it('asks for the right the table asks for', () => {
    expect(table[`command:${name}`].who).toBe(command.who);
  });
});

describe('/delegate', () => {
  const groups = (args: string): unknown => {
    const parsed = registry.delegate.parse(args);
    return 'ok' in parsed && parsed.ok.name === 'delegate' ? parsed.ok.groups : parsed;
  };

  it.each([
    ['', 'next'],
    ['next', 'next'],
    ['all', 'all'],
    ['2', [['2']]],
    ['2-3', [['2', '3']]],
    ['2 – 3', [['2', '3']]],
    ['1, 2-3, 4, 5-7', [['1'], ['2', '3'], ['4'], ['5', '6', '7']]],
    ['4,1', [['4'], ['1']]],
  ])('`%s` means %j', (args, meant) => {
    expect(groups(args)).toEqual(meant);
  });

  it('takes agent and model, before or after the sections', () => {
    const meant = {
      ok: { name: 'delegate', groups: [['2', '3']], agent: 'open-code2', model: 'openai/gpt-5:high' },
    };
    expect(registry.delegate.parse('2-3 --agent open-code2 --model openai/gpt-5:high')).toEqual(meant);
    expect(registry.delegate.parse('--model=openai/gpt-5:high --agent=open-code2 2-3')).toEqual(meant);
    expect(registry.delegate.parse('2-3 —agent open-code2 —model openai/gpt-5:high')).toEqual(meant);
  });

  it.each([
    ['3-2', 'runs backwards'],
    ['2, 2', 'Section 2 is named twice'],
    ['1-3, 2', 'Section 2 is named twice'],
    ['1 2', '`1 2` is not a section'],
    ['1,,2', 'A section number is missing'],
    ['two', '`two` is not a section'],
    ['1-9999', 'more than 100 sections'],
    ['1-60, 61-120', 'more than 100 sections'],
    ['--agnet x', 'Did you mean `--agent`?'],
    ['--speed 9', 'Known are `--agent`, `--model` and `--from-ticket`'],
    ['--agent', '`--agent` needs a value'],
    ['--agent --model x', '`--agent` needs a value'],
    ['--agent a --agent b', '`--agent` is given twice'],
    ['--model $(id)', '`--model` takes a model name'],
  ])('`%s` is refused: %s', (args, why) => {
    expect(problemOf('delegate', args)).toContain(why);
  });

  it.each([
    '--agent command:rm -rf',
    '--agent command:rm --force',
    "--agent 'command:rm -rf /'",
    '--agent ../x',
    '--agent OpenCode',
    '--agent -x',
    '--agent a;b',
    `--agent ${'a'.repeat(80)}`,
  ])('`%s` is refused: command lines come from the configuration only', (args) => {
    expect(problemOf('delegate', args)).toContain('Command lines come from the configuration only');
  });
});

describe('arguments of the others', () => {
  it.each(['accept', 'status', 'help', 'pause', 'resume', 'cancel', 'prompt', 'defer', 'back'] as const)(
    '/%s takes nothing',
    (name) => {
      expect(registry[name].parse('')).toEqual({ ok: { name } });
      expect(problemOf(name, 'please')).toBe(
        `\`/${name}\` takes nothing after it. Write it alone on its line.`,
      );
    },
  );

  it.each([
    ['iterate', '', 'needs notes'],
    ['iterate', '--agent', '`--agent` needs a value'],
    ['iterate', '--agent a --agent b again', '`--agent` is given twice'],
    ['iterate', '--modle x again', 'Did you mean `--model`?'],
    ['iterate', '--agent command:x again', 'Command lines come from the configuration only'],
    ['iterate', '--model ../x again', '`--model` takes a model name'],
    ['retry', 'please', 'takes no words after it'],
    ['retry', '--agent command:x', 'Command lines come from the configuration only'],
    ['retry', '--faster yes', '`--faster` is not known'],
    ['reject', '', 'needs a reason'],
    ['drop', '', 'needs sections and a reason'],
    ['drop', '6', 'needs a reason after the sections'],
    ['drop', 'because', 'needs sections and a reason'],
    ['drop', '7-6 because', 'runs backwards'],
    ['mode', '', '`copilot`'],
    ['mode', 'autopilot', '`auto` (asks only for the merge)'],
    ['merged', 'abc', '7 to 40 hexadecimal digits'],
    ['merged', `${'a'.repeat(41)}`, '7 to 40 hexadecimal digits'],
    ['merged', 'HEAD', '7 to 40 hexadecimal digits'],
    ['choose', '', '`/choose` takes the number of a direction'],
    ['choose', 'the first', '`/choose 1`'],
    ['choose', '0', '`/explore <what is missing>`'],
    ['override', '', 'To take what is recommended: `/confirm`'],
    ['object', '', "needs the assumption's name and what holds instead"],
    ['object', 'posix-paths', "needs the assumption's name and what holds instead"],
    ['absorb', '', 'takes the key of one ticket'],
    ['absorb', 'PER-1 PER-2', 'takes the key of one ticket'],
    ['absorb', 'https://linear.app/x/issue/PER-238', 'such as `/absorb PER-238`'],
  ])('/%s %s is refused: %s', (name, args, why) => {
    expect(problemOf(name, args)).toContain(why);
  });

  it.each([
    ['iterate', 'a\nb', { name: 'iterate', notes: 'a\nb' }],
    ['iterate', '--agent cc', { name: 'iterate', notes: '', agent: 'cc' }],
    [
      'iterate',
      '--agent cc --model=openai/gpt-5\nmind --agent and\n\nthe rest',
      {
        name: 'iterate',
        notes: 'mind --agent and\n\nthe rest',
        agent: 'cc',
        model: 'openai/gpt-5',
      },
    ],
    ['iterate', '--verbose was dropped', { name: 'iterate', notes: '--verbose was dropped' }],
    ['iterate', '—model gpt-5 shorter', { name: 'iterate', notes: 'shorter', model: 'gpt-5' }],
    ['retry', '', { name: 'retry' }],
    ['retry', '--agent oc --model x/y', { name: 'retry', agent: 'oc', model: 'x/y' }],
    ['reject', 'too slow', { name: 'reject', why: 'too slow' }],
    ['drop', '6-7, 9 2 tickets do it', { name: 'drop', sections: ['6', '7', '9'], why: '2 tickets do it' }],
    ['mode', 'Auto', { name: 'mode', mode: 'auto' }],
    ['merged', 'ABCDEF1', { name: 'merged', sha: 'abcdef1' }],
    ['explore', '', { name: 'explore', hint: '' }],
    ['explore', 'look at a\nand b', { name: 'explore', hint: 'look at a\nand b' }],
    ['choose', '#2', { name: 'choose', direction: 2 }],
    ['confirm', '', { name: 'confirm' }],
    ['confirm', 'hard error', { name: 'confirm', option: 'hard error' }],
    ['override', 'a\n\nb', { name: 'override', answer: 'a\n\nb' }],
    ['think', '', { name: 'think', hint: '' }],
    ['think', 'about\nimages', { name: 'think', hint: 'about\nimages' }],
    ['object', 'posix-paths no', { name: 'object', assumption: 'posix-paths', answer: 'no' }],
    [
      'object',
      '`Posix-paths`: both\nkinds',
      { name: 'object', assumption: 'posix-paths', answer: 'both\nkinds' },
    ],
    ['object', 'posix-paths\nboth', { name: 'object', assumption: 'posix-paths', answer: 'both' }],
    ['absorb', 'per-238', { name: 'absorb', key: 'PER-238' }],
  ])('/%s %j', (name, args, command) => {
    expect(findCommand(name)?.parse(args)).toEqual({ ok: command });
  });
});
