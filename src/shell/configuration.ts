import { configurationPath } from '../contracts/configuration.ts';
import { readConfiguration } from '../contracts/read-configuration.ts';
import type { ConfigurationFact } from '../core/facts.ts';
import type { RepositoryRef } from '../ports/github.ts';
import type { World } from './world.ts';

interface Cached {
  etag: string | null;
  fact: ConfigurationFact;
}

const caches = new WeakMap<World, Map<string, Cached>>();

/** `.github/throughline.yml` of the default branch, asked for conditionally each time (a 304 costs nothing). */
export const configurationOf = async (world: World, ref: RepositoryRef): Promise<ConfigurationFact> => {
  const cache = caches.get(world) ?? new Map<string, Cached>();
  caches.set(world, cache);
  const repository = world.github.repository(ref);
  const known = cache.get(ref.fullName);
  const { defaultBranch } = await repository.info();
  const answer = await repository.readFile({
    path: configurationPath,
    ref: defaultBranch,
    etag: known?.etag ?? null,
  });
  if (answer.state === 'not-modified' && known) return known.fact;
  const fact: ConfigurationFact =
    answer.state === 'found' ? readConfiguration(answer.text) : { state: 'absent' };
  cache.set(ref.fullName, { etag: answer.state === 'found' ? answer.etag : null, fact });
  return fact;
};
