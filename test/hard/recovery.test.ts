import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { differences, type Evidence } from './support/compare.ts';
import { failpoints } from './support/failpoints.ts';
import { refused, sendHalf } from './support/half-sent.ts';
import { countChanges, killAtRandom } from './support/kills.ts';
import { playCancelled, playWhole } from './support/stories.ts';
import { type HardOptions, type HardWorld, startWorld, tellCrashes } from './support/world.ts';

/** An agent that works until it is stopped. */
const patient = 'command:sleep 600';

const worlds: HardWorld[] = [];
const open = async (options: HardOptions = {}): Promise<HardWorld> => {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
};
const closeAll = async (): Promise<void> => {
  for (const world of worlds.splice(0)) await world.close();
};
afterEach(closeAll);
afterAll(closeAll);

let undisturbed: Evidence;
let undisturbedChanges = 0;
let cancelled: Evidence;
beforeAll(async () => {
  const world = await open();
  const changes = countChanges(world.local);
  undisturbed = await playWhole(world);
  undisturbedChanges = changes();
  cancelled = await playCancelled(await open({ agent: patient }));
  await closeAll();
}, 600_000);

describe('an App that dies at every failpoint', () => {
  const died = new Set<string>();
  const reached = new Set<string>();
  const note = (title: string, world: HardWorld): void => {
    for (const name of world.armoury.fired()) died.add(name);
    for (const name of world.armoury.reached()) reached.add(name);
    tellCrashes(title, world);
  };

  it('brings the whole story to the same end', async () => {
    const world = await open({ armed: failpoints });
    const disturbed = await playWhole(world).finally(() => note('the whole story', world));
    expect(differences(undisturbed, disturbed)).toEqual([]);
  });

  it('brings a story begun on GitHub and cancelled under way to the same end', async () => {
    const onGithub = /accept|item|label|block|status|dispatch|react|reply|comment|cancel/;
    const armed = failpoints.filter((name) => !died.has(name) || onGithub.test(name));
    const world = await open({ agent: patient, armed });
    const disturbed = await playCancelled(world).finally(() => note('the cancelled story', world));
    expect(differences(cancelled, disturbed)).toEqual([]);
  });

  it('has died around every write the types know', () => {
    console.log(`${died.size} of ${failpoints.length} failpoints`);
    expect(
      failpoints.filter((name) => !died.has(name)),
      'never died at',
    ).toEqual([]);
    expect(
      [...reached].filter((name) => !failpoints.includes(name)),
      'came by, and not listed',
    ).toEqual([]);
  });
});

it('five SIGKILLs at random moments change nothing', async () => {
  const seed = Number(process.env.HARD_SEED ?? Date.now() % 1_000_000);
  console.log(`HARD_SEED=${seed}, ${undisturbedChanges} changes`);
  const world = await open();
  // all within the story, however late the last changes come
  const among = Math.floor(undisturbedChanges * 0.75);
  const { moments } = killAtRandom(world.local, { seed, kills: 5, among });
  const disturbed = await playWhole(world).finally(() => tellCrashes(`killed at ${moments}`, world));
  expect(world.supervisor.crashes.map(({ at }) => at)).toEqual(Array(5).fill('SIGKILL'));
  expect(differences(undisturbed, disturbed), `HARD_SEED=${seed}`).toEqual([]);
});

it('SIGTERM drains: what is under way is answered, it exits 0, and its successor goes on', async () => {
  const world = await open({ agent: patient });
  const { local, supervisor } = world;
  const onceCancelled = async (): Promise<void> => {
    const delivery = local.github.deliveries(local.appId).find(({ event }) => event === 'push');
    if (!delivery) throw new Error('no push was delivered');
    const url = `${local.app().url}/api/github/webhooks`;
    const headers = { ...delivery.request.headers, 'x-github-delivery': 'half-sent-when-asked-to-end' };
    const half = await sendHalf({ url, headers, body: delivery.request.body });
    const replaced = supervisor.replace();
    await refused(`${local.app().url}/healthz`);
    expect(await half.finish()).toBe(202);
    await replaced;
  };
  const disturbed = await playCancelled(world, { onceCancelled });
  expect(supervisor.crashes.map(({ at }) => at)).toEqual(['SIGTERM']);
  expect(differences(cancelled, disturbed)).toEqual([]);
});
