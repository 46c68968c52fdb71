import { configurationPath } from '../contracts/configuration.ts';
import { readConfiguration } from '../contracts/read-configuration.ts';
import type { ConfigurationFact } from '../core/facts.ts';
import { Refused } from '../ports/errors.ts';
import type { RepositoryRef } from '../ports/github.ts';
import { describe } from './backoff.ts';
import type { World } from './world.ts';

interface Cached {
  etag: string | null;
  fact: ConfigurationFact;
}

/** Asks for it conditionally each time (a 304 costs nothing). */
export const createConfigurationReader = (): World['readConfiguration'] => {
  const cache = new Map<string, Cached>();
  return async (repository) => {
    const { fullName } = repository.ref;
    const known = cache.get(fullName);
    const { defaultBranch } = await repository.info();
    const answer = await repository.readFile({
      path: configurationPath,
      ref: defaultBranch,
      etag: known?.etag ?? null,
    });
    if (answer.state === 'not-modified' && known) return known.fact;
    const fact: ConfigurationFact =
      answer.state === 'found' ? readConfiguration(answer.text) : { state: 'absent' };
    cache.set(fullName, { etag: answer.state === 'found' ? answer.etag : null, fact });
    return fact;
  };
};

export const configurationOf = async (world: World, ref: RepositoryRef): Promise<ConfigurationFact> =>
  world.readConfiguration(world.github.repository(ref));

/** What `look` says of every repository the App is installed on; one that refuses to be read is left out. */
export const eachRepository = async <T>(
  world: World,
  look: (ref: RepositoryRef) => Promise<T>,
): Promise<T[]> => {
  const found: T[] = [];
  for (const ref of await world.github.repositories()) {
    try {
      found.push(await look(ref));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      world.log.warn({ repository: ref.fullName, err: describe(error) }, 'repository left out');
    }
  }
  return found;
};
