import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { type ScriptedModel, startModel } from '../../src/sandbox/model/model.ts';
import { configurationText } from './project.ts';
import { begin, box, converse, type Journey, notice, reply, startJourney, tickBox } from './support.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const key = 'sk-journey-0f3c1d5e7a9b';
let model: ScriptedModel;
let journey: Journey;

const allowed = (control: string) => ({
  agents: {
    default: 'scribe',
    allowed: {
      scribe: { kind: 'command', command: `node scripts/agent.mjs '${control}'`, model: 'openai/smart-1' },
      // needs no model, so that what is counted is the work alone
      judge: { kind: 'command', command: `node scripts/agent.mjs '${control}'` },
    },
    phases: { review: { agent: 'judge' } },
  },
  models: {
    providers: { openai: { api: 'openai-chat', url: model.url } },
    prices: { 'openai/smart-1': { input: 1000, cached: 100, output: 10_000 } },
  },
});

/** 120 tokens are one answer: the preflight's, and one for each run. */
const caps = { item: { tokens: 300 }, tokens: 1000 };

beforeAll(async () => {
  model = await startModel({
    expectKey: key,
    usage: { input: 100, cached: 0, output: 20 },
    script: () => [{ do: 'say', text: 'Write notes.' }],
  });
  journey = await startJourney({
    tickets: ['counted', 'spending'],
    secrets: { OPENAI_API_KEY: key },
    configuration: (control) => configurationText(control, { ...allowed(control), caps }),
  });
});
afterAll(async () => {
  await journey?.stop();
  await model?.close();
});

describe('a ticket whose agent has a model', () => {
  it('shows what it used, is stopped at its cap, and goes on once on the word of a person', async () => {
    const { local } = journey;
    const ticket = journey.ticket('counted');
    const pull = await begin(journey, 'counted', '1, 2');
    await tickBox(local, { number: pull, command: 'accept', decision: 'd1a1' });
    const findings = reply(local, pull, 'd1:findings') ?? '';
    expect(findings).toMatch(/200 tokens in, 40 out/);
    expect(findings).toContain('$0.60');
    await ticket.shows(/240 .*300/);

    // One more run has 60 tokens left: enough to begin one answer, and no second one.
    await tickBox(local, { number: pull, command: 'confirm', decision: 'd2' });
    const stopped = await notice(journey.local, { number: pull, kind: 'blocked' });
    expect(stopped).toContain('**Blocked: a cap is used up.**');
    expect(stopped).toContain('`caps.item.tokens`');
    expect(stopped).toContain('`/confirm`');
    await ticket.shows('Stage: **blocked**');

    expect((await converse(local, { number: pull, body: '/retry' })).said).not.toContain('dispatched');
    await converse(local, { number: pull, body: '/confirm' });
    const accept = await box(local, { number: pull, command: 'accept' });
    expect(accept.decision).toMatch(/^d2a/);
    expect(reply(local, pull, 'd2:scope') ?? '').toMatch(/Over `caps\.item\.tokens` on the word of ada/);
  });

  it('that reaches a cap of one run is ended there, and what it has to do with it is said', async () => {
    const { local } = journey;
    const clone = await journey.clone();
    clone.write(
      '.github/throughline.yml',
      configurationText(journey.control, { ...allowed(journey.control), caps: { tokens: 700 } }),
    );
    await clone.push('main', 'Raise the cap of a ticket, lower that of a run');
    journey.order('spending', 'spend');
    const pull = await begin(journey, 'spending', '1');
    const said = await notice(journey.local, { number: pull, kind: 'blocked' });
    expect(said).toContain('**Blocked: a cap is used up.**');
    expect(said).toContain('700');
    expect(said).not.toContain('`/confirm`');
    expect(await journey.ticket('spending').shows('Stage: **blocked**')).toMatch(/7\d\d/);
    journey.order('spending', 'work');
    await converse(local, { number: pull, body: '/retry' });
    await box(local, { number: pull, command: 'accept', decision: 'd1a2' });
  });
});

it('leaves the key with the gateway', () => {
  expect(stringify(model.texts())).not.toContain(key);
  const { local } = journey;
  for (const run of local.github.runs(local.repository))
    for (const job of local.github.jobs(local.repository, run.id))
      expect(JSON.stringify(job)).not.toContain(key);
});
