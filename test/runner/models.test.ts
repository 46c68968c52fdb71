import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Assignment } from '../../src/contracts/assignment.ts';
import { type ScriptedModel, startModel } from '../../src/sandbox/model/model.ts';
import {
  agentStep,
  answering,
  assignmentFor,
  makeWorld,
  noModels,
  optionsFor,
  readEvidence,
  runThrough,
  type World,
} from './world.ts';

const key = 'sk-canary-2f6f1f7c1d2b';

let world: World;
let model: ScriptedModel;
beforeEach(async () => {
  world = makeWorld();
  model = await startModel({ expectKey: key, usage: { input: 100, cached: 40, output: 20 } });
});
afterEach(async () => {
  await model.close();
  world.remove();
});

const modelsAt = (
  url: string,
  budget: Partial<Assignment['models']['budget']> = {},
): Assignment['models'] => ({
  ...noModels,
  chain: [
    {
      ...{ provider: 'acme', model: 'smart-1', api: 'openai-chat', url, header: 'authorization' },
      ...{ headers: {}, silenceSeconds: 5, price: { input: 2, cached: 1, output: 10 } },
    },
  ],
  budget: { requests: 10, tokens: 1_000_000, cost: null, ...budget },
});

/** Shell words that ask the model once and print what comes back. */
const asking = `node -e '
fetch(process.env.OPENAI_BASE_URL + "/chat/completions", {
  method: "POST",
  headers: { "content-type": "application/json", authorization: "Bearer " + process.env.OPENAI_API_KEY },
  body: JSON.stringify({ model: "dearer", messages: [{ role: "user", content: "hi" }] }),
}).then(async (got) => console.log(got.status, await got.text()));'`;

const withModel = (command: string, models: Assignment['models']) => {
  const assignment = assignmentFor(world, { agent: { name: 'probe', kind: 'command', command }, models });
  return { assignment, options: { ...optionsFor(world, assignment), keys: new Map([['acme', key]]) } };
};

describe('an agent with a model', () => {
  it('asks it through the gateway, and the evidence tells what that took', async () => {
    const { assignment, options } = withModel(
      `${asking}; env >env.txt; echo x >x; ${answering({ files: ['env.txt', 'x'] })}`,
      modelsAt(model.url),
    );
    await runThrough(world, options);
    const { file, text } = readEvidence(world, assignment.id);
    expect(text('transcript.log')).toMatch(/^200 /m);
    expect(new Set(model.requests().map((asked) => asked.model))).toEqual(new Set(['smart-1']));
    // One request is the preflight's.
    expect(file.usage).toMatchObject({
      ...{ requests: 2, failed: 0, inputTokens: 200, cachedTokens: 80, outputTokens: 40, estimated: false },
      models: [{ model: 'acme/smart-1', requests: 2 }],
    });
    expect(file.usage?.cost).toBeCloseTo((120 * 2 + 80 * 1 + 40 * 10) / 1e6, 10);
    expect(file.agent).toMatchObject({ model: 'acme/smart-1', ended: 'untold', stopped: null });
    const all = `${JSON.stringify(file)}${text('transcript.log')}${options.lines.join('\n')}`;
    expect(all).not.toContain(key);
    expect(options.lines.join('\n')).toMatch(/preflight: acme\/smart-1 can be reached/);
  });

  it('is ended at a cap, and what it had done comes back', async () => {
    const { assignment, options } = withModel(
      `echo x >x; ${asking}; ${asking}; ${asking}; while :; do sleep 0.1; done`,
      modelsAt(model.url, { tokens: 150 }),
    );
    await runThrough(world, options);
    const { file, remarks } = readEvidence(world, assignment.id);
    expect(file.agent).toMatchObject({ exitCode: null, timedOut: false, stopped: { limit: 'tokens' } });
    expect(file.head).not.toBeNull();
    expect(file.usage?.requests).toBe(2);
    expect(remarks).toMatch(/The agent was ended: .*150/);
  });

  it('is not started when the model cannot be had, and the run says what to do', async () => {
    const { options } = withModel('echo started', modelsAt(model.url));
    const refused = agentStep(world, { ...options, keys: new Map([['acme', 'sk-another-key-of-somebody']]) });
    const said = await refused.catch((error: Error) => error.message);
    expect(said).toMatch(/acme.*model-keys/s);
    expect(said).not.toContain('sk-another');
    expect(options.lines.join('\n')).not.toContain('agent: probe');
  });

  it('that may go past the gateway is given the key, and the evidence says so', async () => {
    const { assignment, options } = withModel(
      `test "$ACME_API_KEY $REGION" = "${key} north" && echo x >x; ${answering()}`,
      {
        ...noModels,
        direct: [{ provider: 'acme', variable: 'ACME_API_KEY', env: { REGION: 'north' } }],
      },
    );
    const without = agentStep(world, { ...options, keys: new Map() });
    await expect(without).rejects.toThrow(/no key for acme.*model-keys/);
    await runThrough(world, options);
    const { file, remarks } = readEvidence(world, assignment.id);
    expect(file).toMatchObject({ usage: null, direct: ['acme'] });
    expect(file.head).not.toBeNull();
    expect(remarks).toMatch(/past the gateway with the key of acme/);
  });

  it('never brings the key out, wherever it had it from', async () => {
    const { assignment, options } = withModel(
      `echo "$ACME_API_KEY" | tee key.txt; git add -A; git commit -qm "$ACME_API_KEY"; ${answering()}`,
      { ...noModels, direct: [{ provider: 'acme', variable: 'ACME_API_KEY', env: {} }] },
    );
    await runThrough(world, options);
    const { file, text } = readEvidence(world, assignment.id);
    expect(file).toMatchObject({ head: null, withheld: { why: 'secret' } });
    expect(JSON.stringify(file) + text('transcript.log')).not.toContain(key);
  });
});
