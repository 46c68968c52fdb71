import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld, stepsWorkflow } from './world.ts';

/** Starts a tree: a child that ignores SIGTERM, and one in a session of its own; writes down their numbers. */
const tree = (name: string): string =>
  [
    `bash -c 'trap "" TERM; echo $$ >> "$SHARED/${name}"; while :; do sleep 0.05; done' &`,
    `setsid bash -c 'echo $$ >> "$SHARED/${name}"; while :; do sleep 0.05; done' &`,
    `while [ "$(wc -l < "$SHARED/${name}")" -lt 2 ]; do sleep 0.02; done`,
  ].join('\n    ');

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    timing: { minuteMs: 400, graceMs: 200 },
    workflows: {
      'hangs.yml': stepsWorkflow(`
- name: Hangs
  run: |
    touch "$SHARED/hangs"
    ${tree('hangs')}
    touch "$SHARED/hangs.ready"
    wait
- { name: Not after that, run: echo no }
- { name: Cancelled, if: cancelled(), run: 'echo "cancelled, \${{ job.status }}"' }
- { name: Always, if: always(), run: echo always }
`),
      'late.yml': stepsWorkflow(`
- name: Late
  timeout-minutes: 1
  run: |
    touch "$SHARED/late"
    ${tree('late')}
    wait
- { name: After, if: failure(), run: echo after }
`),
      'late-job.yml': stepsWorkflow(`
- { name: Late, run: sleep 60 }
- { name: Failure, if: failure(), run: echo no }
- { name: Cancelled, if: cancelled(), run: echo yes }
`).replace('    runs-on:', '    timeout-minutes: 1\n    runs-on:'),
      'leaves.yml': stepsWorkflow(`
- name: Leaves
  run: |
    touch "$SHARED/leaves"
    setsid bash -c 'echo $$ >> "$SHARED/leaves"; exec sleep 60' > /dev/null 2>&1 &
    while [ ! -s "$SHARED/leaves" ]; do sleep 0.02; done
- { name: Lives on, run: 'kill -0 "$(cat "$SHARED/leaves")"' }
`),
      'minutes.yml': stepsWorkflow(`
- { name: Half, timeout-minutes: 0.5, run: echo never }
`),
    },
  });
});
afterAll(() => world.stop());

const numbersIn = async (name: string): Promise<number[]> =>
  (await readFile(join(world.shared, name), 'utf8')).split('\n').filter(Boolean).map(Number);

/** Whether the process the test's own workflow wrote down still runs; a zombie does not. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/\) Z /.test(readFileSync(stat, 'utf8'));
}

describe('a cancelled run', () => {
  it('ends the whole tree of its step, and does what it always does', async () => {
    const id = await world.start('hangs.yml');
    await vi.waitFor(() => expect(existsSync(join(world.shared, 'hangs.ready'))).toBe(true), 10_000);
    const pids = await numbersIn('hangs');
    expect(pids.map(runs)).toEqual([true, true]);
    await world.send(`POST /repos/${fullName}/actions/runs/${id}/cancel`, { token: world.token });
    await world.github.settled();
    const done = world.look(id);
    expect(done.conclusion).toBe('cancelled');
    expect(done.job().conclusion).toBe('cancelled');
    expect(done.step('Hangs').conclusion).toBe('cancelled');
    expect(done.step('Not after that').conclusion).toBe('skipped');
    expect(done.step('Cancelled').log).toContain('cancelled, cancelled');
    expect(done.step('Always').conclusion).toBe('success');
    expect(pids.map(runs)).toEqual([false, false]);
  });
});

describe('time', () => {
  it('of a step that is up is a failure, and ends its tree', async () => {
    const done = await world.run('late.yml');
    expect(done.step('Late').conclusion).toBe('failure');
    expect(done.step('Late').log.at(-1)).toContain("The action 'Late' has timed out after 1 minutes.");
    expect(done.step('After').conclusion).toBe('success');
    expect(done.conclusion).toBe('failure');
    expect((await numbersIn('late')).map(runs)).toEqual([false, false]);
  });

  it('of a job that is up cancels the job', async () => {
    const done = await world.run('late-job.yml');
    expect(done.job().conclusion).toBe('cancelled');
    expect(done.conclusion).toBe('cancelled');
    expect(done.step('Failure').conclusion).toBe('skipped');
    expect(done.step('Cancelled').conclusion).toBe('success');
    expect(done.job().annotations.at(-1)?.message).toMatch(
      /exceeded the maximum execution time of 1 minutes/,
    );
  });

  it('is counted in whole minutes', async () => {
    const done = await world.run('minutes.yml');
    expect(done.step('Half').conclusion).toBe('failure');
    expect(done.step('Half').log.join()).toContain('positive integer');
  });
});

it('what a step leaves running lives until the job ends', async () => {
  const done = await world.run('leaves.yml');
  expect(done.step('Lives on').conclusion).toBe('success');
  const [pid = 0] = await numbersIn('leaves');
  if (process.platform === 'linux')
    expect(done.step('Complete job').log).toEqual([`Terminate orphan process: pid (${pid})`]);
  if (process.platform === 'linux') expect(runs(pid)).toBe(false);
});
