import { afterEach, beforeEach, expect, it } from 'vitest';
import { nothingSpent } from '../../src/core/spent.ts';
import { gather } from '../../src/shell/facts/gather.ts';
import { projectors } from '../../src/shell/perform/projections.ts';
import { pastAttempt } from '../core/models.ts';
import { commandEvent, itemAt } from '../core/support.ts';
import { createStage, type Stage, trackedItem, validConfiguration } from './support.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
  stage.repository.values.files.set(
    '.github/throughline.yml',
    `${validConfiguration}caps: { month: { tokens: 90000 } }\n`,
  );
});
afterEach(() => stage.store.close());

const withAttempt = () => {
  const delegations = itemAt('blocked').delegations.map((one) => ({ ...one, attempts: [pastAttempt()] }));
  return { delegations };
};

it('a decision that may start a run knows what the other items used this month', async () => {
  const item = await trackedItem(stage, 'blocked', withAttempt());
  const event = commandEvent({ name: 'retry' });
  const alone = await gather({ world: stage.world, item, event });
  expect(alone.spent).toEqual({ month: '2026-05', others: nothingSpent });
  await trackedItem(stage, 'blocked', { ...withAttempt(), pull: null, feature: null });
  const facts = await gather({ world: stage.world, item, event });
  expect(facts.spent?.others).toMatchObject({ inputTokens: 9000, outputTokens: 1000 });
});

it('the status comment shows ticket and month against their caps', async () => {
  const item = await trackedItem(stage, 'blocked', withAttempt());
  await trackedItem(stage, 'blocked', { ...withAttempt(), pull: null, feature: null });
  await projectors.status({ world: stage.world, item });
  const body = stage.repository.values.comments.find(({ tag }) => tag === 'status')?.body;
  expect(body).toContain(
    'Used: this ticket 9,000 tokens in, 1,000 out, no price known · 2026-05 18.0k tokens in, 2,000 out, no price known (20.0k of 90.0k tokens).',
  );
});

it('the status comment says nothing of it before anything was used', async () => {
  const item = await trackedItem(stage, 'blocked');
  await projectors.status({ world: stage.world, item });
  expect(stage.repository.values.comments[0]?.body).not.toContain('Used');
});
