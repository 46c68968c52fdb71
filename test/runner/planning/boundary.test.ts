import { afterAll, beforeAll, expect, it } from 'vitest';
import { findReal, isReal } from '../isolation/support.ts';
import type { World } from '../world.ts';
import { decision, explored, makePlanningWorld, planned, proposing, runPlanned, says } from './world.ts';

const isolation = await findReal('planning');
const real = { findIsolation: () => Promise.resolve(isolation) };

let world: World;
beforeAll(() => {
  world = makePlanningWorld();
});
afterAll(() => world.remove());

it.runIf(isReal(isolation))(
  'an agent that is to read can read, ask git and answer, and write nowhere else',
  async () => {
    const tries = [
      'cat src/index.js && git log --oneline | head -1 && git status --short',
      'for place in x src/index.js ../repository.git/x .git; do (echo x >> "$place") 2>/dev/null && echo "wrote $place"; done',
      "git commit --quiet --allow-empty --message 'PER-1: x' 2>/dev/null && echo committed",
      'mkdir -p "$HOME/own" && echo "wrote home"',
      says(explored('src/index.js')),
    ];
    const { evidence, file } = await runPlanned(world, planned.explore(world, tries.join('\n')), real);
    const said = evidence.text('transcript.log');
    expect(said).toMatch(/^export const one = 1;\n[0-9a-f]{7,} Start\n/);
    expect(said).toMatch(/\nwrote home$/);
    expect(said).not.toMatch(/wrote (?!home)|committed/);
    expect(file).toMatchObject({ isolation: 'user+pid', head: null, turns: [{ problems: [] }] });
    expect(evidence.remarks).toMatch(/could read only/);
  },
);

it.runIf(isReal(isolation))('a proposal is judged by OpenSpec as the second user', async () => {
  const assignment = planned.propose(world, proposing(), { decisions: [decision] });
  const { file } = await runPlanned(world, assignment, real);
  expect(file).toMatchObject({ isolation: 'user+pid', turns: [{ problems: [] }] });
  expect(file.verification?.map(({ passed }) => passed)).toEqual([true, true]);
});
