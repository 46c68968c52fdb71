import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld } from './world.ts';

const job = (name: string, more: string, run = 'true'): string =>
  `  ${name}:\n    runs-on: x\n${more === '' ? '' : `    ${more}\n`}    steps: [{ name: Work, run: '${run}' }]\n`;
const workflow = (...jobs: string[]): string =>
  `on: { workflow_dispatch: { inputs: { text: { type: string } } } }\njobs:\n${jobs.join('')}`;

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    workflows: {
      'graph.yml': workflow(
        job('last', 'needs: [middle, side]', 'echo "$(cat "$SHARED/order")"'),
        job('first', '', 'echo first >> "$SHARED/order"'),
        job('side', 'needs: first', 'echo >> "$SHARED/order"'),
        job('middle', 'needs: first', 'echo >> "$SHARED/order"'),
      ),
      'fails.yml': workflow(
        job('bad', '', 'exit 1'),
        job('dependant', 'needs: bad'),
        job('dependant-of-it', 'needs: dependant'),
        job('on-failure', 'needs: bad\n    if: failure()'),
        job('always', 'needs: [bad, dependant]\n    if: always()'),
        job('careful', `needs: bad\n    if: \${{ !cancelled() && needs.bad.result == 'failure' }}`),
        job('apart', ''),
      ),
      'skipped.yml': workflow(
        job('skipped', "if: inputs.text == 'never'"),
        job('always', 'needs: skipped\n    if: always()'),
        job('after', 'needs: always'),
        job('explicit', `needs: always\n    if: \${{ !failure() && needs.always.result == 'success' }}`),
      ),
      'all-skipped.yml': workflow(job('skipped', 'if: false')),
      'broken.yml': workflow(
        job('condition', 'if: fromJSON(inputs.text).a'),
        job('labels', `timeout-minutes: \${{ fromJSON(inputs.text).a }}`),
        job('env', `env: { A: "\${{ fromJSON(inputs.text).a }}" }`),
      ),
      'flaky.yml': workflow(
        job('good', '', 'echo x >> "$SHARED/good"'),
        job('flaky', 'needs: good', 'test "$GITHUB_RUN_ATTEMPT" = 2'),
        job('after', 'needs: flaky', 'echo "attempt $GITHUB_RUN_ATTEMPT"'),
      ),
    },
  });
});
afterAll(() => world.stop());

const ends = (id: number): Record<string, string | null> =>
  Object.fromEntries(world.github.jobs(fullName, id).map(({ name, conclusion }) => [name, conclusion]));

describe('jobs', () => {
  it('begin when those they need are over, wherever they stand in the file', async () => {
    const done = await world.run('graph.yml');
    expect(done.conclusion).toBe('success');
    expect(done.step('Work', 'last').log).toContain('first');
  });

  it('that need a failed one are skipped, unless they ask', async () => {
    const done = await world.run('fails.yml');
    expect(ends(done.id)).toEqual({
      bad: 'failure',
      dependant: 'skipped',
      'dependant-of-it': 'skipped',
      'on-failure': 'success',
      always: 'success',
      careful: 'success',
      apart: 'success',
    });
    expect(done.conclusion).toBe('failure');
  });

  it('after a skipped one are skipped however far behind, as on GitHub', async () => {
    const done = await world.run('skipped.yml');
    expect(ends(done.id)).toEqual({
      skipped: 'skipped',
      always: 'success',
      after: 'skipped',
      explicit: 'success',
    });
    expect(done.conclusion).toBe('success');
    const none = await world.run('all-skipped.yml');
    expect(none.conclusion).toBe('skipped');
  });

  it('whose expressions cannot be evaluated fail, and say so', async () => {
    const done = await world.run('broken.yml', { text: 'no JSON' });
    expect(ends(done.id)).toEqual({ condition: 'failure', labels: 'failure', env: 'failure' });
    for (const { annotations } of world.github.jobs(fullName, done.id)) {
      expect(annotations).toMatchObject([
        { annotation_level: 'failure', message: expect.stringMatching(/JSON/) },
      ]);
    }
  });
});

describe('a re-run of the failed jobs', () => {
  it('keeps what succeeded, and the attempt before is still to be seen', async () => {
    const first = await world.run('flaky.yml');
    expect(ends(first.id)).toEqual({ good: 'success', flaky: 'failure', after: 'skipped' });
    const path = `/repos/${fullName}/actions/runs/${first.id}`;
    await world.send(`POST ${path}/rerun-failed-jobs`, { token: world.token });
    await world.github.settled();
    const second = world.look(first.id);
    expect(second.conclusion).toBe('success');
    expect(second.step('Work', 'after').log).toContain('attempt 2');
    const jobs = async (query: string) =>
      (await world.send(`GET ${path}${query}`, { token: world.token })).body.jobs.map(
        (each: { name: string; run_attempt: number; conclusion: string }) =>
          `${each.name} ${each.run_attempt} ${each.conclusion}`,
      );
    expect(await jobs('/jobs')).toEqual(['good 1 success', 'flaky 2 success', 'after 2 success']);
    expect(await jobs('/jobs?filter=all')).toHaveLength(5);
    expect(await jobs('/attempts/1/jobs')).toEqual(['good 1 success', 'flaky 1 failure', 'after 1 skipped']);
    const attempt = await world.send(`GET ${path}/attempts/1`, { token: world.token });
    expect(attempt.body).toMatchObject({ run_attempt: 1, conclusion: 'failure', status: 'completed' });
    expect(world.look(first.id, 1).job('flaky').conclusion).toBe('failure');
  });
});

it('a job tells of its steps', async () => {
  const done = await world.run('flaky.yml');
  const { id } = done.job('flaky');
  const { body } = await world.send(`GET /repos/${fullName}/actions/jobs/${id}`, { token: world.token });
  expect(body).toMatchObject({
    name: 'flaky',
    status: 'completed',
    conclusion: 'failure',
    runner_name: expect.stringMatching(/^sandbox-[12]$/),
    labels: ['x'],
    steps: [
      { number: 1, name: 'Set up job', conclusion: 'success' },
      { number: 2, name: 'Work', conclusion: 'failure' },
      { number: 3, name: 'Complete job', conclusion: 'success' },
    ],
  });
  const check = await world.send(`GET /repos/${fullName}/check-runs/${id}`, { token: world.token });
  expect(check.body).toMatchObject({
    name: 'flaky',
    conclusion: 'failure',
    app: { slug: 'github-actions' },
    check_suite: { id: done.id },
    output: { annotations_count: 1 },
  });
});
