import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fullName } from '../github/world.ts';
import { type ActionsWorld, createActionsWorld } from './world.ts';

const held = (name: string, concurrency: string): string => `name: ${name}
run-name: \${{ inputs.name }}
on: { workflow_dispatch: { inputs: { name: { type: string }, group: { type: string } } } }
concurrency: ${concurrency}
jobs:
  hold:
    runs-on: x
    steps:
      - env: { NAME: "\${{ inputs.name }}" }
        run: |
          touch "$SHARED/began-$NAME"
          while [ ! -e "$SHARED/end-$NAME" ]; do sleep 0.02; done
`;

let world: ActionsWorld;
beforeAll(async () => {
  world = await createActionsWorld({
    runners: 4,
    workflows: {
      'waits.yml': held('Waits', `{ group: "throughline-\${{ inputs.group }}", cancel-in-progress: false }`),
      'cancels.yml': held('Cancels', `{ group: "other-\${{ inputs.group }}", cancel-in-progress: true }`),
      'short.yml': held('Short', `short-\${{ inputs.group }}`),
    },
  });
});
afterAll(() => world.stop());

const start = (file: string, name: string, group: string): Promise<number> =>
  world.start(file, { name, group });
const began = (name: string): Promise<void> =>
  vi.waitFor(() => expect(existsSync(join(world.shared, `began-${name}`))).toBe(true), 10_000);
const end = (name: string): Promise<void> => writeFile(join(world.shared, `end-${name}`), '');
const stateOf = (id: number): string => {
  const run = world.github.runs(fullName).find((each) => each.id === id);
  return run?.conclusion ?? run?.status ?? 'none';
};

describe('a concurrency group', () => {
  it('has one that goes and one that waits; a newer one takes the place of the one that waits', async () => {
    const first = await start('waits.yml', 'a1', 'a');
    await began('a1');
    const second = await start('waits.yml', 'a2', 'A');
    const third = await start('waits.yml', 'a3', 'a');
    const other = await start('waits.yml', 'b1', 'b');
    await began('b1');
    expect([first, second, third, other].map(stateOf)).toEqual([
      'in_progress',
      'cancelled',
      'pending',
      'in_progress',
    ]);
    await end('a1');
    await began('a3');
    expect(stateOf(first)).toBe('success');
    await end('a3');
    await end('b1');
    await world.github.settled();
    expect([third, other].map(stateOf)).toEqual(['success', 'success']);
    expect(existsSync(join(world.shared, 'began-a2'))).toBe(false);
  });

  it('cancels the one that goes where the file says so', async () => {
    const first = await start('cancels.yml', 'c1', 'c');
    await began('c1');
    const second = await start('cancels.yml', 'c2', 'c');
    await began('c2');
    expect(stateOf(first)).toBe('cancelled');
    await end('c2');
    await world.github.settled();
    expect(stateOf(second)).toBe('success');
  });

  it('may be written short; the one that waits can be cancelled', async () => {
    const first = await start('short.yml', 'd1', 'd');
    await began('d1');
    const second = await start('short.yml', 'd2', 'd');
    await world.send(`POST /repos/${fullName}/actions/runs/${second}/cancel`, { token: world.token });
    expect(stateOf(second)).toBe('cancelled');
    const third = await start('short.yml', 'd3', 'd');
    await end('d1');
    await began('d3');
    await end('d3');
    await world.github.settled();
    expect([first, second, third].map(stateOf)).toEqual(['success', 'cancelled', 'success']);
  });

  it('counts a re-run as a newer run', async () => {
    const first = await start('short.yml', 'e1', 'e');
    await end('e1');
    await world.github.settled();
    const second = await start('short.yml', 'e2', 'e');
    await began('e2');
    await world.send(`POST /repos/${fullName}/actions/runs/${first}/rerun`, { token: world.token });
    expect(stateOf(first)).toBe('pending');
    await end('e2');
    await world.github.settled();
    expect([first, second].map(stateOf)).toEqual(['success', 'success']);
    expect(world.github.jobs(fullName, first, 2)).toHaveLength(1);
  });
});
