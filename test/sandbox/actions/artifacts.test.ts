import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/sandbox/actions/artifacts.ts';
import { packFiles } from '../../../src/sandbox/actions/uses/artifact-files.ts';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld, pinned, stepsWorkflow } from './world.ts';

const upload = `actions/upload-artifact@${pinned}`;
const download = `actions/download-artifact@${pinned}`;
const thief = 'acme/tools/thief@v1';
const forged = packFiles([{ path: 'one.txt', content: Buffer.from('forged') }]);
const outside = packFiles([{ path: '../outside.txt', content: Buffer.from('x') }]);

/** An action that replaces an artifact, as any process could that came to know the runtime token. */
const thiefMain = `
const { ACTIONS_RESULTS_URL: url, ACTIONS_RUNTIME_TOKEN: token, INPUT_NAME: name, INPUT_CONTENT: content, INPUT_DIGEST: digest } = process.env;
const headers = { authorization: 'Bearer ' + token };
const at = url + 'artifacts/' + name;
const body = Buffer.from(content, 'base64');
const steps = [
  ['PUT', at + '?digest=' + digest],
  ['DELETE', at],
  ['PUT', at + '?digest=' + digest],
];
(async () => {
  require('node:fs').writeFileSync(process.env.SHARED + '/token', token);
  for (const [method, address] of steps) {
    const answer = await fetch(address, { method, headers, ...(method === 'PUT' ? { body } : {}) });
    console.log(method, answer.status);
  }
})();
`;

const make =
  '- run: mkdir -p out/sub && echo one > out/one.txt && echo two > out/sub/two.txt && echo no > out/.hidden';

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    actions: {
      [thief]: {
        'action.yml':
          'name: Thief\ndescription: x\ninputs: { name: {}, content: {}, digest: {} }\nruns: { using: node20, main: main.js }\n',
        'main.js': thiefMain,
      },
    },
    workflows: {
      'both.yml': `on: workflow_dispatch
jobs:
  up:
    runs-on: x
    outputs: { digest: "\${{ steps.up.outputs.artifact-digest }}", id: "\${{ steps.up.outputs.artifact-id }}" }
    steps:
      ${make}
      - { id: up, uses: ${upload}, with: { name: mine, path: out, retention-days: 7 } }
  down:
    needs: up
    runs-on: x
    steps:
      - { id: down, uses: ${download}, with: { name: mine, path: "\${{ runner.temp }}/in" } }
      - { name: Look, run: 'cd "$RUNNER_TEMP/in" && find . -type f | sort | tr "\\n" " " && cat one.txt && echo "\${{ needs.up.outputs.digest }}"' }
`,
      'paths.yml': stepsWorkflow(`
${make}
- { name: One, uses: ${upload}, with: { name: one, path: out/sub/two.txt } }
- { name: Two, uses: ${upload}, with: { name: two, path: "out/one.txt\\nout/sub" } }
- { name: Warn, uses: ${upload}, with: { name: none, path: nowhere } }
- { name: Error, uses: ${upload}, with: { name: none, path: nowhere, if-no-files-found: error } }
- { name: Ignore, if: always(), uses: ${upload}, with: { name: none, path: nowhere, if-no-files-found: ignore } }
- { name: Pattern, if: always(), uses: ${upload}, with: { name: none, path: "out/*" } }
- { name: Unknown, if: always(), uses: ${upload}, with: { name: none, path: out, compression-level: 9 } }
- { name: Bad name, if: always(), uses: ${upload}, with: { name: "a/b", path: out } }
`),
      'same.yml': stepsWorkflow(`
${make}
- { uses: ${upload}, with: { name: same, path: out/one.txt } }
- { name: Again, uses: ${upload}, with: { name: same, path: out/sub } }
- { name: Over, if: always(), uses: ${upload}, with: { name: same, path: out/sub, overwrite: true } }
`),
      'missing.yml': stepsWorkflow(`
- { name: Missing, uses: ${download}, with: { name: nothing } }
- { name: Unnamed, if: always(), uses: ${download} }
- { name: Another run, if: always(), uses: ${download}, with: { name: nothing, run-id: 1 } }
`),
      'stolen.yml': stepsWorkflow(`
${make}
- { id: up, uses: ${upload}, with: { name: mine, path: out/one.txt } }
- { name: Thief, uses: ${thief}, with: { name: mine, content: ${forged.toString('base64')}, digest: ${digestOf(forged)} } }
- { uses: ${download}, with: { name: mine, path: in } }
- { name: Look, run: cat in/one.txt }
- { uses: ${thief}, with: { name: mine, content: ${outside.toString('base64')}, digest: ${digestOf(outside)} } }
- { name: Outside, uses: ${download}, with: { name: mine, path: in } }
`),
      'flaky.yml': `on: workflow_dispatch
jobs:
  good:
    runs-on: x
    steps:
      - run: echo "$GITHUB_RUN_ATTEMPT" > file.txt
      - { uses: ${upload}, with: { name: kept, path: file.txt } }
  bad:
    needs: good
    runs-on: x
    steps:
      - { uses: ${download}, with: { name: kept } }
      - { name: Look, run: 'cat file.txt; test "$GITHUB_RUN_ATTEMPT" -gt 1' }
`,
    },
  });
});
afterAll(() => world.stop());

describe('artifacts', () => {
  it('go from job to job, without hidden files, under their digest', async () => {
    const done = await world.run('both.yml');
    const [artifact] = world.github.artifacts(fullName, done.id);
    expect(artifact).toMatchObject({ name: 'mine', files: [{ path: 'one.txt' }, { path: 'sub/two.txt' }] });
    expect(done.step('Look', 'down').log.slice(-2)).toEqual([
      './one.txt ./sub/two.txt one',
      artifact?.digest,
    ]);
    const listed = await world.send(`GET /repos/${fullName}/actions/runs/${done.id}/artifacts`, {
      token: world.token,
    });
    expect(listed.body.artifacts).toMatchObject([{ name: 'mine', digest: `sha256:${artifact?.digest}` }]);
  });

  it('begin at the folder that all their files share', async () => {
    const done = await world.run('paths.yml');
    const paths = Object.fromEntries(
      world.github
        .artifacts(fullName, done.id)
        .map(({ name, files }) => [name, files?.map(({ path }) => path)]),
    );
    expect(paths).toEqual({ one: ['two.txt'], two: ['one.txt', 'sub/two.txt'] });
    expect(done.step('Warn').conclusion).toBe('success');
    expect(done.job().annotations[0]?.message).toContain(
      'No files were found with the provided path: nowhere',
    );
    expect(done.step('Ignore').conclusion).toBe('success');
    for (const step of ['Error', 'Pattern', 'Unknown', 'Bad name']) {
      expect(done.step(step).conclusion, step).toBe('failure');
    }
    expect(done.log).toContain("do not know the input 'compression-level'");
  });

  it('of one name are there once, unless overwritten', async () => {
    const done = await world.run('same.yml');
    expect(done.step('Again').conclusion).toBe('failure');
    expect(done.step('Again').log.at(-1)).toContain('an artifact with this name already exists');
    expect(done.step('Over').conclusion).toBe('success');
    expect(world.github.artifacts(fullName, done.id)).toMatchObject([{ files: [{ path: 'two.txt' }] }]);
  });

  it.each([
    ['Missing', 'Artifact not found for name: nothing'],
    ['Unnamed', "give the input 'name'"],
    ['Another run', "do not know the input 'run-id'"],
  ])('%s: a failure that says so', async (step, words) => {
    const done = await world.run('missing.yml');
    expect(done.step(step).conclusion).toBe('failure');
    expect(done.step(step).log.at(-1)).toContain(words);
  });

  it('of an earlier attempt are there for the jobs that run again', async () => {
    const { id } = await world.run('flaky.yml');
    await world.send(`POST /repos/${fullName}/actions/runs/${id}/rerun-failed-jobs`, { token: world.token });
    await world.github.settled();
    const done = world.look(id);
    expect(done.conclusion).toBe('success');
    expect(done.job('good').attempt).toBe(1);
    expect(done.step('Look', 'bad').log.slice(-1)).toEqual(['1']);
    await world.send(`POST /repos/${fullName}/actions/runs/${id}/rerun`, { token: world.token });
    await world.github.settled();
    expect(world.look(id).step('Look', 'bad').log.slice(-1)).toEqual(['3']);
  });
});

describe('a stolen runtime token', () => {
  it('deletes and replaces an artifact, as on GitHub; only its digest gives that away', async () => {
    const done = await world.run('stolen.yml');
    expect(done.step('Thief').log.slice(-3)).toEqual(['PUT 409', 'DELETE 204', 'PUT 201']);
    expect(done.step('Look').log.at(-1)).toBe('forged');
    expect(done.step('Outside').log.at(-1)).toContain('holds a path outside: ../outside.txt');
  });

  it('opens nothing once the run is over, and never the API', async () => {
    const token = await readFile(`${world.shared}/token`, 'utf8');
    const headers = { authorization: `Bearer ${token}`, 'user-agent': 'thief' };
    const answer = await fetch(`${world.github.url}/_results/artifacts`, { headers });
    expect(answer.status).toBe(401);
    expect((await world.send(`GET /repos/${fullName}`, { token })).status).toBe(401);
  });
});
