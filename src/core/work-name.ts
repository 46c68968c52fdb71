import type { Item } from './item.ts';

const most = 40;

/** Words of a title as they may stand in a branch name; cut between words. */
const slugOf = (title: string): string => {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    if (slug !== '' && slug.length + word.length >= most) break;
    slug = slug === '' ? word.slice(0, most) : `${slug}-${word}`;
  }
  return slug === '' ? 'work' : slug;
};

const keyOf = ({ ticket }: Item): string => ticket.key.toLowerCase();

const titled = (item: Item): string => {
  const slug = slugOf(item.ticket.title);
  return slug.startsWith(`${keyOf(item)}-`) ? slug.slice(keyOf(item).length + 1) : slug;
};

/** `<key>-<change>`, and where there is no change the title's words in its place. */
export const keyedName = (item: Item): string => `${keyOf(item)}-${item.change ?? titled(item)}`;

/** The change, which no other ticket has; without one the title's words with the key, as titles are alike. */
export const workName = (item: Item): string => item.change ?? keyedName(item);
