import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import {
  assignmentWorkflow,
  releaseRepository,
  unreleased,
  workflowFile,
} from '../../../src/contracts/workflow.ts';
import { beyondGrammar } from '../../../src/sandbox/actions/workflow/grammar.ts';
import { parseFile } from '../../../src/sandbox/actions/workflow/parse.ts';
import { planOf } from '../../../src/sandbox/actions/workflow/plan.ts';
import { prepare } from '../../../src/sandbox/actions/workflow/prepare.ts';
import { callerPath, callerWorkflow } from '../../../src/text/caller-workflow.ts';
import { fullName } from '../github/world.ts';
import { createActionsWorld } from './world.ts';

const ours = (path: string): string => new URL(`../../../${path}`, import.meta.url).pathname;

it('the workflows that users get are within the grammar of local Actions, with everything they refer to', async () => {
  const text = callerWorkflow({ sha: unreleased, version: 'none' });
  const caller = await parseFile(callerPath, text);
  if (!caller.ok) throw new Error(caller.problems.join('\n'));
  const found = await prepare(planOf(caller), {
    problems: beyondGrammar(callerPath, caller.root),
    resolve: {
      known: [],
      workflow: async (reference) =>
        reference === `${assignmentWorkflow}@${unreleased}`
          ? {
              path: assignmentWorkflow,
              text: await readFile(ours('.github/workflows/assignment.yml'), 'utf8'),
              sha: unreleased,
            }
          : null,
      action: async (reference) =>
        reference === `${releaseRepository}/action@${unreleased}` ? { folder: ours('action') } : null,
    },
  });
  expect(found.problems).toEqual([]);
  expect(found.referenced).toEqual([{ path: `${assignmentWorkflow}@${unreleased}`, sha: unreleased }]);
  const [call] = found.workflow.jobs;
  const jobs = call?.kind === 'call' ? call.callee.jobs : [];
  const granted = jobs.map((job) => [job.id, job.kind === 'steps' ? job.granted : null]);
  expect(Object.fromEntries(granted)).toEqual({
    agent: { contents: 'read' },
    verify: { contents: 'read' },
    publish: { contents: 'write' },
  });
  const given = jobs.map((job) => [job.id, job.kind === 'steps' ? job.secretNames : null]);
  expect(Object.fromEntries(given)).toEqual({
    agent: new Set(['model-keys']),
    verify: new Set(),
    publish: new Set(),
  });
});

const standIn = {
  'action.yml': `name: A
description: a
inputs: { step: { required: true }, model-keys: { description: b } }
outputs: { file: { description: c }, sha256: { description: d }, head: { description: e } }
runs: { using: node24, main: a.mjs }
`,
  'a.mjs': `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
const { env } = process;
writeFileSync(env.SHARED + '/' + env.INPUT_STEP, JSON.stringify([env, readFileSync(env.GITHUB_EVENT_PATH, 'utf8')]));
const file = env.RUNNER_TEMP + '/' + (env.INPUT_STEP === 'verify' ? 'verification.json' : 'assignment.bundle');
writeFileSync(file, 'handed on');
appendFileSync(env.GITHUB_OUTPUT, 'file=' + file + '\\nsha256=1\\nhead=2\\n');
console.log('seen: ' + (env['INPUT_MODEL-KEYS'] ?? 'none').split('\\n')[0]);
`,
};

it('a key that users set reaches the step that runs the agent, and no other job or step', async () => {
  const key = 'sk-of-a-user-of-ours';
  const world = await createActionsWorld({
    secrets: { ANTHROPIC_API_KEY: key },
    workflows: { [workflowFile]: callerWorkflow({ sha: unreleased, version: 'none' }) },
    called: {
      [`${assignmentWorkflow}@${unreleased}`]: await readFile(
        ours('.github/workflows/assignment.yml'),
        'utf8',
      ),
    },
    actions: { [`${releaseRepository}/action@${unreleased}`]: standIn },
  });
  try {
    const git = world.github.gitDir(fullName);
    const { stdout: base } = await execa('git', ['rev-parse', 'main'], { cwd: git });
    const done = await world.run(workflowFile, {
      ...{ id: 'i', item: 'j', runner: '["x"]', keep: '[]' },
      minutes: '{"agent":5,"verify":5,"publish":5}',
      assignment: JSON.stringify({ base }),
    });
    expect(done.log).toContain('model-keys: ***');
    expect(done.conclusion).toBe('success');
    const seen = (step: string): Promise<string> => readFile(join(world.shared, step), 'utf8');
    expect(await seen('agent')).toContain(`"INPUT_MODEL-KEYS":"anthropic=${key}\\nopenai=\\n"`);
    for (const step of ['verify', 'publish']) {
      expect(await seen(step)).toContain(`"INPUT_STEP":"${step}"`);
      expect(await seen(step)).not.toContain(key);
    }
    expect(done.step('Run the agent', 'assignment / agent').log).toContain('seen: ***');
    expect(done.log).not.toContain(key);
  } finally {
    await world.stop();
  }
});
