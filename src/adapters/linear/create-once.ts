import { Refused } from '../../ports/errors.ts';
import { concernsAccess } from './errors.ts';

/**
 * Creates something under an id of our own. Linear refuses an id it has seen, so when a create is refused we look
 * whether the thing is there: then an earlier try had worked and only its answer was lost. How Linear words that
 * refusal does not matter, which is why the message is not read. Anything else is thrown as it came.
 */
export const createOnce = async <T>(options: {
  create: () => Promise<T>;
  /** null when there is none. */
  find: () => Promise<T | null>;
}): Promise<{ value: T; state: 'created' | 'found' }> => {
  try {
    return { value: await options.create(), state: 'created' };
  } catch (error) {
    if (!(error instanceof Refused) || concernsAccess(error)) throw error;
    const found = await options.find();
    if (found === null) throw error;
    return { value: found, state: 'found' };
  }
};
