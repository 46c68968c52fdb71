import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActionsWorld, createActionsWorld, stepsWorkflow } from './world.ts';

const say = 'acme/tools/say@v1';

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    workflows: {
      'environment.yml': stepsWorkflow(
        `
- run: env -0 > "$SHARED/run.env"
- uses: ${say}
  with: { word-count: 3, 'two words': both, unknown: x }
- run: echo "A=1" >> "$GITHUB_ENV"; mkdir -p "$RUNNER_TEMP/bin"; printf '#!/bin/sh\\necho mine' > "$RUNNER_TEMP/bin/mine"; chmod +x "$RUNNER_TEMP/bin/mine"; echo "$RUNNER_TEMP/bin" >> "$GITHUB_PATH"
- name: Later
  env: { B: "\${{ env.A }} and \${{ env.WORKFLOW }}" }
  run: echo "A=$A B=$B $(mine) CI=$CI"
`,
        'env: { WORKFLOW: whole, GITHUB_SHA: mine, CI: maybe }',
      ),
      'outputs.yml': stepsWorkflow(`
- id: first
  run: |
    echo "plain=one=two" >> "$GITHUB_OUTPUT"
    printf 'many<<END OF IT\\nfirst\\nplain=injected\\nEND OF IT\\n' >> "$GITHUB_OUTPUT"
- name: Read
  env: { MANY: "\${{ steps.first.outputs.many }}" }
  run: echo "\${{ steps.first.outputs.plain }}|$MANY|\${{ steps.first.outcome }}|\${{ steps.none.outputs.x }}|"
`),
      'injected.yml': stepsWorkflow(`
- id: first
  env: { TEXT: "\${{ inputs.text }}" }
  run: echo "text=$TEXT" >> "$GITHUB_OUTPUT"
- name: After
  if: always()
  run: echo "evil is [\${{ steps.first.outputs.evil }}] [\${{ steps.first.outcome }}]"
`),
      'conditions.yml': stepsWorkflow(`
- { id: bad, name: Bad, run: "exit 3", continue-on-error: true }
- { name: Goes on, run: "echo \${{ steps.bad.outcome }} \${{ steps.bad.conclusion }} \${{ job.status }}" }
- { name: Fails, run: exit 4 }
- { name: Not after a failure, run: echo no }
- { name: With a condition of its own, if: github.ref == 'refs/heads/main', run: echo no }
- { name: Failure, if: failure(), run: "echo \${{ job.status }}" }
- { name: Always, if: "\${{ always() && inputs.flag }}", run: echo always }
`),
      'broken.yml': stepsWorkflow(`
- { name: Expression, env: { A: "\${{ fromJSON(inputs.text).a }}" }, run: echo never }
- { name: After, if: always(), run: echo after }
`),
      'shells.yml': stepsWorkflow(`
- { name: Plain, run: "false | true; echo went on" }
- { name: Bash, shell: bash, run: "false | true; echo went on" }
`),
      'summary.yml': stepsWorkflow(`
- { name: Small, run: 'echo "## It *works*" >> "$GITHUB_STEP_SUMMARY"' }
- { name: Large, run: 'head -c 2000000 /dev/zero | tr "\\0" x >> "$GITHUB_STEP_SUMMARY"' }
- { name: None, run: 'rm "$GITHUB_STEP_SUMMARY" "$GITHUB_OUTPUT"' }
`),
      'folders.yml': stepsWorkflow(`
- { name: Make, run: mkdir -p below }
- { name: Below, working-directory: below, run: 'pwd; test "$PWD" = "$GITHUB_WORKSPACE/below"' }
- { name: Gone, working-directory: nowhere, run: pwd }
`),
      'options.yml': stepsWorkflow(`
- { name: Options, run: 'echo "NODE_OPTIONS=--require=x" >> "$GITHUB_ENV"' }
`),
    },
    actions: {
      [say]: {
        'action.yml': `name: Say
description: Says what it was given
inputs:
  word-count: { description: How many, required: true }
  two words: { description: Two }
  preset: { description: With an expression, default: "\${{ github.repository }}" }
  missing: { description: Not given, required: true }
runs: { using: node20, main: main.js }
`,
        'main.js': `const fs = require('node:fs');
fs.writeFileSync(process.env.SHARED + '/uses.env', Object.entries(process.env).map(([k, v]) => k + '=' + v).join('\\0'));
`,
      },
    },
  });
});
afterAll(() => world.stop());

const environmentIn = async (file: string): Promise<Record<string, string>> => {
  const text = await readFile(join(world.shared, file), 'utf8');
  const pairs = text.split('\0').filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0], pair.slice(pair.indexOf('=') + 1)]));
};

describe('the environment of a step', () => {
  it('is what GitHub gives, and nothing of the test’s own', async () => {
    process.env.CANARY_OF_THE_TEST = 'tweet';
    const done = await world.run('environment.yml');
    delete process.env.CANARY_OF_THE_TEST;
    expect(done.conclusion).toBe('success');
    const env = await environmentIn('run.env');
    expect(env).toMatchObject({
      GITHUB_ACTIONS: 'true',
      CI: 'maybe',
      WORKFLOW: 'whole',
      GITHUB_REPOSITORY: 'acme/widgets',
      GITHUB_RUN_ID: String(done.id),
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_REF_NAME: 'main',
      GITHUB_JOB: 'only',
      GITHUB_ACTION: '__run',
      GITHUB_EVENT_NAME: 'workflow_dispatch',
      GITHUB_SERVER_URL: world.github.url,
      GITHUB_API_URL: world.github.url,
      GITHUB_WORKFLOW_REF: 'acme/widgets/.github/workflows/environment.yml@refs/heads/main',
      RUNNER_OS: expect.stringMatching(/^(Linux|macOS)$/),
      RUNNER_ENVIRONMENT: 'github-hosted',
      RUNNER_NAME: 'sandbox-1',
      RUNNER_TOOL_CACHE: expect.any(String),
    });
    expect(env.GITHUB_SHA).toMatch(/^[0-9a-f]{40}$/);
    expect(env.GITHUB_WORKSPACE?.startsWith(env.RUNNER_WORKSPACE ?? '?')).toBe(true);
    expect(Object.keys(env).filter((name) => /CANARY|VITEST|TOKEN|RESULTS|NODE_|npm_/.test(name))).toEqual(
      [],
    );
  });

  it('of an action has its inputs and the runtime token', async () => {
    const env = await environmentIn('uses.env');
    expect(env).toMatchObject({
      'INPUT_WORD-COUNT': '3',
      INPUT_TWO_WORDS: 'both',
      INPUT_PRESET: 'acme/widgets',
      INPUT_MISSING: '',
      INPUT_UNKNOWN: 'x',
      GITHUB_ACTION_REPOSITORY: 'acme/tools',
      GITHUB_ACTION_REF: 'v1',
      ACTIONS_RUNTIME_TOKEN: expect.stringMatching(/^runtime_/),
      ACTIONS_RESULTS_URL: expect.stringContaining(world.github.url),
    });
    expect(env).not.toHaveProperty('GITHUB_TOKEN');
  });

  it('grows by GITHUB_ENV and GITHUB_PATH', async () => {
    const done = await world.run('environment.yml');
    expect(done.step('Later').log).toContain('A=1 B=1 and whole mine CI=maybe');
    expect(done.job().annotations).toMatchObject([
      { annotation_level: 'warning', message: expect.stringContaining("Unexpected input(s) 'unknown'") },
    ]);
  });

  it('cannot have NODE_OPTIONS put into it', async () => {
    const done = await world.run('options.yml');
    expect(done.step('Options').conclusion).toBe('failure');
    expect(done.log).toContain("Can't store NODE_OPTIONS");
  });
});

describe('outputs', () => {
  it('hold equals signs and many lines', async () => {
    const done = await world.run('outputs.yml');
    expect(done.step('Read').log.slice(-2)).toEqual(['one=two|first', 'plain=injected|success||']);
  });

  it('are injected by who writes a line break into them, as on GitHub', async () => {
    const evil = await world.run('injected.yml', { text: 'a\nevil=yes' });
    expect(evil.step('After').log).toContain('evil is [yes] [success]');
  });

  it('are none when the file cannot be read', async () => {
    const done = await world.run('injected.yml', { text: 'a\nevil<<NEVER\nyes' });
    expect(done.step('After').log).toContain('evil is [] [failure]');
    expect(done.log).toContain("Matching delimiter not found 'NEVER'");
    expect(done.conclusion).toBe('failure');
  });
});

describe('conditions', () => {
  it('hold as on GitHub', async () => {
    const done = await world.run('conditions.yml', { flag: 'true' });
    const ends = Object.fromEntries(done.job().steps.map(({ name, conclusion }) => [name, conclusion]));
    expect(ends).toMatchObject({
      Bad: 'success',
      'Goes on': 'success',
      Fails: 'failure',
      'Not after a failure': 'skipped',
      'With a condition of its own': 'skipped',
      Failure: 'success',
      Always: 'success',
    });
    expect(done.step('Bad').outcome).toBe('failure');
    expect(done.step('Goes on').log).toContain('failure success success');
    expect(done.step('Failure').log).toContain('failure');
    expect(done.conclusion).toBe('failure');
    expect(done.job().annotations.map(({ message }) => message)).toEqual([
      'Process completed with exit code 3.',
      'Process completed with exit code 4.',
    ]);
  });

  it('see booleans as booleans', async () => {
    const done = await world.run('conditions.yml', { flag: 'false' });
    expect(done.step('Always').conclusion).toBe('skipped');
  });

  it('an expression that cannot be evaluated fails its step', async () => {
    const done = await world.run('broken.yml', { text: 'no json' });
    expect(done.step('Expression').conclusion).toBe('failure');
    expect(done.step('Expression').log.join()).not.toContain('never');
    expect(done.step('After').conclusion).toBe('success');
  });
});

describe('a script', () => {
  it('has pipefail only where it says bash', async () => {
    const done = await world.run('shells.yml');
    expect(done.step('Plain').conclusion).toBe('success');
    expect(done.step('Bash').conclusion).toBe('failure');
  });

  it('runs where it is told to, which must be there', async () => {
    const done = await world.run('folders.yml');
    expect(done.step('Below').conclusion).toBe('success');
    expect(done.step('Gone').conclusion).toBe('failure');
    expect(done.step('Gone').log.at(-1)).toMatch(/^##\[error\]/);
  });

  it('leaves a summary, unless it is too large', async () => {
    const done = await world.run('summary.yml');
    expect(done.step('Small').summary).toBe('## It *works*\n');
    expect(done.step('Large').summary).toBeNull();
    expect(done.step('Large').log.join()).toContain('supports content up to a size of 1024k');
    expect(done.step('None').conclusion).toBe('success');
  });
});
