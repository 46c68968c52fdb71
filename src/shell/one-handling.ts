import type { RepositoryRef } from '../ports/github.ts';
import type { World } from './world.ts';

type Ask<T> = (ref: RepositoryRef) => Promise<T>;

/** A failed answer is not kept. */
const onceEach = <T>(ask: Ask<T>): Ask<T> => {
  const answers = new Map<string, Promise<T>>();
  return (ref) => {
    const key = `${ref.installationId}:${ref.fullName}`;
    const known = answers.get(key);
    if (known) return known;
    const answer = ask(ref).catch((error: unknown) => {
      answers.delete(key);
      throw error;
    });
    answers.set(key, answer);
    return answer;
  };
};

/**
 * The world for one handling: repositories and their configurations are asked about once, and all that is decided in it rests
 * on the same answer. Never for longer, because default branches are renamed and configurations mended.
 */
export const inOneHandling = (world: World): World => {
  const infoOf = onceEach((ref) => world.github.repository(ref).info());
  const github: World['github'] = {
    ...world.github,
    repository: (ref) => ({ ...world.github.repository(ref), info: () => infoOf(ref) }),
  };
  const read = onceEach((ref) => world.readConfiguration(github.repository(ref)));
  return { ...world, github, readConfiguration: ({ ref }) => read(ref) };
};
