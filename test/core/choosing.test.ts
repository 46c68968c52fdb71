import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../src/contracts/configuration.ts';
import { decide } from '../../src/core/decide.ts';
import type { OneShot } from '../../src/core/effect.ts';
import type { Command } from '../../src/core/event.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { Reply } from '../../src/core/reply.ts';
import { modelled } from './models.ts';
import { allFacts, commandEvent, itemAt, newItem } from './support.ts';

const shots = (outcome: Outcome): OneShot[] =>
  outcome.effects.flatMap((effect) => (effect.type === 'one-shot' ? [effect.oneShot] : []));
const replies = (outcome: Outcome): Reply[] =>
  shots(outcome).flatMap((shot) => (shot.kind === 'reply' ? [shot.reply] : []));
const facts = (configuration: Configuration) =>
  allFacts({ configuration: { state: 'valid', value: configuration } });

const delegate = (flags: { agent?: string; model?: string } = {}): Command => ({
  name: 'delegate',
  groups: 'next',
  agent: flags.agent ?? null,
  model: flags.model ?? null,
});
const delegated = (item: Item, configuration: Configuration, flags?: { agent?: string; model?: string }) =>
  decide(item, commandEvent(delegate(flags)), facts(configuration));
const shownAgent = (outcome: Outcome) => outcome.item.delegations.at(-1)?.agent;

const phases = { delegate: { agent: 'coder', model: 'local/glm' } };
const { agents } = modelled();
const withPhase = modelled({ agents: { ...agents, phases } });

describe('agent and model of a delegation', () => {
  const chosen: Item = {
    ...newItem(),
    agent: { name: 'claude', model: null, chosenBy: { agent: '/delegate --agent', model: null } },
  };
  it.each<[string, Item, Configuration, { agent?: string; model?: string }, object]>([
    ['the default', newItem(), modelled(), {}, { name: 'replay', chosenBy: 'agents.default' }],
    [
      'the phase before the default',
      newItem(),
      withPhase,
      {},
      { name: 'coder', model: 'local/glm', chosenBy: 'agents.phases.delegate' },
    ],
    [
      'the earlier choice before the phase, with its own model',
      chosen,
      withPhase,
      {},
      { name: 'claude', model: 'anthropic/opus', chosenBy: '/delegate --agent' },
    ],
    [
      'the flag before the earlier choice',
      chosen,
      withPhase,
      { agent: 'codex' },
      { name: 'codex', model: 'openai/gpt-5', chosenBy: '/delegate --agent' },
    ],
    [
      'a model alone keeps the agent',
      newItem(),
      withPhase,
      { model: 'local/kimi' },
      { name: 'coder', model: 'local/kimi', chosenBy: 'agents.phases.delegate, model by /delegate --model' },
    ],
    [
      'a bare model is taken at the provider of the agent',
      newItem(),
      modelled(),
      { agent: 'claude', model: 'haiku' },
      { name: 'claude', model: 'anthropic/haiku', chosenBy: '/delegate --agent, model by /delegate --model' },
    ],
    [
      'a program of one’s own may be given any name',
      newItem(),
      modelled(),
      { agent: 'mine', model: 'whatever' },
      { name: 'mine', model: 'whatever' },
    ],
    [
      'oc is the one of kind opencode',
      newItem(),
      modelled(),
      { agent: 'oc' },
      { name: 'coder', kind: 'opencode' },
    ],
    ['cc is the one of kind claude-code', newItem(), modelled(), { agent: 'cc' }, { name: 'claude' }],
    [
      'an agent that is called oc itself is meant',
      newItem(),
      modelled({
        agents: { ...agents, allowed: { ...agents.allowed, oc: { kind: 'command', command: 'x' } } },
      }),
      { agent: 'oc' },
      { name: 'oc', kind: 'command' },
    ],
  ])('%s', (_, item, configuration, flags, expected) => {
    expect(shownAgent(delegated(item, configuration, flags))).toMatchObject(expected);
  });

  it('is remembered for later delegations', () => {
    const first = delegated(newItem(), modelled(), { agent: 'cc', model: 'haiku' });
    expect(shownAgent(delegated(first.item, modelled()))).toMatchObject({
      name: 'claude',
      model: 'anthropic/haiku',
    });
  });

  it('keeps the fallbacks that speak what a chosen model speaks', () => {
    const kept = delegated(newItem(), modelled(), { agent: 'coder', model: 'local/glm' });
    expect(kept.item.delegations[0]?.models).toEqual({ fallback: [], gateway: true, direct: [] });
    const own = delegated(newItem(), modelled(), { agent: 'coder' });
    expect(own.item.delegations[0]?.models).toEqual({ fallback: ['local/glm'], gateway: true, direct: [] });
    const other = delegated(newItem(), modelled(), { agent: 'coder', model: 'openai/gpt-5' });
    expect(other.item.delegations[0]?.models?.fallback).toEqual(['local/glm']);
  });
});

describe('what is not possible is refused with what is', () => {
  it.each<[string, { agent?: string; model?: string }, object]>([
    [
      'an unknown agent',
      { agent: 'gone' },
      { kind: 'unknown-agent', asked: 'gone', allowed: Object.keys(agents.allowed) },
    ],
    ['a method of objects', { agent: 'constructor' }, { kind: 'unknown-agent', asked: 'constructor' }],
    [
      'a protocol the agent does not speak',
      { agent: 'claude', model: 'openai/gpt-5' },
      {
        kind: 'unknown-model',
        agent: 'claude',
        known: ['anthropic/opus'],
        providers: ['anthropic'],
        why: expect.stringContaining('an agent of kind `claude-code` speaks `anthropic-messages`'),
      },
    ],
    [
      'an unknown provider',
      { agent: 'coder', model: 'nowhere/x' },
      {
        kind: 'unknown-model',
        known: ['local/kimi', 'local/glm', 'anthropic/opus', 'openai/gpt-5'],
        providers: ['anthropic', 'openai', 'local'],
      },
    ],
  ])('%s', (_, flags, reply) => {
    const before = newItem();
    const outcome = delegated(before, modelled(), flags);
    expect(outcome.state).toBe('refused');
    expect(outcome.item).toEqual(before);
    expect(replies(outcome)).toEqual([expect.objectContaining(reply)]);
  });

  it('a short name for two agents names both', () => {
    const two = modelled({
      agents: {
        ...agents,
        allowed: { ...agents.allowed, second: { kind: 'opencode', model: 'local/kimi' } },
      },
    });
    expect(replies(delegated(newItem(), two, { agent: 'oc' }))).toEqual([
      expect.objectContaining({ kind: 'unknown-agent', several: ['coder', 'second'] }),
    ]);
  });

  it('a model without a price, where the cost has a cap', () => {
    const priced = modelled({
      models: { ...modelled().models, prices: { 'anthropic/opus': { input: 1, cached: 1, output: 1 } } },
      caps: { month: { cost: 5 } },
    });
    expect(delegated(newItem(), priced, { agent: 'claude' }).state).toBe('moved');
    expect(replies(delegated(newItem(), priced, { agent: 'claude', model: 'haiku' }))).toEqual([
      expect.objectContaining({ kind: 'unknown-model', why: expect.stringContaining('models.prices') }),
    ]);
  });

  it.each<Command>([
    { name: 'iterate', notes: 'again', agent: 'gone' },
    { name: 'iterate', notes: '', agent: 'cc', model: 'openai/gpt-5' },
  ])('also by /iterate: %j', (command) => {
    const before = itemAt('deciding');
    const outcome = decide(before, commandEvent(command), facts(modelled()));
    expect(outcome).toMatchObject({ state: 'refused', item: before });
  });
});

const dispatched = (outcome: Outcome) => {
  const shot = shots(outcome).find((one) => one.kind === 'dispatch');
  if (shot?.kind !== 'dispatch') throw new Error(outcome.note);
  return shot.assignment;
};

describe('another agent for the next attempt', () => {
  it.each<['deciding' | 'blocked', Command, string]>([
    ['deciding', { name: 'iterate', notes: 'smaller', agent: 'oc' }, '/iterate --agent'],
    ['blocked', { name: 'retry', agent: 'oc' }, '/retry --agent'],
  ])('at %s by %j', (stage, command, chosenBy) => {
    const outcome = decide(itemAt(stage), commandEvent(command), facts(modelled()));
    expect(dispatched(outcome)).toMatchObject({
      agent: { name: 'coder', kind: 'opencode', model: 'local/kimi', chosenBy },
      models: {
        chain: [
          { provider: 'local', model: 'kimi', api: 'openai-chat', header: 'authorization', price: null },
          { provider: 'local', model: 'glm' },
        ],
        paths: ['/embeddings'],
        direct: [],
        budget: { requests: 400, tokens: 20_000_000, cost: null },
      },
      limits: { agentSeconds: 1800, stallSeconds: 600 },
    });
    expect(outcome.item.agent).toMatchObject({ name: 'coder' });
  });

  it('without a flag it stays the one that was shown, with the models as they are configured now', () => {
    const first = decide(
      itemAt('blocked'),
      commandEvent({ name: 'retry', agent: 'coder' }),
      facts(modelled()),
    );
    const blocked = { ...first.item, stage: itemAt('blocked').stage };
    const moved = modelled({
      models: { providers: { local: { api: 'openai-chat', url: 'https://elsewhere.example/v1' } } },
    });
    const again = decide(blocked, commandEvent({ name: 'retry' }), facts(moved));
    expect(dispatched(again)).toMatchObject({
      agent: { name: 'coder', chosenBy: '/retry --agent' },
      models: { chain: [{ url: 'https://elsewhere.example/v1' }, {}], paths: [] },
    });
  });

  it('a provider taken out of the configuration blocks, and says which', () => {
    const first = decide(
      itemAt('blocked'),
      commandEvent({ name: 'retry', agent: 'coder' }),
      facts(modelled()),
    );
    const blocked = { ...first.item, stage: itemAt('blocked').stage };
    const without = decide(blocked, commandEvent({ name: 'retry' }), facts(modelled({ models: {} })));
    expect(without.item.stage).toMatchObject({
      name: 'blocked',
      cause: 'configuration',
      detail: expect.stringContaining('The agent `coder` cannot be used: the provider `local` is not known'),
    });
    expect(shots(without).map(({ kind }) => kind)).not.toContain('dispatch');
  });

  it('past the gateway it is given keys, and nothing is served', () => {
    const models = { ...modelled().models, direct: ['codex'] };
    const outcome = decide(
      itemAt('blocked'),
      commandEvent({ name: 'retry', agent: 'codex' }),
      facts(modelled({ models })),
    );
    expect(dispatched(outcome).models).toMatchObject({
      chain: [],
      direct: [{ provider: 'openai', variable: 'OPENAI_API_KEY', env: {} }],
    });
    expect(outcome.item.delegations[0]?.models?.direct).toEqual(['openai']);
    expect(outcome.item.delegations[0]?.attempts.at(-1)?.terms?.allowance).toBeNull();
  });
});

describe('the next attempt of a delegation whose configuration was corrected', () => {
  const usual = modelled({ agents: { ...agents, default: 'coder' } });
  const corrected = modelled({
    agents: {
      ...agents,
      default: 'coder',
      allowed: { ...agents.allowed, coder: { kind: 'opencode', model: 'local/next', fallback: [] } },
    },
  });
  const phased = modelled({
    agents: { ...agents, phases: { delegate: { agent: 'coder', model: 'local/phase' } } },
  });
  /** Confirmed with one configuration, and on its way back to a dispatch with another. */
  const begun = (configuration: Configuration, flags: { agent?: string; model?: string } = {}): Item => {
    const shown = delegated({ ...itemAt('cancelled'), delegations: [] }, configuration, flags);
    return decide(shown.item, commandEvent({ name: 'confirm' }), facts(configuration)).item;
  };
  const ways: [string, (item: Item) => Item, Command][] = [
    ['/retry', (item) => ({ ...item, stage: itemAt('blocked').stage }), { name: 'retry' }],
    [
      '/iterate',
      (item) => ({ ...item, stage: itemAt('blocked').stage }),
      { name: 'iterate', notes: 'once more' },
    ],
    [
      '/confirm',
      (item) => ({
        ...item,
        stage: {
          name: 'blocked',
          cause: 'caps',
          failure: null,
          detail: 'd',
          url: null,
          resume: 'delegating',
          caps: ['caps.month.tokens'],
        },
      }),
      { name: 'confirm' },
    ],
  ];
  const next = (way: (typeof ways)[number], item: Item, configuration: Configuration) =>
    dispatched(decide(way[1](item), commandEvent(way[2]), facts(configuration)));

  it.each(ways)('by %s has the model of now', (...way) => {
    expect(begun(usual).delegations[0]?.agent.model).toBe('local/kimi');
    expect(next(way, begun(usual), corrected)).toMatchObject({
      agent: { name: 'coder', model: 'local/next', chosenBy: 'agents.default' },
      models: { chain: [{ model: 'next' }] },
    });
  });

  it.each(ways)('by %s has the model that the phase has now, and no longer the one it had', (...way) => {
    expect(next(way, begun(usual), phased).agent).toMatchObject({
      name: 'coder',
      model: 'local/phase',
      chosenBy: 'agents.default, model by agents.phases.delegate',
    });
    expect(next(way, begun(phased), usual).agent).toMatchObject({
      model: 'local/kimi',
      chosenBy: 'agents.phases.delegate',
    });
  });

  it.each(ways)('by %s keeps the agent, and the model that a person chose', (...way) => {
    const other = modelled();
    expect(next(way, begun(usual), other).agent).toMatchObject({ name: 'coder', model: 'local/kimi' });
    const chosen = begun(usual, { agent: 'coder', model: 'glm' });
    expect(next(way, chosen, corrected).agent).toMatchObject({
      model: 'local/glm',
      chosenBy: '/delegate --agent, model by /delegate --model',
    });
  });

  it('by a model alone keeps the agent that was at it', () => {
    const [way] = ways;
    if (!way) throw new Error('no way');
    const item = way[1](begun(usual));
    const outcome = decide(item, commandEvent({ name: 'retry', model: 'glm' }), facts(modelled()));
    expect(dispatched(outcome).agent).toMatchObject({ name: 'coder', model: 'local/glm' });
  });

  it('says what helps where it cannot be used', () => {
    const [way] = ways;
    if (!way) throw new Error('no way');
    const detailOf = (item: Item, value: Configuration): string => {
      const { stage } = decide(way[1](item), commandEvent({ name: 'retry' }), facts(value)).item;
      return stage.name === 'blocked' && stage.cause === 'configuration' ? stage.detail : '';
    };
    const without = modelled({ models: {} });
    expect(detailOf(begun(usual), without)).toMatch(
      /^The agent `coder` cannot be used: .*`\/retry --agent <name>` or `\/retry --model <provider>\/<model>` takes another\.$/,
    );
    expect(detailOf(begun(usual, { agent: 'coder', model: 'glm' }), without)).toContain(
      'The model `local/glm` was chosen by `/delegate --model`: ',
    );
    expect(detailOf(begun(usual, { agent: 'coder', model: 'glm' }), without)).toContain(
      '`/retry --agent coder` goes back to the one of the configuration.',
    );
    const gone = modelled({ agents: { ...agents, allowed: { replay: { kind: 'replay' } } } });
    expect(detailOf(begun(usual), gone)).toContain('`/retry --agent <name>`');
  });
});

it('a mistyped provider for a program is refused, as another name is not', () => {
  expect(replies(delegated(newItem(), modelled(), { agent: 'mine', model: 'antropic/opus' }))).toEqual([
    expect.objectContaining({
      kind: 'unknown-model',
      why: expect.stringContaining('did you mean `anthropic/opus`?'),
    }),
  ]);
  expect(delegated(newItem(), modelled(), { agent: 'mine', model: 'mistral/large' }).state).toBe('moved');
});

it('a model of the phase leaves out fallbacks that do not go together with it, as --model does', () => {
  const value = modelled({
    agents: { ...agents, phases: { delegate: { agent: 'coder', model: 'anthropic/opus' } } },
  });
  const byPhase = delegated(newItem(), value).item.delegations[0];
  const byFlag = delegated(newItem(), modelled(), { agent: 'coder', model: 'anthropic/opus' }).item
    .delegations[0];
  expect(byPhase?.models).toEqual({ fallback: [], gateway: true, direct: [] });
  expect(byPhase?.models).toEqual(byFlag?.models);
});
