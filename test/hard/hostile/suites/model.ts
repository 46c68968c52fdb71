import { beforeAll, describe, expect, it } from 'vitest';
import { wanting } from '../cases/model.ts';
import { canariesIn } from '../support/canaries.ts';
import { able } from '../support/machine.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

export const wants: Suite = ({ world: worldOf, tally }) => {
  describe('a script that is after the key of the model', () => {
    let confined: Ended;
    let bare: Ended;
    beforeAll(async () => {
      const world = worldOf();
      [confined, bare] = await Promise.all([
        world.run({ confined: true, agent: wanting }),
        world.run({ confined: false, agent: wanting }),
      ]);
      tally.add('want the key', {
        ...{ cases: wanting.length, agent: wanting.length },
        ...{ out: confined.out.length, writes: confined.wrote.length },
      });
    });

    it('was near it: the model was asked with the key, and said it back', () => {
      const { upstream, places } = worldOf();
      const key = `Bearer ${places.canary('model-key')}`;
      expect(upstream.asked.length).toBeGreaterThan(0);
      expect([...new Set(upstream.asked.map(({ authorization }) => authorization))]).toEqual([key]);
      expect([...new Set(upstream.asked.map(({ path }) => path))]).toEqual(['/v1/chat/completions']);
      expect(confined.said('agent', 'model-that-echoes')).toMatch(/^200 /);
      expect(confined.said('agent', 'model-that-echoes')).toContain('Bearer ***');
    });

    it('brings nothing out, and its run comes back as an ordinary one that counts what it asked', () => {
      expect(confined).toMatchObject({ problems: '', out: [], wrote: [] });
      expect(confined.run.conclusion).toBe('success');
      expect(confined.evidence?.usage?.requests).toBeGreaterThanOrEqual(3);
      expect(confined.evidence?.usage?.refused.map(({ path }) => path)).toContain('/v1/files');
    });

    it('could have had it without isolation, and the evidence says so', () => {
      expect(bare.evidence?.remarks.join('\n')).toMatch(/could have read the model keys/);
    });

    it.each(wanting)('$name', ({ name, finds, ...rest }) => {
      const found = (ended: Ended): string[] =>
        canariesIn(Buffer.from(ended.said('agent', name)), worldOf().canaries).filter(
          (canary) => canary === 'model-key',
        );
      expect(confined.said('agent', name)).not.toContain('did not report');
      expect(found(confined)).toEqual([]);
      if (able(rest)) expect(found(bare)).toEqual(finds);
    });
  });
};
