import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beyondGrammar } from '../../../src/sandbox/actions/workflow/grammar.ts';
import { parseFile } from '../../../src/sandbox/actions/workflow/parse.ts';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld, stepsWorkflow } from './world.ts';

const whole = `name: Whole
run-name: Whole \${{ inputs.a }}
on:
  workflow_dispatch: { inputs: { a: { description: A, type: choice, options: [x, y], default: x, required: true } } }
  workflow_call:
    inputs: { a: { type: string, required: true, default: "\${{ github.sha }}", description: A } }
    secrets: { B: { required: true, description: B } }
    outputs: { c: { value: "\${{ jobs.one.outputs.c }}", description: C } }
permissions: { contents: read }
concurrency: { group: "g-\${{ inputs.a }}", cancel-in-progress: false }
env: { A: a }
jobs:
  one:
    name: One
    if: github.ref != ''
    runs-on: [self-hosted, "\${{ inputs.a }}"]
    permissions: {}
    env: { B: b }
    outputs: { c: "\${{ steps.s.outputs.c }}" }
    timeout-minutes: 5
    steps:
      - { id: s, name: S, if: always(), run: "true", shell: bash, working-directory: a, env: { C: c }, timeout-minutes: 1, continue-on-error: true }
      - { name: U, if: always(), uses: a/b@c, with: { d: e }, env: { C: c }, timeout-minutes: 1, continue-on-error: true }
  two:
    name: Two
    needs: [one]
    if: always()
    permissions: { contents: read }
    uses: a/b/.github/workflows/c.yml@d
    with: { e: f }
    secrets: { G: "\${{ secrets.G }}" }
`;

const beyond = async (text: string): Promise<string[]> => {
  const parsed = await parseFile('w.yml', text);
  return parsed.ok
    ? beyondGrammar('w.yml', parsed.root)
    : parsed.problems.map((problem) => `GitHub: ${problem}`);
};

describe('the grammar', () => {
  it('is all of this, and GitHub takes it as well', async () => {
    expect(await beyond(whole)).toEqual([]);
  });

  it.each([
    [
      'env: { A: a }',
      'defaults: { run: { shell: bash } }',
      /\(Line: 11, Col: 1\).*'defaults' in a workflow; they know name, run-name/,
    ],
    ['workflow_dispatch: {', 'push: {}\n  workflow_dispatch: {', /\(Line: 4, Col: 3\).*'push' in a on/],
    [
      '    permissions: {}',
      '    strategy: { matrix: { a: [1] } }',
      /\(Line: 17, Col: 5\).*'strategy' in a job/,
    ],
    ['    permissions: {}', '    concurrency: one', /'concurrency' in a job/],
    ['    permissions: {}', '    environment: production', /'environment' in a job/],
    ['    permissions: {}', '    services: { a: { image: b } }', /'services' in a job/],
    ['    permissions: {}', '    continue-on-error: true', /'continue-on-error' in a job/],
    ['shell: bash', 'shell: pwsh', /run scripts with bash only/],
    [
      '    with: { e: f }',
      '    strategy: { matrix: { a: [1] } }',
      /'strategy' in a job that calls a workflow/,
    ],
    ['C: c }, timeout', `C: "\${{ hashFiles('**') }}" }, timeout`, /hashFiles/],
    ["if: github.ref != ''", "if: hashFiles('x') != ''", /GitHub: .*hashFiles/],
    ['if: always(), run', "if: hashFiles('x') != '', run", /do not know hashFiles/],
    [`secrets: { G: "\${{ secrets.G }}" }`, 'secrets: inherit', /by name only/],
    ['env: { A: a }', 'foo: bar', /GitHub: w.yml \(Line: 11, Col: 1\): Unexpected value 'foo'/],
    ['env: { B: b }', `env: { B: "\${{ nope.x }}" }`, /GitHub: .*Unrecognized named-value: 'nope'/],
    ['needs: [one]', 'needs: [three]', /GitHub: .*depends on unknown job 'three'/],
  ])('ends where %s becomes %s', async (before, after, words) => {
    const text = whole.replace(before, after);
    expect(text).not.toBe(whole);
    expect((await beyond(text)).join('\n')).toMatch(words);
  });

  it('takes the short forms of events', async () => {
    const jobs = 'jobs: { a: { runs-on: x, steps: [{ run: echo }] } }';
    expect(await beyond(`on: workflow_dispatch\n${jobs}`)).toEqual([]);
    expect(await beyond(`on: [workflow_dispatch, workflow_call]\n${jobs}`)).toEqual([]);
    expect((await beyond(`on: [workflow_dispatch, push]\n${jobs}`)).join()).toContain("the event 'push'");
  });
});

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    actions: {
      'acme/tools/node16@v1': {
        'action.yml': 'name: A\ndescription: a\nruns: { using: node16, main: a.js }\n',
      },
      'acme/tools/post@v1': {
        'action.yml': 'name: A\ndescription: a\nruns: { using: node20, main: a.js, post: b.js }\n',
      },
      'acme/tools/empty@v1': {},
    },
    workflows: {
      'invalid.yml': `on: workflow_dispatch\njobs:\n  a:\n    runs-on: x\n    steps: [{ run: "echo \${{ nope.x }}" }]\n`,
      'matrix.yml': stepsWorkflow('- run: echo').replace(
        '    runs-on',
        '    strategy: { matrix: { a: [1] } }\n    runs-on',
      ),
      'unknown.yml': stepsWorkflow('- uses: someone/something@v1'),
      'local.yml': stepsWorkflow('- uses: ./action'),
      'node16.yml': stepsWorkflow('- uses: acme/tools/node16@v1'),
      'post.yml': stepsWorkflow('- uses: acme/tools/post@v1'),
      'empty.yml': stepsWorkflow('- uses: acme/tools/empty@v1'),
      'name.yml': stepsWorkflow('- run: echo', `run-name: "\${{ fromJSON(inputs.text).a }}"`),
    },
  });
});
afterAll(() => world.stop());

describe('a file that cannot run', () => {
  it('is refused at the dispatch where GitHub’s own parser refuses it', async () => {
    const path = `/repos/${fullName}/actions/workflows/invalid.yml/dispatches`;
    const answer = await world.send(`POST ${path}`, { token: world.token, body: { ref: 'main' } });
    expect(answer.status).toBe(422);
    expect(answer.body.message).toMatch(
      /^Invalid Argument - failed to parse workflow: \(Line: 5, Col: 20\): Unrecognized named-value: 'nope'/,
    );
    expect(world.github.runs(fullName)).toEqual([]);
  });

  it.each([
    ['matrix.yml', /'strategy' in a job/],
    [
      'unknown.yml',
      /'someone\/something@v1'\. Local Actions know actions\/checkout@<commit SHA>, .*acme\/tools\/post@v1/,
    ],
    ['local.yml', /Unable to resolve action '.\/action'/],
    ['node16.yml', /'using: node20' and 'node24' only, not 'node16'/],
    ['post.yml', /'post' of an action/],
    ['empty.yml', /there is no action.yml/],
    ['name.yml', /JSON/],
  ])('%s ends the run at its start, and tells the App', async (file, words) => {
    const done = await world.run(file, { text: 'x' });
    expect(done.conclusion).toBe('startup_failure');
    expect(done.problems.join('\n')).toMatch(words);
  });
});
