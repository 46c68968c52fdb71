import { beforeAll, describe, expect, it } from 'vitest';
import { differences, type Evidence } from './support/compare.ts';
import { failpoints } from './support/failpoints.ts';
import { refused, sendHalf } from './support/half-sent.ts';
import { countChanges, killAtRandom } from './support/kills.ts';
import { unreviewedProject } from './support/planned-project.ts';
import { playRounds, startRounds } from './support/rounds-story.ts';
import { playCancelled, playWhole } from './support/stories.ts';
import { type HardOptions, type HardWorld, startWorld, tellCrashes } from './support/world.ts';

/** An agent that works until it is stopped. */
const patient = 'command:sleep 600';

const within = async <T>(opening: Promise<HardWorld>, play: (world: HardWorld) => Promise<T>): Promise<T> => {
  const world = await opening;
  try {
    return await play(world);
  } finally {
    await world.close();
  }
};
/** From the bare ticket to the merge; nobody reviews the pull request. */
const startWhole = (options: HardOptions = {}) => startWorld({ ...options, stage: unreviewedProject });

/** A play, and how many changes it has that people could see. */
const counted = async (
  world: HardWorld,
  play: (world: HardWorld) => Promise<Evidence>,
): Promise<{ evidence: Evidence; changes: number }> => {
  const changes = countChanges(world.local);
  const evidence = await play(world);
  return { evidence, changes: changes() };
};

let whole: { evidence: Evidence; changes: number };
let rounds: { evidence: Evidence; changes: number };
let cancelled: Evidence;
beforeAll(async () => {
  const others = async () => {
    rounds = await within(startRounds(), (world) => counted(world, playRounds));
    cancelled = await within(startWorld({ agent: patient }), playCancelled);
  };
  [whole] = await Promise.all([within(startWhole(), (world) => counted(world, playWhole)), others()]);
}, 900_000);

const died = new Set<string>();
const reached = new Set<string>();

/** Two plays at a time: a play waits half of its time. */
describe.concurrent('an App that dies at every failpoint', () => {
  const disturbed = async (
    title: string,
    opening: Promise<HardWorld>,
    play: (world: HardWorld) => Promise<Evidence>,
  ): Promise<Evidence> =>
    within(opening, async (world) => {
      try {
        return await play(world);
      } finally {
        for (const name of world.armoury.fired()) died.add(name);
        for (const name of world.armoury.reached()) reached.add(name);
        tellCrashes(title, world);
      }
    });

  it('brings the story from the bare ticket to the merge to the same end', async () => {
    const opening = startWhole({ armed: failpoints });
    expect(differences(whole.evidence, await disturbed('the whole story', opening, playWhole))).toEqual([]);
  });

  it('brings the rounds to the same end, and a story begun on GitHub and cancelled under way', async () => {
    const again = await disturbed('the rounds', startRounds(), (world) => playRounds(world, failpoints));
    expect(differences(rounds.evidence, again)).toEqual([]);
    const onGithub =
      /accept|ticket|item|label|branch|block|status|dispatch|react|reply|comment|cancel|absorb/;
    const armed = failpoints.filter((name) => onGithub.test(name));
    const opening = startWorld({ agent: patient, armed });
    expect(differences(cancelled, await disturbed('the cancelled story', opening, playCancelled))).toEqual(
      [],
    );
  });
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

describe.concurrent('SIGKILLs at random moments', () => {
  const seed = Number(process.env.HARD_SEED ?? Date.now() % 1_000_000);
  const killed = async (
    options: { kills: number; among: number },
    opening: Promise<HardWorld>,
    play: (world: HardWorld) => Promise<Evidence>,
  ): Promise<Evidence> =>
    within(opening, async (world) => {
      const { moments } = killAtRandom(world.local, { ...options, seed });
      const disturbed = await play(world).finally(() =>
        tellCrashes(`HARD_SEED=${seed}, killed at ${moments}`, world),
      );
      const times = Array(options.kills).fill('SIGKILL');
      expect(world.supervisor.crashes.map(({ at }) => at)).toEqual(times);
      return disturbed;
    });
  /** All within the story, however late the last changes come. */
  const most = ({ changes }: { changes: number }): number => Math.floor(changes * 0.75);

  it('change nothing from the bare ticket to the merge: five', async () => {
    const disturbed = await killed({ kills: 5, among: most(whole) }, startWhole(), playWhole);
    expect(differences(whole.evidence, disturbed), `HARD_SEED=${seed}`).toEqual([]);
  });

  it('change nothing in the rounds: four', async () => {
    const disturbed = await killed({ kills: 4, among: most(rounds) }, startRounds(), playRounds);
    expect(differences(rounds.evidence, disturbed), `HARD_SEED=${seed}`).toEqual([]);
  });
});

it('SIGTERM drains: what is under way is answered, it exits 0, and its successor goes on', async () => {
  await within(startWorld({ agent: patient }), async (world) => {
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
});
