import { beforeAll, describe, expect, it } from 'vitest';
import { reading } from '../cases/read.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

export const without: Suite = ({ world: worldOf, tally }) => {
  describe('where isolation is required and not to be had', () => {
    let ended: Ended;
    beforeAll(async () => {
      ended = await worldOf().run({
        confined: false,
        isolation: 'required',
        agent: reading,
        verify: reading,
      });
      tally.add('read', { out: ended.out.length, writes: ended.wrote.length });
    });

    it('the run is refused by name, and no script ever ran', () => {
      expect(ended.run.conclusion).toBe('failure');
      expect(ended.problems).toMatch(
        /Isolation is required by `runner.isolation` and not to be had on this runner: This (machine|runner)/,
      );
      expect(ended).toMatchObject({ evidence: null, out: [], wrote: [] });
      expect([...worldOf().box.found.keys()].filter((place) => place.startsWith(ended.id))).toEqual([]);
    });
  });

  describe('where only verification has none', () => {
    it('the evidence of the whole run says so', async () => {
      const ended = await worldOf().run({
        confined: 'agent',
        agent: [{ name: 'look', script: 'true' }],
      });
      expect(ended.evidence).toMatchObject({ isolation: 'none' });
      expect(ended.evidence?.isolationGap).toMatch(/^This (machine|runner)/);
    });
  });
};
