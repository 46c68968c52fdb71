import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { reading } from '../cases/read.ts';
import { type CanaryName, canariesIn } from '../support/canaries.ts';
import { able } from '../support/machine.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

/** With tokens of its own kind left out, what every script must find where nothing holds it back. */
const sorted = (names: readonly CanaryName[]): CanaryName[] => [...new Set(names)].sort();

export const reads: Suite = ({ world: worldOf, tally }) => {
  describe('a script that looks for secrets', () => {
    let confined: Ended;
    let bare: Ended;
    beforeAll(async () => {
      const world = worldOf();
      const { places, box } = world;
      const env = { KEPT: '', NEIGHBOUR: '' };

      // An assignment whose worktree stays on this runner, and one that works at the same time.
      const plant = (name: string): string => `printf %s "$PLANTED" >"${name}"`;
      const before = await world.run({
        confined: true,
        env: { PLANTED: places.canary('kept-home'), PLANTED_TOO: places.canary('kept-worktree') },
        agent: [{ name: 'plant', script: `${plant('$HOME/.token')}; printf %s "$PLANTED_TOO" >.env` }],
      });
      expect(before.problems).toBe('');
      world.keep(before.id);
      env.KEPT = dirname(before.evidence?.runner.worktree ?? '');
      const beside = world.begin({
        confined: true,
        patience: 600_000,
        assignment: { limits: { agentSeconds: 300, stallSeconds: 300, verifySeconds: 60 } },
        env: { PLANTED: places.canary('neighbour-home') },
        agent: [{ name: 'plant', script: `${plant('$HOME/.token')}; $HOLD neighbour` }],
        before: {
          agent: async (step) => {
            env.NEIGHBOUR = `${step.env.RUNNER_WORKSPACE}/throughline/${beside.id}`;
          },
        },
      });
      const neighbour = await box.holding(beside.id, 'neighbour');

      [confined, bare] = await Promise.all([
        world.run({ confined: true, agent: reading, verify: reading, env }),
        world.run({ confined: false, agent: reading, env }),
      ]);
      neighbour.tell('exit 0');
      await beside.ended;
      tally.add('read', {
        ...{ cases: reading.length, agent: reading.length, verify: reading.length },
        ...{ out: confined.out.length, writes: confined.wrote.length },
      });
    });

    it('brings nothing out, and its run comes back as an ordinary one', () => {
      expect(confined).toMatchObject({ problems: '', out: [], wrote: [] });
      expect(confined.run.conclusion).toBe('success');
      expect(confined.evidence).toMatchObject({ isolation: 'user+pid', isolationGap: null });
      expect(confined.evidence?.verification).toMatchObject([{ command: 'sh check.sh', passed: true }]);
    });

    it('runs without isolation where that is allowed, and the evidence says so', () => {
      expect(bare.evidence).toMatchObject({ isolation: 'none' });
      expect(bare.evidence?.isolationGap).toMatch(/^This (machine|runner)/);
    });

    it('finds no token in the settings of the checkout, where other workflows have theirs', async () => {
      const world = worldOf();
      const { forge, box } = world;
      const settings = 'cat "$WORKSPACE/.git/config"';
      world.order('persisted', [{ name: 'settings', script: 'cat .git/config' }]);
      await forge.completed(await forge.dispatch('persisted.yml', { box: box.url }));
      const header = /AUTHORIZATION: basic (\S+)/i;
      const left = header.exec(box.found.get('persisted/look/settings')?.toString() ?? '')?.[1] ?? '';
      expect(Buffer.from(left, 'base64').toString()).toMatch(/^x-access-token:ghs_\w{36}$/);

      // Not even where it can be read.
      const ours = await world.run({
        confined: false,
        agent: [{ name: 'settings', script: settings }],
      });
      expect(ours.said('agent', 'settings')).toContain('[remote "origin"]');
      expect(ours.said('agent', 'settings')).not.toMatch(header);
      expect(ours.out).toEqual([]);
      tally.add('read', { cases: 1, agent: 1, out: ours.out.length, writes: ours.wrote.length });
    });

    it.each(reading)('$name', ({ name, finds, ...rest }) => {
      const found = (ended: Ended, where: string): CanaryName[] =>
        canariesIn(Buffer.from(ended.said(where, name)), worldOf().canaries);
      for (const where of ['agent', 'verify']) {
        expect(confined.said(where, name)).not.toContain('did not report');
        expect(found(confined, where)).toEqual([]);
      }
      if (able(rest)) expect(found(bare, 'agent')).toEqual(expect.arrayContaining(sorted(finds)));
    });
  });
};
