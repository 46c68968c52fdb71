import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type Configuration, configurationSchema } from '../../src/contracts/configuration.ts';
import { planModels } from '../../src/contracts/model-plan.ts';
import {
  agentApis,
  directProviderSchema,
  servedModelSchema,
  wireApiSchema,
} from '../../src/contracts/models.ts';
import { readConfiguration } from '../../src/contracts/read-configuration.ts';

type Written = Record<string, unknown>;

const file = (changes: { agents?: Written; allowed?: Written; models?: Written; caps?: Written } = {}): string =>
  stringify({
    tracker: { team: 'PER' },
    agents: {
      default: 'claude',
      allowed: { claude: { kind: 'claude-code', model: 'anthropic/opus' }, ...changes.allowed },
      ...changes.agents,
    },
    models: {
      ...changes.models,
      providers: {
        local: { api: 'openai-chat', url: 'http://127.0.0.1:4000/v1' },
        ...(changes.models?.providers as Written | undefined),
      },
    },
    ...(changes.caps ? { caps: changes.caps } : {}),
  });

type Changes = NonNullable<Parameters<typeof file>[0]>;
const chat = { api: 'openai-chat', url: 'https://models.example/v1' };
const url = (text: string): Changes => ({ models: { providers: { x: { api: 'openai-chat', url: text } } } });
const direct = (settings: Written): Changes => ({ models: { providers: { x: { api: 'other', ...settings } } } });

const problemsOf = (text: string): string[] => {
  const read = readConfiguration(text);
  return read.state === 'broken' ? read.problems : [];
};

describe('models in the configuration', () => {
  it.each([
    ['nothing but a built-in provider', {}],
    ['a provider of one’s own', { allowed: { oc: { kind: 'opencode', model: 'local/kimi' } } }],
    ['codex at openai', { allowed: { codex: { kind: 'codex', model: 'openai/gpt-5' } } }],
    [
      'a built-in provider that speaks both, behind one that speaks the newer of the two',
      {
        allowed: { oc: { kind: 'opencode', model: 'eu/gpt', fallback: ['openai/gpt-5'] } },
        models: { providers: { eu: { api: 'openai-responses', url: 'https://eu.example/v1' } } },
      },
    ],
    ['a program that calls its models what it likes', { allowed: { mine: { kind: 'command', command: 'x', model: 'kimi' } } }],
    [
      'a direct agent with settings of its provider, which needs no address',
      {
        allowed: { cc: { kind: 'claude-code', model: 'bedrock/opus' } },
        models: {
          direct: ['cc'],
          providers: {
            bedrock: {
              api: 'other',
              variable: 'AWS_BEARER_TOKEN_BEDROCK',
              env: { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'eu-central-1', MAX_THINKING_TOKENS: '9' },
            },
          },
        },
      },
    ],
    [
      'a program whose model is like nothing known',
      { allowed: { mine: { kind: 'command', command: 'x', model: 'mistral/large' } } },
    ],
    ['a query that is no credential', url('https://x.openai.azure.com/openai?api-version=2026-01-01')],
    ['an address with a version of its own', url('https://api.openai.com/v2')],
    [
      'a model of a phase that the agent’s own fallback does not go together with',
      {
        agents: { phases: { delegate: { agent: 'oc', model: 'anthropic/opus' } } },
        allowed: { oc: { kind: 'opencode', model: 'local/a', fallback: ['local/b'] } },
      },
    ],
    [
      'a direct agent at a provider that speaks something else',
      {
        allowed: { oc: { kind: 'opencode', model: 'bedrock/opus' } },
        models: { direct: ['oc'], providers: { bedrock: { api: 'other', url: 'https://bedrock.example' } } },
      },
    ],
    [
      'a cap on the cost of models whose price is known',
      { models: { prices: { 'anthropic/opus': { input: 5, cached: 1, output: 25 } } }, caps: { month: { cost: 50 } } },
    ],
    ['http in a private network', { models: { providers: { lan: { api: 'openai-chat', url: 'http://llm.internal:8000/v1' } } } }],
  ])('may be %s', (_, changes) => {
    expect(problemsOf(file(changes))).toEqual([]);
  });

  it.each<[string, Parameters<typeof file>[0], string]>([
    [
      'a CLI without a model',
      { allowed: { codex: { kind: 'codex' } } },
      'line 9: `agents.allowed.codex.model` is missing: an agent of kind `codex` needs its model as `<provider>/<model>`',
    ],
    [
      'a CLI with a command',
      { allowed: { oc: { kind: 'opencode', model: 'local/kimi', command: 'x' } } },
      '`agents.allowed.oc.command` has no use: an agent of kind `opencode` is started by Throughline',
    ],
    [
      'a bare name',
      { allowed: { oc: { kind: 'opencode', model: 'kimi' } } },
      '`agents.allowed.oc.model` is `kimi`: a model is written as `<provider>/<model>`, with a provider out of `anthropic`, `openai`, `local`',
    ],
    [
      'an unknown provider',
      { allowed: { oc: { kind: 'opencode', model: 'opanai/gpt-5' } } },
      'did you mean `openai/gpt-5`?',
    ],
    [
      'an unknown fallback',
      { allowed: { oc: { kind: 'opencode', model: 'local/a', fallback: ['local/b', 'nowhere/c'] } } },
      '`agents.allowed.oc.fallback[1]` is `nowhere/c`: the provider `nowhere` is not known',
    ],
    [
      'a model of a phase',
      { agents: { phases: { review: { model: 'local/kimi' } } } },
      '`agents.phases.review.model` is `local/kimi`: `local` speaks `openai-chat`, and an agent of kind `claude-code` speaks `anthropic-messages`',
    ],
    [
      'a protocol the agent does not speak',
      { allowed: { codex: { kind: 'codex', model: 'anthropic/opus' } } },
      'an agent of kind `codex` speaks `openai-responses`',
    ],
    [
      'a fallback of another protocol',
      { allowed: { oc: { kind: 'opencode', model: 'local/a', fallback: ['anthropic/opus'] } } },
      '`agents.allowed.oc.fallback[0]` is `anthropic/opus`: it speaks another protocol than `local/a`',
    ],
    [
      'a built-in provider that was replaced by one that speaks less',
      {
        allowed: { codex: { kind: 'codex', model: 'openai/gpt-5' } },
        models: { providers: { openai: { api: 'openai-chat', url: 'https://proxy.example/v1' } } },
      },
      '`openai` speaks `openai-chat`, and an agent of kind `codex`',
    ],
    [
      'what cannot go through the gateway',
      {
        allowed: { oc: { kind: 'opencode', model: 'bedrock/opus' } },
        models: { providers: { bedrock: { api: 'other', url: 'https://bedrock.example' } } },
      },
      'name the agent in `models.direct`',
    ],
    [
      'a fallback of a program that goes nowhere',
      { allowed: { mine: { kind: 'command', command: 'x', fallback: ['local/a'] } } },
      '`agents.allowed.mine.fallback` has no use',
    ],
    ['a direct agent nobody knows', { models: { direct: ['cluade'] } }, '`models.direct[0]` names `cluade`, but `agents.allowed` has `claude`; did you mean `claude`?'],
    ['an agent of a phase nobody knows', { agents: { phases: { review: { agent: 'gone' } } } }, '`agents.phases.review.agent` names `gone`'],
    ['a cap on an unknown cost', { caps: { cost: 5 } }, '`caps.cost` needs the price of every model, and that of `anthropic/opus` is not known: add it under `models.prices`'],
    [
      'a cap on the cost, with the price of one of two',
      {
        allowed: { oc: { kind: 'opencode', model: 'local/a' } },
        models: { prices: { 'anthropic/opus': { input: 5, cached: 1, output: 25 } } },
        caps: { item: { cost: 5 } },
      },
      '`caps.item.cost` needs the price of every model, and that of `local/a`',
    ],
    ['a price of nothing', { models: { prices: { opus: { input: 1, cached: 1, output: 1 } } } }, '`models.prices` has `opus`, which is no `<provider>/<model>`'],
    ['http into the open', { models: { providers: { x: { api: 'openai-chat', url: 'http://models.example/v1' } } } }, '`models.providers.x.url` would send key and code unencrypted: write `https:`'],
    ['another protocol', { models: { providers: { x: { api: 'openai-chat', url: 'ftp://models.example/v1' } } } }, 'is no address of http or https'],
    ['a password in the address', { models: { providers: { x: { api: 'openai-chat', url: 'https://a:b@models.example/v1' } } } }, 'holds a user or password'],
    ...['key', 'api_key', 'access_token', 'sig', 'X-Amz-Signature', 'client-secret', 'auth'].map(
      (name): [string, Changes, string] => [
        `${name} in the query of an address`,
        url(`https://models.example/v1?api-version=1&${name}=1`),
        `holds \`${name}\` in its query`,
      ],
    ),
    ['a hash in the address', url('https://models.example/v1#x'), 'ends in a `#…`'],
    ['an address without a beginning', url('proxy.corp/v1'), '`models.providers.x.url` is `proxy.corp/v1`, which is no address: write `https://proxy.corp/v1`'],
    ['an address that begins with its host', url('proxy.corp:8080/v1'), 'write `https://proxy.corp:8080/v1`'],
    ['a local address without a beginning', url('localhost:4000/v1'), 'write `http://localhost:4000/v1`'],
    ['an address of one call', url('https://models.example/v1/chat/completions?api-version=1'), 'ends in `/chat/completions`, which the gateway adds itself: write `https://models.example/v1?api-version=1`'],
    ['an address of one response', url('https://models.example/v1/responses/'), 'write `https://models.example/v1`'],
    ['an address of messages', url('https://api.anthropic.com/v1/messages'), 'write `https://api.anthropic.com/v1`'],
    ['Anthropic without its version', url('https://api.anthropic.com/'), 'lacks its version: write `https://api.anthropic.com/v1`'],
    ['OpenAI without its version', url('https://api.openai.com'), 'lacks its version: write `https://api.openai.com/v1`'],
    ['no address', { models: { providers: { x: { api: 'openai-chat' } } } }, '`models.providers.x.url` is missing: Base address'],
    ['a path without its slash', { models: { providers: { x: { ...chat, paths: ['embeddings'] } } } }, '`models.providers.x.paths[0]` is `embeddings`, which is no path: begin it with `/`'],
    ['a release that is none', { allowed: { oc: { kind: 'opencode', model: 'local/a', release: { version: '1.2.3', integrity: 'abc' } } } }, '`agents.allowed.oc.release.integrity` is `abc`, which is no SHA-512: write the `sha512-…` that `npm view <package>@<version> dist.integrity` tells'],
    ['a version that is none', { allowed: { oc: { kind: 'opencode', model: 'local/a', release: { version: 'latest', integrity: `sha512-${'a'.repeat(86)}==` } } } }, 'is `latest`, which is no version: write it in full'],
    ['an unknown phase', { agents: { phases: { revew: { model: 'anthropic/x' } } } }, '`agents.phases.revew` is not a setting; there are `explore`, `grill`, `propose`, `enhance`, `prompt`, `delegate`, `review`, `rounds`, `triage`, `ops`; did you mean `agents.phases.review`?'],
    [
      'one address for two protocols',
      {
        allowed: { c: { kind: 'codex', model: 'p/x' }, cc: { kind: 'claude-code', model: 'p/y' } },
        models: { providers: { p: { api: 'anthropic-messages', url: 'https://p.corp/v1' } } },
      },
      'add a second entry under `models.providers` with the `url` of `p` and `api: openai-responses`, and a line for it in `model-keys`',
    ],
    [
      'a direct agent without a model',
      { allowed: { oc: { kind: 'opencode' } }, models: { direct: ['oc'] } },
      '`agents.allowed.oc.model` is missing: an agent of kind `opencode` needs its model as `<provider>/<model>`',
    ],
    [
      'a direct program with a name of its own',
      { allowed: { mine: { kind: 'command', command: 'x', model: 'kimi' } }, models: { direct: ['mine'] } },
      '`agents.allowed.mine.model` is `kimi`: a model is written as `<provider>/<model>`',
    ],
    [
      'a recording past the gateway',
      { allowed: { r: { kind: 'replay' } }, models: { direct: ['r'] } },
      '`models.direct[0]` names `r`, but an agent of kind `replay` goes to no model',
    ],
    [
      'a mistyped provider of a program',
      { allowed: { mine: { kind: 'command', command: 'x', model: 'antropic/claude' } } },
      'did you mean `anthropic/claude`?',
    ],
    ...['PATH', 'HOME', 'LD_PRELOAD', 'NODE_OPTIONS', 'GIT_DIR', 'PROMPT_FILE', 'ANSWER_FILE', 'ANSWER_SCHEMA', 'ACCESS', 'THROUGHLINE_RECORDINGS'].flatMap(
      (name): [string, Changes, string][] => [
        [`${name} as a variable`, direct({ env: { [name]: 'x' } }), `\`models.providers.x.env.${name}\` is set by the run itself`],
        [`${name} for the key`, direct({ variable: name }), `\`models.providers.x.variable\` is \`${name}\`, which is set by the run itself`],
      ],
    ),
    ['a variable that is none', direct({ env: { 'a-b': 'x' } }), '`models.providers.x.env.a-b` is no name of a variable'],
    ['a variable for the key that is none', direct({ variable: '1X' }), 'which is no name of a variable'],
    ['a number as a variable', direct({ env: { CLAUDE_CODE_USE_BEDROCK: 1 } }), "must be text, not `1`: write it in quotes, `'1'`"],
    ['a key among the variables', direct({ env: { AWS_SECRET_ACCESS_KEY: 'x' } }), 'would keep a key in the configuration: it belongs into `model-keys`, and `variable: AWS_SECRET_ACCESS_KEY` names where it goes'],
    ['the variable of the key among the others', direct({ env: { X_API_KEY: 'x' } }), 'is the variable that carries the key'],
    [
      'two providers that fill one variable',
      {
        allowed: { cc: { kind: 'claude-code', model: 'x/a', fallback: ['y/a'] } },
        models: {
          direct: ['cc'],
          providers: { x: { api: 'other', env: { AWS_REGION: 'a' } }, y: { api: 'other', env: { AWS_REGION: 'b' } } },
        },
      },
      '`agents.allowed.cc.fallback[0]` is `y/a`: its provider would fill the variable `AWS_REGION`, which is filled for `x`',
    ],
    ...['Authorization', 'x-api-key', 'API-Key', 'cookie'].map((name): [string, Parameters<typeof file>[0], string] => [
      `a key in header ${name}`,
      { models: { providers: { x: { api: 'openai-chat', url: 'https://models.example/v1', headers: { [name]: 's' } } } } },
      `\`models.providers.x.headers.${name}\` would keep a key in the configuration`,
    ]),
    ['a header that is none', { models: { providers: { x: { api: 'openai-chat', url: 'https://models.example/v1', headers: { 'a b': 's' } } } } }, 'cannot be sent as a header'],
    ['an api that is none', { models: { providers: { x: { api: 'openai-chatt', url: 'https://models.example/v1' } } } }, 'is `openai-chatt`; did you mean `openai-chat`?'],
  ])('are refused for %s', (_, changes, expected) => {
    const problems = problemsOf(file(changes));
    expect(problems).toEqual([expect.stringContaining(expected)]);
    expect(problems[0]).toMatch(/^line \d+: /);
  });
});

const models = (providers: Configuration['models']['providers'] = {}): Configuration['models'] =>
  configurationSchema.shape.models.parse({ providers });
type Provider = Configuration['models']['providers'][string];
const at = (api: Provider['api']): Provider => ({
  api,
  url: 'https://x.example/v1',
  headers: {},
  silence: 60,
  paths: [],
  env: {},
});

describe('what an agent goes to', () => {
  it.each([
    ['codex', 'openai/gpt-5', { api: 'openai-responses', header: 'authorization', url: 'https://api.openai.com/v1' }],
    ['opencode', 'openai/gpt-5', { api: 'openai-chat', header: 'authorization' }],
    ['claude-code', 'anthropic/opus', { api: 'anthropic-messages', header: 'x-api-key', url: 'https://api.anthropic.com/v1' }],
    ['opencode', 'x/moonshotai/kimi-k2', { provider: 'x', model: 'moonshotai/kimi-k2', price: null, silenceSeconds: 60 }],
  ] as const)('%s with %s', (kind, model, served) => {
    const planned = planModels(models({ x: at('openai-chat') }), { name: 'a', kind, model, fallback: [] });
    expect(planned).toMatchObject({ plan: { chain: [served], direct: [] } });
  });

  it('is a chain in which all speak what the agent speaks, or a problem that says which does not', () => {
    const api = fc.constantFrom(...wireApiSchema.options, 'other' as const);
    const kind = fc.constantFrom('opencode', 'claude-code', 'codex', 'command');
    const names = fc.array(fc.constantFrom('a/m', 'b/m', 'openai/m', 'anthropic/m', 'gone/m', 'm'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(api, api, kind, names, (a, b, by, [model = '', ...fallback]) => {
        const planned = planModels(models({ a: at(a), b: at(b) }), { name: 'x', kind: by, model, fallback });
        if ('problem' in planned) {
          const { problem } = planned;
          if ('index' in problem) expect([model, ...fallback][problem.index]).toBe(problem.name);
          return;
        }
        const { chain } = planned.plan;
        for (const served of chain) expect(servedModelSchema.safeParse(served).success).toBe(true);
        if (chain.length === 0) {
          // nobody but a program of one's own goes past the gateway unasked
          expect(by).toBe('command');
          return;
        }
        expect(chain).toHaveLength(fallback.length + 1);
        expect(new Set(chain.map((served) => served.api)).size).toBe(1);
        expect(agentApis[by]).toContain(chain[0]?.api);
      }),
      { numRuns: 500 },
    );
  });

  it('past the gateway, it is the providers whose keys the agent is given', () => {
    const section = { ...models({ x: at('other') }), direct: ['oc'] };
    expect(
      planModels(section, { name: 'oc', kind: 'opencode', model: 'x/a', fallback: ['openai/b', 'x/c'] }),
    ).toEqual({
      plan: {
        chain: [],
        paths: [],
        direct: [
          { provider: 'x', variable: 'X_API_KEY', env: {} },
          { provider: 'openai', variable: 'OPENAI_API_KEY', env: {} },
        ],
      },
    });
  });

  it('past the gateway, with the variables its provider has', () => {
    const env = { CLAUDE_CODE_USE_BEDROCK: '1' };
    const providers = { 'aws-eu': { ...at('other'), variable: 'AWS_BEARER_TOKEN_BEDROCK', env } };
    const planned = planModels(
      { ...models(providers), direct: ['cc'] },
      { name: 'cc', kind: 'claude-code', model: 'aws-eu/opus', fallback: [] },
    );
    const expected = [{ provider: 'aws-eu', variable: 'AWS_BEARER_TOKEN_BEDROCK', env }];
    expect(planned).toMatchObject({ plan: { direct: expected } });
    for (const one of expected) expect(directProviderSchema.parse(one)).toEqual(one);
    expect(directProviderSchema.safeParse({ ...expected[0], variable: 'a=b' }).success).toBe(false);
    expect(planModels({ ...models({ 'aws-eu': at('other') }), direct: ['cc'] }, { name: 'cc', kind: 'claude-code', model: 'aws-eu/opus', fallback: [] })).toMatchObject({
      plan: { direct: [{ variable: 'AWS_EU_API_KEY' }] },
    });
  });
});

it('the examples of the README are valid', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const section = readme.slice(readme.indexOf('### Agents, models and caps'), readme.indexOf('## Run the App'));
  const examples = [...section.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  expect(examples).toEqual([expect.stringContaining('models:'), expect.stringContaining('direct:')]);
  for (const example of examples) expect(problemsOf(`tracker: { team: PER }\n${example}`)).toEqual([]);
});
