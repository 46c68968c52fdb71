import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writing } from '../cases/write.ts';
import { able } from '../support/machine.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

export const writes: Suite = ({ world: worldOf, tally }) => {
  describe('a script that writes where it may not', () => {
    let confined: Ended;
    let bare: Ended;
    beforeAll(async () => {
      const world = worldOf();
      const env = { KEPT: '', NEIGHBOUR: '' };
      const before = await world.run({ confined: true, agent: [] });
      world.keep(before.id);
      env.KEPT = dirname(before.evidence?.runner.worktree ?? '');
      const beside = world.begin({
        confined: true,
        patience: 600_000,
        agent: [{ name: 'wait', script: '$HOLD neighbour' }],
        before: {
          agent: async (step) => {
            env.NEIGHBOUR = `${step.env.RUNNER_WORKSPACE}/throughline/${beside.id}`;
          },
        },
      });
      const neighbour = await world.box.holding(beside.id, 'neighbour');
      [confined, bare] = await Promise.all([
        world.run({ confined: true, agent: writing, verify: writing, env }),
        world.run({ confined: false, agent: writing, env }),
      ]);
      neighbour.tell('exit 0');
      await beside.ended;
      tally.add('write', {
        ...{ cases: writing.length, agent: writing.length, verify: writing.length },
        ...{ out: confined.out.length, writes: confined.wrote.length },
      });
    });

    // What succeeded without isolation lies in folders of everybody: only what bears this very run's id goes.
    afterAll(() => {
      if (!bare) return;
      for (const folder of ['/tmp', '/var/tmp', '/dev/shm'])
        for (const name of readdirSync(folder).filter((one) => one.startsWith(`WROTE-${bare.id}-`)))
          rmSync(join(folder, name), { force: true });
    });

    it('changes nothing, and its run comes back as an ordinary one', () => {
      expect(confined).toMatchObject({ problems: '', out: [], wrote: [] });
      expect(confined.run.conclusion).toBe('success');
      expect(confined.evidence).toMatchObject({ isolation: 'user+pid' });
    });

    it('without isolation ends as a failure that names the file it spoiled', () => {
      expect(bare.run.conclusion).toBe('failure');
      expect(bare.problems).toMatch(/Unable to process file command/);
    });

    it.each(writing)('$name', ({ name, succeeds, ...rest }) => {
      for (const where of ['agent', 'verify']) {
        expect(confined.said(where, name)).not.toContain('did not report');
        expect(confined.wrote).not.toContain(`${where}-${name}`);
      }
      if (able(rest)) expect(bare.wrote.includes(`agent-${name}`)).toBe(succeeds);
    });
  });
};
