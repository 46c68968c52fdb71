import { RateLimited } from '../ports/errors.ts';
import type { World } from './world.ts';

export type Spending = { kind: 'github-content'; installation: number } | { kind: 'linear' };

/** Content GitHub lets one installation create is 80 a minute, 500 an hour; Linear counts 2,500 requests an hour. We stay below. */
const limits = {
  'github-content': [
    { count: 60, windowMs: 60_000 },
    { count: 400, windowMs: 3_600_000 },
  ],
  linear: [{ count: 2_000, windowMs: 3_600_000 }],
} as const;

const budgetName = (spending: Spending): string =>
  spending.kind === 'linear' ? 'linear' : `github-content:${spending.installation}`;

/** Takes one from the budget; when the platform says that its limit is hit all the same, nobody takes more before its time. */
export const withBudget = async <T>(world: World, spending: Spending, act: () => Promise<T>): Promise<T> => {
  await spend(world, spending);
  try {
    return await act();
  } catch (error) {
    if (error instanceof RateLimited)
      for (const { windowMs } of limits[spending.kind])
        await world.store.blockBudget(`${budgetName(spending)}:${windowMs}`, error.until);
    throw error;
  }
};

/** Takes one from the budget that all processes share; throws RateLimited with the time to come back. */
const spend = async (world: World, spending: Spending): Promise<void> => {
  for (const limit of limits[spending.kind]) {
    const name = `${budgetName(spending)}:${limit.windowMs}`;
    const taken = await world.store.takeBudget({ name, ...limit, now: world.clock.now() });
    if (taken.state === 'wait')
      throw new RateLimited(`own budget ${name} is used up`, { until: taken.until });
  }
};
