import type { Person } from '../git/objects.ts';
import { timestamp } from '../ids.ts';
import type { Account } from '../model.ts';
import { now, type World } from '../world.ts';

/** As whom GitHub writes a commit that somebody makes on its pages or through its API. */
export const personOf = (world: World, account: Account): Person => ({
  name: account.login,
  email: `${account.id}+${account.login}@users.noreply.github.com`,
  date: timestamp(now(world)),
});

export const githubItself = (world: World): Person => ({
  name: 'GitHub',
  email: 'noreply@github.com',
  date: timestamp(now(world)),
});
