import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld } from './world.ts';

const sha = 'c'.repeat(40);
const called = `acme/tools/.github/workflows/called.yml@${sha}`;
const named = 'acme/tools/.github/workflows/called.yml@v1';

const calledFile = `name: Called
on:
  workflow_call:
    inputs:
      text: { type: string, required: true }
      flag: { type: boolean, default: true }
      count: { type: number, default: 2 }
    secrets:
      PASSWORD: { required: false }
    outputs:
      said: { value: "\${{ jobs.first.outputs.said }}" }
      second: { value: "\${{ jobs.second.result }}" }
permissions: {}
jobs:
  first:
    runs-on: \${{ fromJSON('["one", "two"]') }}
    permissions: { contents: read }
    outputs: { said: "\${{ steps.say.outputs.said }}" }
    steps:
      - id: say
        name: Say
        env: { PASSWORD: "\${{ secrets.PASSWORD }}", OTHER: "\${{ secrets.OTHER }}" }
        run: |
          echo "said=\${{ inputs.text }} \${{ inputs.flag && 'yes' || 'no' }} \${{ inputs.count == 2 }}" >> "$GITHUB_OUTPUT"
          echo "[$PASSWORD] [$OTHER] \${{ github.workflow }} \${{ github.event.inputs.text }} [$CALLER] $GITHUB_JOB"
  second:
    name: The second
    needs: first
    if: needs.first.outputs.said == 'never'
    runs-on: x
    steps: [{ run: echo never }]
`;

const caller = (uses: string, more: string, permissions = 'contents: write'): string => `name: Caller
run-name: Call \${{ inputs.text }} by \${{ github.actor }}
on: { workflow_dispatch: { inputs: { text: { type: string, default: nothing } } } }
permissions: {}
env: { CALLER: mine }
jobs:
  call:
    uses: ${uses}
    permissions: { ${permissions} }
${more}
  after:
    needs: call
    if: always()
    runs-on: x
    steps: [{ name: Read, run: 'echo "\${{ needs.call.result }} \${{ needs.call.outputs.said }} \${{ needs.call.outputs.second }}"' }]
`;

const withText = `    with: { text: "\${{ inputs.text }}" }`;

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    secrets: { PASSWORD: 'hunter2', OTHER: 'not passed' },
    called: {
      [called]: calledFile,
      [named]: calledFile,
      'acme/tools/.github/workflows/greedy.yml@v1': `on: workflow_call
permissions: { issues: read }
jobs:
  grab: { runs-on: x, permissions: { contents: write, checks: read }, steps: [{ run: echo }] }
`,
      'acme/tools/.github/workflows/modest.yml@v1': `on: workflow_call
jobs:
  look: { runs-on: x, steps: [{ run: echo }] }
`,
      'acme/tools/.github/workflows/wrong.yml@v1': `on: workflow_call
jobs:
  look: { runs-on: x, container: debian, steps: [{ run: echo }] }
`,
      'acme/tools/.github/workflows/broken.yml@v1':
        'on: workflow_call\njobs: { a: { runs-on: x, step: [] } }\n',
      'acme/tools/.github/workflows/uncallable.yml@v1':
        'on: workflow_dispatch\njobs: { a: { runs-on: x, steps: [{ run: echo }] } }\n',
      'acme/tools/.github/workflows/fails.yml@v1':
        'on: workflow_call\njobs: { a: { runs-on: x, steps: [{ run: exit 1 }] } }\n',
    },
    workflows: {
      'call.yml': caller(called, `${withText}\n    secrets: { PASSWORD: "\${{ secrets.PASSWORD }}" }`),
      'named.yml': caller(named, withText),
      'missing-input.yml': caller(called, ''),
      'unknown-input.yml': caller(called, '    with: { text: a, more: b }'),
      'unknown-secret.yml': caller(called, `${withText}\n    secrets: { KEY: a }`),
      'inherit.yml': caller(called, `${withText}\n    secrets: inherit`),
      'unknown-workflow.yml': caller('acme/tools/.github/workflows/none.yml@v1', ''),
      'greedy.yml': caller('acme/tools/.github/workflows/greedy.yml@v1', '', 'contents: read'),
      'modest.yml': caller('acme/tools/.github/workflows/modest.yml@v1', '', 'checks: write'),
      'wrong.yml': caller('acme/tools/.github/workflows/wrong.yml@v1', ''),
      'broken.yml': caller('acme/tools/.github/workflows/broken.yml@v1', ''),
      'uncallable.yml': caller('acme/tools/.github/workflows/uncallable.yml@v1', ''),
      'fails.yml': caller('acme/tools/.github/workflows/fails.yml@v1', ''),
    },
  });
});
afterAll(() => world.stop());

describe('a called workflow', () => {
  it('gets inputs and the secrets passed, and gives outputs back', async () => {
    const done = await world.run('call.yml', { text: 'hello' });
    expect(done.conclusion).toBe('success');
    expect(done.name).toBe('Call hello by app-101[bot]');
    expect(done.job('call / first')).toMatchObject({
      labels: ['one', 'two'],
      permissions: { contents: 'read' },
    });
    expect(done.job('call / The second').conclusion).toBe('skipped');
    expect(done.step('Say', 'call / first').log).toContain('[***] [] Caller hello [] first');
    expect(done.step('Read', 'after').log).toContain('success hello yes true skipped');
  });

  it('is named by the run: its reference, its commit, and its ref where that is no commit', async () => {
    const runOf = async (file: string) => {
      const { id } = await world.run(file);
      return (await world.send(`GET /repos/${fullName}/actions/runs/${id}`, { token: world.token })).body;
    };
    expect((await runOf('call.yml')).referenced_workflows).toEqual([{ path: called, sha }]);
    expect((await runOf('named.yml')).referenced_workflows).toEqual([{ path: named, sha, ref: 'v1' }]);
  });

  it('fails with its jobs', async () => {
    const done = await world.run('fails.yml');
    expect(done.step('Read', 'after').log).toContain('failure  ');
    expect(done.conclusion).toBe('failure');
  });

  it('has its caller’s permissions where it says none', async () => {
    const done = await world.run('modest.yml');
    expect(done.job('call / look').permissions).toEqual({ checks: 'write' });
  });
});

describe('a call that cannot be', () => {
  it.each([
    ['missing-input.yml', /Line: 7, Col: 3\): Input text is required, but not provided while calling/],
    ['unknown-input.yml', /Invalid input, more is not defined in the referenced workflow/],
    ['unknown-secret.yml', /Invalid secret, KEY is not defined/],
    ['inherit.yml', /pass secrets by name only/],
    ['unknown-workflow.yml', /workflow was not found. Known here: .*called.yml@v1/],
    ['greedy.yml', /The workflow is requesting 'issues: read', but is only allowed 'issues: none'/],
    [
      'greedy.yml',
      /The nested job 'grab' is requesting 'contents: write, checks: read', but is only allowed 'contents: read, checks: none'/,
    ],
    [
      'wrong.yml',
      /wrong.yml \(Line: 3, Col: 23\): local Actions do not know 'container' in a job; they know name, /,
    ],
    ['broken.yml', /broken.yml.*Unexpected value 'step'/],
    ['uncallable.yml', /workflow_call key is not defined/],
  ])('%s: the run ends before it begins', async (file, words) => {
    const done = await world.run(file);
    expect(done.conclusion).toBe('startup_failure');
    expect(done.problems.join('\n')).toMatch(words);
    expect(done.log).toMatch(words);
    expect(world.github.jobs(fullName, done.id)).toEqual([]);
    const rerun = await world.send(`POST /repos/${fullName}/actions/runs/${done.id}/rerun`, {
      token: world.token,
    });
    expect(rerun.status).toBe(403);
  });
});
