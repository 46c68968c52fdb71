import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Stage } from '../../src/sandbox/repository.ts';
import { story } from '../../src/sandbox/story/index.ts';
import { writeProject } from '../journeys/project.ts';
import { differences, type Evidence } from './support/compare.ts';
import { failpoints } from './support/failpoints.ts';
import { playOneDelegation, type Ticket } from './support/one-delegation.ts';
import { type HardWorld, startWorld, tellCrashes } from './support/world.ts';

/** Writes that look for their mark before they are repeated, each interrupted alone, in a ticket of its own. */
const marked =
  /:(create-branch|open-pull|dispatch|merge-delegation|reply|attach-pull|github-comment|linear-comment)$/;
const interrupted = failpoints.filter((name) => marked.test(name) && !name.startsWith('before:'));

/** The first is not interrupted. */
const tickets: Ticket[] = ['undisturbed', ...interrupted].map((name, index) => ({
  key: `PER-${206 + index}`,
  change: `change-${'abcdefghijklmnopqrstuvwxyz'[index]}-${name.split(':')[0]}`,
}));

const stage = async (into: string): Promise<Stage> => {
  const changes = Object.fromEntries(tickets.map(({ change, key }) => [change, [key]]));
  writeProject({ into, control: 'http://127.0.0.1:1', changes });
  return { source: { folder: into }, change: tickets[0]?.change ?? '' };
};

let world: HardWorld;
let undisturbed: Evidence;
beforeAll(async () => {
  world = await startWorld({ stage });
  const [first, ...others] = tickets;
  for (const { key } of others)
    world.local.linear.createIssue({
      team: 'PER',
      by: 'Ada',
      number: Number(key.split('-')[1]),
      state: 'Todo',
      title: story.ticket.title,
      description: '',
    });
  if (first) undisturbed = await playOneDelegation(world, first);
}, 120_000);
afterAll(async () => {
  if (!world) return;
  tellCrashes('one by one', world);
  await world.close();
});

it.each(interrupted.map((name, index) => ({ name, ticket: tickets[index + 1] })))(
  'dies once, at $name, and nothing is doubled or lost',
  async ({ name, ticket }) => {
    if (!ticket) throw new Error('no ticket');
    const before = world.supervisor.crashes.length;
    world.armoury.arm([name]);
    const disturbed = await playOneDelegation(world, ticket);
    expect(world.supervisor.crashes.slice(before).map(({ at }) => at)).toEqual([name]);
    expect(differences(undisturbed, disturbed)).toEqual([]);
  },
);
