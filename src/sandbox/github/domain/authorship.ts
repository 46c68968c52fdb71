import { roleAtLeast, roleOf } from '../access.ts';
import type { Account, Actor, Repository } from '../model.ts';
import { Problem } from '../problems.ts';

/** What others wrote is for people who may write; an App's permission was judged before. */
export function checkMayChange(repository: Repository, written: { author: Account }, actor: Actor): void {
  if (actor.app || written.author.id === actor.account.id) return;
  if (roleAtLeast(roleOf(repository, actor.account.login), 'write')) return;
  throw new Problem(403, 'Must have admin rights to Repository.');
}
