import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AbsorbedTicket, Item } from '../../src/core/item.ts';
import { absorbTicket } from '../../src/shell/perform/absorbing.ts';
import { takeTurn } from '../../src/shell/turn.ts';
import { pullRequest } from './fake-github.ts';
import { states, ticketOf } from './fake-tracker.ts';
import { askFor, createStage, type Stage, trackedItem, validConfiguration } from './support.ts';

const ticket = (key: string): AbsorbedTicket => ({
  id: `t-${key}`,
  key,
  title: 'Sync partials',
  url: `https://linear.test/${key}`,
  by: 'ada',
});
const once = { maybeSent: false, begin: async () => true, notSent: () => undefined };

let stage: Stage;
let item: Item;
beforeEach(async () => {
  stage = await createStage();
  stage.repository.values.files.set('.github/throughline.yml', validConfiguration);
  stage.repository.values.pulls.push(pullRequest(12, {}));
  item = await trackedItem(stage, 'done', { absorbed: [ticket('PER-1'), ticket('PER-2'), ticket('PER-3')] });
  stage.tracker.values.tickets.push(
    ticketOf('t-PER-1', { key: 'PER-1' }),
    ticketOf('t-PER-2', { key: 'PER-2', state: { id: 'd', name: 'Duplicate', type: 'duplicate' } }),
  );
});
afterEach(() => stage.store.close());

const said = (id: string) =>
  stage.tracker.values.comments.filter((one) => one.ticketId === id).map((one) => one.body);

it('a ticket that is taken in says so once and is related, unless the tracker knows already', async () => {
  const act = (key: string, relate: boolean) =>
    absorbTicket({
      world: stage.world,
      item,
      effect: { kind: 'absorb-ticket', ticket: ticket(key), relate },
      once,
    });
  await act('PER-1', true);
  await act('PER-1', true);
  await act('PER-2', false);
  // deleted meanwhile
  await act('PER-3', true);
  expect(said('t-PER-1')).toEqual([expect.stringContaining('Taken in by [PER-206]')]);
  expect(said('t-PER-2')).toHaveLength(1);
  expect(said('t-PER-3')).toEqual([]);
  expect(new Set(stage.tracker.values.relations.map((one) => JSON.stringify(one)))).toEqual(
    new Set([JSON.stringify({ ticketId: 't-PER-1', relatedTicketId: item.id, type: 'related' })]),
  );
});

it('what was taken in is done with the merge, and what is closed already stays as it is', async () => {
  const held = await askFor(stage, item, { projections: ['ticket-state'] });
  await takeTurn(stage.world, held, () => false);
  const stateOf = (id: string) => stage.tracker.values.tickets.find((one) => one.id === id)?.state.name;
  expect(stateOf(item.id)).toBe(states.done.name);
  expect(stateOf('t-PER-1')).toBe(states.done.name);
  expect(stateOf('t-PER-2')).toBe('Duplicate');
  expect(said('t-PER-1')).toEqual([expect.stringMatching(/^Done with \[PER-206\].*: merged as \[`\w{7}`\]/)]);
  expect(said('t-PER-2')).toHaveLength(1);
});
