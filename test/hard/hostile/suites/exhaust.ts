import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { agentTrouble } from '../../../../src/text/agent-end.ts';
import { assignmentOf, exhausting, taking } from '../cases/exhaust.ts';
import { twoAtATime } from '../support/two-at-a-time.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

const note = 'mkdir -p notes; echo x >notes/done.txt';

export const exhausts: Suite = ({ world: worldOf, tally }) => {
  describe('a script that takes more than its share', () => {
    const ended = new Map<unknown, Ended>();
    let after: Ended[];
    let together: Ended;
    beforeAll(async () => {
      const world = worldOf();
      await twoAtATime(exhausting, async (one) => {
        const command = one.where === 'agent' ? one.script : note;
        const run = await world.run({
          id: randomUUID(),
          confined: true,
          command,
          assignment: assignmentOf(one),
        });
        ended.set(one, run);
        tally.add('exhaust', { cases: 1, [one.where]: 1, out: run.out.length, writes: run.wrote.length });
      });
      together = await world.run({ confined: true, agent: taking });
      tally.add('exhaust', { cases: taking.length, agent: taking.length, out: together.out.length });
      // What they left on the machine is swept by others, which have to manage.
      after = [];
      await twoAtATime([1, 2], async () => {
        after.push(await world.run({ confined: true, agent: [] }));
      });
    }, 600_000);

    it.each(exhausting)('$where: $name', (one) => {
      const run = ended.get(one);
      expect(run).toMatchObject({ out: [], wrote: [] });
      // All of it is published, and red all the same where the agent was ended or failed.
      const trouble = run?.evidence ? agentTrouble(run.evidence) : null;
      expect([run?.problems, run?.run.conclusion]).toEqual(
        trouble === null
          ? ['', 'success']
          : [`${trouble.detail}\nProcess completed with exit code 1.`, 'failure'],
      );
      expect(run?.evidence).toMatchObject({ isolation: 'user+pid' });
      if (run?.evidence) expect(one.ends(run.evidence)).toEqual(one.expected);
    });

    it.each(taking)('agent: $name', ({ name }) => {
      expect(together).toMatchObject({ problems: '', out: [], wrote: [] });
      expect(together.said('agent', name)).toMatch(/^done$/m);
    });

    it('leaves machines on which the next runs work', () => {
      for (const run of after) {
        expect(run).toMatchObject({ problems: '', out: [], wrote: [] });
        expect(run.run.conclusion).toBe('success');
      }
    });
  });
};
