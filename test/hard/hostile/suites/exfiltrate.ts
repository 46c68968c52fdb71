import { beforeAll, describe, expect, it } from 'vitest';
import { type Exfiltrating, exfiltrating } from '../cases/exfiltrate.ts';
import { canariesIn } from '../support/canaries.ts';
import { twoAtATime } from '../support/two-at-a-time.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

/** What the run says of itself where people read it. */
const told = ({ evidence, transcript }: Ended): string =>
  [
    evidence?.withheld?.detail ?? '',
    ...(evidence?.remarks ?? []),
    ...(evidence?.verification ?? []).map(({ output }) => output),
    transcript,
  ].join('\n');

export const exfiltrates: Suite = ({ world: worldOf, tally }) => {
  describe('a script that has a secret of the runner, for want of isolation', () => {
    const all = new Map<Exfiltrating, Ended>();
    const flat = exfiltrating.flat();
    beforeAll(async () => {
      const of = (group: readonly Exfiltrating[], where: string) =>
        group.filter((one) => one.where === where);
      await twoAtATime(exfiltrating, async (group) => {
        const [agent, verify] = [of(group, 'agent'), of(group, 'verify')];
        const ended = await worldOf().run({ confined: false, env: { ALOUD: 'yes' }, agent, verify });
        for (const one of group) all.set(one, ended);
        tally.add('exfiltrate', {
          ...{ cases: group.length, agent: agent.length, verify: verify.length },
          ...{ out: ended.out.length, writes: ended.wrote.length },
        });
      });
    }, 600_000);

    it.each(flat)('$where: $name keeps it from others', (one) => {
      const { canaries } = worldOf();
      const ended = all.get(one);
      if (!ended) throw new Error('it did not run');
      const had = canariesIn(Buffer.from(ended.said(one.where, one.name)), canaries);
      expect(had).toEqual(expect.arrayContaining(['machine-variable', 'runtime-token']));
      const places = ended.left.filter(({ bytes }) => canariesIn(bytes, canaries).length > 0);
      expect(places.map(({ place }) => place)).toEqual([]);
      expect(ended.out).toEqual([]);
      expect(ended.run.conclusion).toBe('success');
      expect(ended.evidence).toMatchObject({ isolation: 'none' });
      expect(told(ended)).toMatch(one.says);
    });
  });
};
