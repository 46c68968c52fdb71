import { createHash } from 'node:crypto';

const MOST_ITEMS = 2_000;

/**
 * What was written last, per item and place, by hash: saves asking the platform about what this process itself just wrote.
 * Only a saving: forgotten at start, when a person touches our comments, and by the sweep.
 */
const createRendered = () => {
  const items = new Map<string, Map<string, string>>();
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
  return {
    has: (itemId: string, place: string, text: string): boolean =>
      items.get(itemId)?.get(place) === hash(text),
    remember: (itemId: string, place: string, text: string): void => {
      const places = items.get(itemId) ?? new Map<string, string>();
      places.set(place, hash(text));
      items.delete(itemId);
      items.set(itemId, places);
      const oldest = items.keys().next().value;
      if (items.size > MOST_ITEMS && oldest !== undefined) items.delete(oldest);
    },
    forget: (itemId: string): void => {
      items.delete(itemId);
    },
  };
};

export const unchanged = createRendered();
