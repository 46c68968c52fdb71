import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld, stepsWorkflow } from './world.ts';

const secret = 'correct horse battery';
const lines = 'first secret line\nsecond secret line\n';

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    secrets: { PASSWORD: secret, KEY: lines },
    workflows: {
      'issues.yml': stepsWorkflow(`
- name: Issues
  run: |
    echo "::error title=Broken%3A badly,file=$GITHUB_WORKSPACE/src/a.ts,line=3,endLine=5::It broke%0Ain two lines"
    echo "::warning file=src/b.ts::Careful"
    echo "::notice::Note"
    echo "::debug::only for debug logs"
    echo "##[error]The old form" >&2
    echo "::group::Inside"
    echo "::nonsense::stays"
    echo "::endgroup::"
    for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "::warning::again $i"; done
`),
      'stopped.yml': stepsWorkflow(`
- name: Stopped
  run: |
    echo "::stop-commands::a-token-of-mine"
    echo "::error::not done"
    echo "::a-token-of-mine::"
    echo "::error::done"
- name: Bad token
  if: always()
  run: echo "::stop-commands::error"
`),
      'old.yml': stepsWorkflow(`
- { id: old, name: Output, run: 'echo "::set-output name=a::b"' }
- { name: State, if: always(), run: 'echo "::save-state name=a::b"' }
- { name: After, if: always(), run: 'echo "a is [\${{ steps.old.outputs.a }}]"' }
`),
      'masks.yml': stepsWorkflow(`
- name: Secrets
  env: { PASSWORD: "\${{ secrets.PASSWORD }}", KEY: "\${{ secrets.KEY }}", TOKEN: "\${{ github.token }}", SAME: "\${{ secrets.GITHUB_TOKEN }}" }
  run: |
    echo "password $PASSWORD"; echo "$KEY"; echo "token $TOKEN"
    test "$TOKEN" = "$SAME" && echo same
    echo "::error::$PASSWORD"
    echo "$PASSWORD" >> "$GITHUB_STEP_SUMMARY"
- name: Added
  run: |
    echo "::add-mask::found at run time"
    echo "it is found at run time"
- name: Later
  run: |
    echo "still found at run time"
    echo "::add-mask::"
- name: Encoded
  env: { PASSWORD: "\${{ secrets.PASSWORD }}" }
  run: echo "$PASSWORD" | base64
- name: Named \${{ secrets.PASSWORD }}
  run: echo "\${{ secrets.PASSWORD }}"
`),
      'large.yml': stepsWorkflow(`
- name: Large
  run: |
    head -c 10000000 /dev/zero | tr '\\0' y
    echo
    for i in $(seq 60000); do echo "a line of a hundred characters or so to fill the log of this step until it is full and then more $i"; done
    echo "::error::at the end"
    echo "a=b" >> "$GITHUB_OUTPUT"
- { name: Bytes, run: 'printf "\\377\\376 not UTF-8\\r\\nno end"' }
`),
      'outputs.yml': `on: workflow_dispatch
jobs:
  one:
    runs-on: x
    outputs: { leak: "\${{ steps.s.outputs.leak }}", fine: "\${{ steps.s.outputs.fine }}" }
    steps:
      - { id: s, env: { P: "\${{ secrets.PASSWORD }}" }, run: 'echo "leak=$P" >> "$GITHUB_OUTPUT"; echo "fine=yes" >> "$GITHUB_OUTPUT"' }
  two:
    needs: one
    runs-on: x
    steps: [{ name: Read, run: 'echo "[\${{ needs.one.outputs.leak }}] [\${{ needs.one.outputs.fine }}]"' }]
`,
    },
  });
});
afterAll(() => world.stop());

describe('workflow commands', () => {
  it('become annotations, at most ten of a kind', async () => {
    const done = await world.run('issues.yml');
    const { annotations } = done.job();
    expect(annotations).toEqual(
      expect.arrayContaining([
        {
          path: 'src/a.ts',
          start_line: 3,
          end_line: 5,
          annotation_level: 'failure',
          message: 'It broke\nin two lines',
          title: 'Broken: badly',
        },
        expect.objectContaining({ path: 'src/b.ts', annotation_level: 'warning', message: 'Careful' }),
        expect.objectContaining({ path: '.github', annotation_level: 'notice', message: 'Note' }),
        expect.objectContaining({ message: 'The old form' }),
      ]),
    );
    expect(annotations.filter((each) => each.annotation_level === 'warning')).toHaveLength(10);
    const { log } = done.step('Issues');
    expect(log).toContain('##[group]Inside');
    expect(log).toContain('::nonsense::stays');
    expect(log).not.toContain('::debug::only for debug logs');
    expect(log).not.toContain('##[debug]only for debug logs');
    const path = `GET /repos/${fullName}/check-runs/${done.job().id}/annotations`;
    const answer = await world.send(path, { token: world.token });
    expect(answer.body).toContainEqual(expect.objectContaining({ path: 'src/a.ts', title: 'Broken: badly' }));
  });

  it('rest between stop-commands and its token', async () => {
    const done = await world.run('stopped.yml');
    expect(done.step('Stopped').conclusion).toBe('success');
    expect(done.step('Bad token').conclusion).toBe('failure');
    expect(done.job().annotations.map(({ message }) => message)).toEqual([
      'done',
      expect.stringContaining("Invalid stop-commands token 'error'"),
    ]);
  });

  it('of old are refused', async () => {
    const done = await world.run('old.yml');
    expect(done.step('Output').conclusion).toBe('failure');
    expect(done.step('State').conclusion).toBe('failure');
    expect(done.step('After').log).toContain('a is []');
    expect(done.log).toContain('write to the file in $GITHUB_OUTPUT instead');
  });
});

describe('masks', () => {
  it('cover secrets and tokens, line by line, in logs, annotations and summaries', async () => {
    const done = await world.run('masks.yml');
    expect(done.step('Secrets').log).toEqual(expect.arrayContaining(['password ***', 'token ***', 'same']));
    expect(done.step('Secrets').summary).toBe('***\n');
    expect(done.job().annotations[0]?.message).toBe('***');
    expect(done.step('Added').log).toContain('it is ***');
    expect(done.step('Later').log).toContain('still ***');
    expect(done.step('Named ***').conclusion).toBe('success');
    const said = JSON.stringify(done.job());
    for (const each of [secret, 'first secret line', 'second secret line', 'ghs_', 'runtime_']) {
      expect(said).not.toContain(each);
    }
  });

  it('do not cover other forms of a secret: nobody may count on that', async () => {
    const done = await world.run('masks.yml');
    expect(done.step('Encoded').log).toContain(Buffer.from(`${secret}\n`).toString('base64'));
  });

  it('keep a secret from becoming an output of a job', async () => {
    const done = await world.run('outputs.yml');
    expect(done.step('Read', 'two').log).toContain('[] [yes]');
    expect(done.job('one').annotations.map(({ message }) => message)).toEqual([
      "Skip output 'leak' since it may contain secret.",
    ]);
  });
});

describe('a step that writes much', () => {
  it('is cut, and what comes after the cut still counts', async () => {
    const done = await world.run('large.yml');
    const { log } = done.step('Large');
    expect(log.join('\n').length).toBeLessThan(4.5 * 1024 * 1024);
    expect(log.find((line) => line.startsWith('yyy'))).toContain('the rest of this line is cut');
    expect(log.at(-1)).toContain("Cut here: a step's log keeps 4 MiB");
    expect(done.job().annotations.map(({ message }) => message)).toEqual(['at the end']);
    expect(done.step('Bytes').log.slice(-2)).toEqual(['\uFFFD\uFFFD not UTF-8', 'no end']);
  });
});
