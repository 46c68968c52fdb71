import type { OneShot } from '../effect.ts';
import type { Item } from '../item.ts';

/** The last word on a ticket that is done; sent again when something is filed after it, into the same comment. */
export const lastWord = (item: Item): OneShot[] => {
  const mergeSha = item.pull?.mergeSha;
  if (item.stage.name !== 'done' || !item.pull || !mergeSha) return [];
  const { url } = item.pull;
  return [{ kind: 'reply', home: { on: 'linear' }, tag: 'done', reply: { kind: 'done', mergeSha, url } }];
};
