import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Delegation, Item } from '../../src/core/item.ts';
import type { Answer, Finding } from '../../src/core/rounds/round.ts';
import { summarize } from '../../src/sandbox/summary.ts';
import { acknowledged, filed, finding, fixed, round } from '../core/rounds/sample.ts';
import { itemAt, sha } from '../core/support.ts';
import { createPageWorld, type PageWorld, ticketKey } from './page/world.ts';

let world: PageWorld;
beforeAll(async () => {
  world = await createPageWorld();
  const { linear } = world;
  const add = (number: number, priority: 0 | 1 | 2 | 3 | 4): void => {
    linear.createIssue({ team: 'PER', by: 'Throughline', number, title: 'Found', state: 'Todo', priority });
  };
  add(241, 2);
  linear.relateAs({ user: 'Ada', issue: 'PER-241', to: ticketKey, type: 'related' });
  add(242, 4);
});
afterAll(() => world.stop());

const answered = (id: string, severity: Finding['severity'], seen: number[], answer: Answer): Finding =>
  finding({ id, fingerprint: id, severity, seen, answer, state: 'answered' });

const fixUp = (): Delegation[] => {
  const { delegations } = itemAt('done');
  return delegations.map((one) => ({
    ...one,
    ...{ number: 2, sections: [], fixUp: { round: 1, tasks: '', behavioural: [] } },
  }));
};

const itemWith = (findings: Finding[]): Item => ({
  ...itemAt('done'),
  delegations: [...itemAt('done').delegations, ...fixUp()],
  rounds: [1, 2, 3].map((number) =>
    round({ number, findings: findings.filter(({ seen }) => seen.includes(number)).map(({ id }) => id) }),
  ),
  findings,
});

const summaryOf = (item: Item) =>
  summarize({
    ...{ local: world.local, item, problems: [], elapsedMs: 0 },
    ending: { ok: true, pull: 1, mergeSha: sha('d'), commands: 0, replies: 0 },
  });

const story = [
  answered('F1', 'high', [1], filed),
  answered('F2', 'medium', [1], acknowledged),
  answered('F3', 'medium', [1], acknowledged),
  answered('F4', 'low', [1], fixed),
  answered('F5', 'medium', [2], fixed),
  answered('F6', 'medium', [2], fixed),
  answered('F7', 'medium', [2], fixed),
];

it('counts what each round found and how it was answered, and no fix-up among the delegations', () => {
  const { rounds, delegations } = summaryOf(itemWith(story));
  expect(JSON.stringify(rounds)).toBe(
    '[{"findings":{"high":1,"medium":2,"low":1},"answers":{"filed":1,"acknowledged":2,"fixed":1}},' +
      '{"findings":{"high":0,"medium":3,"low":0},"answers":{"fixed":3}},' +
      '{"findings":{"high":0,"medium":0,"low":0},"answers":{}}]',
  );
  expect(delegations.map(({ sections }) => sections)).toEqual(['1']);
});

it('has each ticket that was filed as Linear has it', () => {
  expect(JSON.stringify(summaryOf(itemWith(story)).followUps)).toBe(
    `[{"key":"PER-241","priority":"High","parent":"${ticketKey}","relation":"related"}]`,
  );
});

it('says of a ticket that was not related that it is not', () => {
  const other = answered('F8', 'low', [2], {
    ...{ kind: 'filed', key: 'PER-242', url: 'u', reason: 'Out of scope.', cites: null },
  });
  expect(summaryOf(itemWith([other])).followUps).toEqual([
    { key: 'PER-242', priority: 'Low', parent: ticketKey, relation: 'none' },
  ]);
});

it('has a ticket that a person asked for, once it is there', () => {
  const asked = {
    ...({ id: 'U1', title: 'Look', priority: 'low', by: 'ada', at: '2026-05-01T10:00:00Z' } as const),
    source: { on: 'linear', ticketId: 't', commentId: 'c', via: 'comment' } as const,
  };
  const item = itemWith([]);
  expect(summaryOf({ ...item, followUps: [{ ...asked, ticket: null }] }).followUps).toEqual([]);
  const ticket = { key: 'PER-242', url: 'u' };
  expect(summaryOf({ ...item, followUps: [{ ...asked, ticket }] }).followUps).toMatchObject([
    { key: 'PER-242' },
  ]);
});
