import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFile } from '../../../src/sandbox/actions/workflow/parse.ts';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld, stepsWorkflow } from './world.ts';

const called = `acme/tools/.github/workflows/called.yml@${'c'.repeat(40)}`;
const needing = `acme/tools/.github/workflows/needing.yml@${'c'.repeat(40)}`;

/** All that a step can see without naming a secret, into a file of its name; the event's file and its own environment too. */
const dump = (name: string): string => `
      - name: Dump
        env: { ALL: "\${{ toJSON(github) }} \${{ toJSON(env) }} \${{ toJSON(inputs) }} \${{ toJSON(needs) }} \${{ toJSON(runner) }}" }
        run: |
          { env; cat "$GITHUB_EVENT_PATH"; } > "$SHARED/${name}"
          cat "$SHARED/${name}"`;

const calledFile = `on:
  workflow_call:
    secrets:
      model-keys: { required: false, description: Lines }
permissions: {}
jobs:
  holds:
    runs-on: x
    steps:
      - name: Say
        env: { KEYS: "\${{ secrets.model-keys }}" }
        run: |
          printf '%s' "$KEYS" > "$SHARED/holds"
          echo "all: $KEYS"
          echo "first: $(echo "$KEYS" | head -1)"
          echo "bare: $(echo "$KEYS" | head -1 | cut -d= -f2)"
          echo "::warning::it was $(echo "$KEYS" | head -1)"
          echo "summary $(echo "$KEYS" | head -1)" >> "$GITHUB_STEP_SUMMARY"
      - name: Undeclared
        env: { KEY: "\${{ secrets.ANTHROPIC_API_KEY }}" }
        run: echo "[$KEY]"
  holds-nothing:
    runs-on: x
    needs: holds
    steps:${dump('holds-nothing')}
`;

const caller = (more: string, uses = called): string => `on: workflow_dispatch
permissions: {}
jobs:
  call:
    uses: ${uses}
${more}
`;

const passing = `    secrets:
      model-keys: |
        anthropic=\${{ secrets.ANTHROPIC_API_KEY }}
        openai=\${{ secrets.OPENAI_API_KEY }}
        other=\${{ secrets.other_key }}`;

const key = 'sk-first-of-the-keys';
const other = 'sk-other-of-the-keys';

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    secrets: { ANTHROPIC_API_KEY: key, Other_Key: other, NOTHING: '', PASSWORD: 'not json' },
    called: { [called]: calledFile, [needing]: calledFile.replace('required: false', 'required: true') },
    workflows: {
      'pass.yml': caller(passing),
      'pass-none.yml': caller(''),
      'missing.yml': caller('', needing),
      'provided.yml': caller('    secrets: { MODEL-KEYS: "" }', needing),
      'undeclared.yml': caller('    secrets: { model-keys: a, MORE: b }'),
      'empty.yml': stepsWorkflow(`
- name: Say
  env: { EMPTY: "\${{ secrets.NOTHING }}" }
  run: echo "a log as it is [$EMPTY]"
`),
      'jobs.yml': `on: workflow_dispatch
jobs:
  names-it: { runs-on: x, steps: [{ name: Say, env: { A: "\${{ secrets['ANTHROPIC_API_KEY'] }}" }, run: "echo ${key} ${other}" }] }
  names-none: { runs-on: x, steps: [{ name: Say, run: "echo ${key} ${other}" }] }
  takes-all: { runs-on: x, steps: [{ name: Say, env: { A: "\${{ toJSON(secrets) }}" }, run: "echo ${key} ${other}" }] }
  env-of-job: { runs-on: x, env: { A: "\${{ fromJSON(secrets.PASSWORD) }}" }, steps: [{ run: echo }] }
`,
    },
  });
});
afterAll(() => world.stop());

const dumped = (name: string): Promise<string> => readFile(join(world.shared, name), 'utf8');

describe('a secret that a call passes', () => {
  it('reaches the step that names it, in lines, and nothing else of its workflow', async () => {
    const done = await world.run('pass.yml');
    expect(done.conclusion).toBe('success');
    expect(await dumped('holds')).toBe(`anthropic=${key}\nopenai=\nother=${other}\n`);
    const seen = await dumped('holds-nothing');
    expect(seen).toContain('GITHUB_JOB=holds-nothing');
    expect(seen).toContain('"workflow": ".github/workflows/pass.yml"');
    for (const value of [key, other, 'model-keys', 'MODEL-KEYS']) expect(seen).not.toContain(value);
    expect(done.step('Undeclared', 'call / holds').log).toContain('[]');
  });

  it('is masked whole and line by line; a part of a line is not', async () => {
    const done = await world.run('pass.yml');
    const { log, summary } = done.step('Say', 'call / holds');
    expect(log).toEqual(expect.arrayContaining(['all: ***', 'first: ***', `bare: ${key}`]));
    expect(summary).toBe('summary ***\n');
    expect(done.job('call / holds').annotations.map(({ message }) => message)).toEqual(['it was ***']);
  });

  it('is empty where none is passed', async () => {
    const done = await world.run('pass-none.yml');
    expect(done.conclusion).toBe('success');
    expect(await dumped('holds')).toBe('');
  });

  it.each([
    ['missing.yml', /Line: 4, Col: 3\): Secret model-keys is required, but not provided while calling\./],
    ['undeclared.yml', /Line: 4, Col: 3\): Invalid secret, MORE is not defined in the referenced workflow\./],
  ])('%s: the run ends before it begins', async (file, words) => {
    const done = await world.run(file);
    expect(done.conclusion).toBe('startup_failure');
    expect(done.problems.join('\n')).toMatch(words);
  });

  it('counts as provided in any case and when it is empty', async () => {
    expect((await world.run('provided.yml')).conclusion).toBe('success');
  });
});

describe('masks', () => {
  it('are made of what the job names: a value that came another way is shown', async () => {
    const done = await world.run('jobs.yml');
    expect(done.step('Say', 'names-it').log).toContain(`*** ${other}`);
    expect(done.step('Say', 'names-none').log).toContain(`${key} ${other}`);
    expect(done.step('Say', 'takes-all').log).toContain('*** ***');
  });

  it('cover what is said of a job that could not begin', async () => {
    const done = await world.run('jobs.yml');
    const { conclusion, annotations } = done.job('env-of-job');
    expect(conclusion).toBe('failure');
    expect(annotations).toHaveLength(1);
    expect(JSON.stringify(annotations)).not.toContain('not json');
  });

  it('are not made of an empty secret', async () => {
    const done = await world.run('empty.yml');
    expect(done.step('Say').log).toContain('a log as it is []');
  });
});

describe('the secrets context', () => {
  const file = (change: (text: string) => string): Promise<string> =>
    parseFile(
      'w.yml',
      change(`name: Whole
run-name: RUN
on:
  workflow_dispatch: {}
  workflow_call: { inputs: { a: { type: string, default: DEFAULT } }, outputs: { b: { value: OUTPUT } } }
concurrency: GROUP
env: { A: WORKFLOW-ENV }
jobs:
  one:
    name: NAME
    if: "'JOB-IF'"
    runs-on: RUNS-ON
    timeout-minutes: 1
    env: { A: JOB-ENV }
    outputs: { c: JOB-OUTPUT }
    steps: [{ name: STEP-NAME, if: "'STEP-IF'", run: RUN-SCRIPT, env: { A: STEP-ENV } }, { uses: a/b@c, with: { d: STEP-WITH } }]
  two:
    uses: a/b/.github/workflows/c.yml@d
    with: { a: CALL-WITH }
    secrets: { b: CALL-SECRETS }
`),
    ).then((parsed) => (parsed.ok ? '' : parsed.problems.join('\n')));
  const secretAt = (place: string) =>
    file((text) => text.replace(new RegExp(`["']*\\b${place}\\b["']*`), `"\${{ secrets.A }}"`));

  it.each([
    ...['WORKFLOW-ENV', 'JOB-ENV', 'JOB-OUTPUT', 'STEP-NAME', 'RUN-SCRIPT', 'STEP-ENV', 'STEP-WITH'],
    'CALL-SECRETS',
  ])('is known at %s', async (place) => {
    expect(await secretAt(place)).toBe('');
  });

  it.each([...['RUN', 'DEFAULT', 'OUTPUT', 'GROUP', 'NAME', 'JOB-IF', 'RUNS-ON', 'STEP-IF', 'CALL-WITH']])(
    'is refused at %s',
    async (place) => {
      expect(await secretAt(place)).toMatch(/Unrecognized named-value: 'secrets'/);
    },
  );
});

describe('secrets of a repository', () => {
  const path = `/repos/${fullName}/actions/secrets`;

  it('are listed by name, and never read back', async () => {
    const token = world.github.createUserToken('writeer');
    const list = await world.send(`GET ${path}`, { token });
    expect(list.body.total_count).toBe(4);
    expect(list.body.secrets[0]).toEqual({
      name: 'ANTHROPIC_API_KEY',
      created_at: '2026-03-01T10:00:00Z',
      updated_at: '2026-03-01T10:00:00Z',
    });
    const one = await world.send(`GET ${path}/other_key`, { token });
    expect(one.body.name).toBe('OTHER_KEY');
    expect(list.text + one.text).not.toContain('of-the-keys');
    expect((await world.send(`GET ${path}/NONE`, { token })).status).toBe(404);
  });

  it.each([
    ['a reader', () => world.github.createUserToken('reader')],
    ['an App without that permission', () => world.token],
  ])('are not listed for %s', async (_, token) => {
    expect((await world.send(`GET ${path}`, { token: token() })).status).toBe(403);
  });

  it.each(['GITHUB_X', '1A', 'A-B', ''])('cannot be called "%s"', (name) => {
    expect(() => world.github.setSecret({ repository: fullName, name, value: 'a' })).toThrow(/Secret names/);
  });
});
