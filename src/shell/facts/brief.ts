import type { Said } from '../../contracts/planning/inputs.ts';
import type { Item } from '../../core/item.ts';
import { capText } from '../../text/sanitize.ts';
import { issueToldApart } from '../entering/issue-text.ts';
import type { World } from '../world.ts';

/** All of it has to fit into the inputs of one run, beside a decision tree. */
const mostOfOne = 6_000;
const mostOfAll = 16_000;

/** What is said of the ticket by itself, by its issue and by the tickets it took in. Nobody of ours stands behind these words. */
export const briefFact = async (world: World, item: Item): Promise<Said[]> => {
  const said = (about: string, text: string): Said[] =>
    text.trim() === '' ? [] : [{ by: about, permission: 'none', about, text: capText(text, mostOfOne) }];
  const texts: Said[] = [];
  for (const { id, key } of [{ id: item.id, key: item.ticket.key }, ...(item.absorbed ?? [])]) {
    const ticket = await world.tracker.ticket(id);
    if (ticket) texts.push(...said(`ticket ${key}`, `${ticket.title}\n\n${ticket.description}`));
  }
  const issue = await issueToldApart(world, item);
  if (issue) texts.push(...said(`GitHub issue #${issue.number}`, `${issue.title}\n\n${issue.body}`));
  return withinAll(texts);
};

/** The first words count most: of what comes after, as much as has room. */
const withinAll = (texts: Said[]): Said[] => {
  let left = mostOfAll;
  return texts.map((one) => {
    const text = capText(one.text, Math.max(1, left));
    left -= text.length;
    return { ...one, text };
  });
};
