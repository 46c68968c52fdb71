import type { RepositoryRef } from '../ports/github.ts';
import { configurationCheck } from '../text/configuration-check.ts';
import { configurationOf, eachRepository } from './configuration.ts';
import { inOneHandling } from './one-handling.ts';
import { unchanged } from './perform/rendered.ts';
import type { World } from './world.ts';

/**
 * Writes on the head of the default branch whether its configuration can be used; answers whether it wrote.
 * The head is read before the file: a push in between gets its own check, and this one is no older than its head.
 */
export const checkConfiguration = async (world: World, ref: RepositoryRef): Promise<boolean> => {
  const repository = world.github.repository(ref);
  const { defaultBranch } = await repository.info();
  const head = await repository.refSha(`heads/${defaultBranch}`);
  const check = head === null ? null : configurationCheck(await configurationOf(world, ref), head);
  const place = `configuration:${ref.fullName}`;
  if (!check || unchanged.has(place, 'check', JSON.stringify(check))) return false;
  world.failpoint('before:configuration-check');
  await repository.upsertCheck(check);
  world.failpoint('after:configuration-check');
  unchanged.remember(place, 'check', JSON.stringify(check));
  return true;
};

/** The configuration of every repository, for pushes whose webhooks did not come. */
export const checkConfigurations = async (world: World): Promise<number> =>
  (await eachRepository(world, (ref) => checkConfiguration(inOneHandling(world), ref))).filter(
    (wrote) => wrote,
  ).length;

/** Items whose work starts from this repository's default branch. */
export const openItemsOn = async (world: World, fullName: string): Promise<string[]> =>
  (await world.store.items({ open: true }))
    .filter(({ item }) => item.repository.fullName.toLowerCase() === fullName.toLowerCase())
    .map(({ item }) => item.id);
