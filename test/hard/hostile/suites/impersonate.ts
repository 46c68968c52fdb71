import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { forging, impersonating } from '../cases/impersonate.ts';
import { twoAtATime } from '../support/two-at-a-time.ts';
import type { Ended } from '../support/world.ts';
import type { Suite } from './suite.ts';

export const impersonates: Suite = ({ world: worldOf, tally }) => {
  const refused = impersonating.filter(({ bare }) => bare === null);

  describe('a script that says it is somebody else', () => {
    let confined: Ended;
    let bare: Ended;
    beforeAll(async () => {
      confined = await worldOf().run({ confined: true, agent: impersonating, verify: impersonating });
      bare = await worldOf().run({ confined: false, agent: refused });
      tally.add('impersonate', {
        ...{ cases: impersonating.length, agent: impersonating.length, verify: impersonating.length },
        ...{ out: confined.out.length, writes: confined.wrote.length },
      });
    });

    it('is nobody, and its run comes back as an ordinary one', () => {
      expect(confined).toMatchObject({ problems: '', out: [], wrote: [] });
      expect(confined.run.conclusion).toBe('success');
      expect(confined.evidence?.verification).toMatchObject([{ passed: true }]);
    });

    it.each(refused)('$name is refused even with the token', ({ name }) => {
      expect(confined.said('agent', name)).toMatch(/refused 401|fatal/);
      expect(confined.said('verify', name)).toMatch(/refused 401|fatal/);
      expect(bare.said('agent', name)).toMatch(/refused 40[134]|fatal/);
    });
  });

  describe('without isolation, a script that says it is somebody else', () => {
    const named = impersonating.filter(({ bare }) => bare !== null);
    const all = new Map<string, Ended>();
    beforeAll(() =>
      twoAtATime(named, async ({ name, script }) => {
        all.set(name, await worldOf().run({ confined: false, agent: [{ name, script }] }));
      }),
    );

    it.each(named)('$name is named', ({ name, bare }) => {
      const ended = all.get(name);
      expect(ended?.run.conclusion).toBe('failure');
      expect(ended?.problems).toMatch(bare ?? /never/);
      // Nothing of it is believed: there is no evidence, or it says that nothing was verified.
      expect(ended?.evidence?.verification ?? null).toBeNull();
    });
  });

  describe('a script that forges what a run says of itself', () => {
    let ended: Ended;
    beforeAll(async () => {
      ended = await worldOf().run({ confined: true, agent: [{ name: 'forge', script: forging }] });
      tally.add('impersonate', { cases: 1, agent: 1, out: ended.out.length, writes: ended.wrote.length });
    });

    it('brings an ordinary file or two, and no ref but the two of its assignment', () => {
      const { id, evidence } = ended;
      expect(ended).toMatchObject({ problems: '', out: [], wrote: [] });
      expect(evidence).toMatchObject({ assignment: id, attempt: 1, isolation: 'user+pid', withheld: null });
      const refs = ended.left.find(({ place }) => place === 'refs')?.bytes.toString() ?? '';
      const own = refs.split('\n').filter((line) => line.includes(id));
      expect(own.map((line) => line.replace(/^\S+ commit\t/, ''))).toEqual([
        `refs/heads/throughline/notes/${id}-1`,
        `refs/throughline/assignments/${id}`,
      ]);
      expect(own[0]).toContain(evidence?.head ?? 'no head');
      expect(refs).not.toContain('refs/tags/forged');
      expect(refs).toContain(`${worldOf().forge.base} commit\trefs/heads/main`);
    });
  });

  describe('a run that nobody asked for', () => {
    it('started again by hand, is refused', async () => {
      const world = worldOf();
      const again = await world.again(await world.run({ confined: true, agent: [] }));
      tally.add('impersonate', { cases: 1, out: again.out.length, writes: again.wrote.length });
      expect(again.run).toMatchObject({ attempt: 2, conclusion: 'failure' });
      expect(again.problems).toMatch(/attempt 2 of the run, and an assignment runs once: comment \/retry/);
    });

    it('for another repository, is refused', async () => {
      const ended = await worldOf().run({ confined: true, assignment: { repository: 'acme/other' } });
      tally.add('impersonate', { cases: 1, out: ended.out.length, writes: ended.wrote.length });
      expect(ended.problems).toMatch(/The assignment is for acme\/other, and this is acme\/notes/);
      expect(ended.evidence).toBeNull();
    });

    it('with a second assignment of the same id, publishes nothing', async () => {
      const id = randomUUID();
      const first = await worldOf().run({ id, confined: true, agent: [] });
      const second = await worldOf().run({ id, confined: true, agent: [] });
      tally.add('impersonate', { cases: 1, out: second.out.length, writes: second.wrote.length });
      expect(second.problems).toMatch(/exists already, at [0-9a-f]{40}, and is left as it is/);
      expect(second.evidence).toEqual(first.evidence);
    });
  });
};
