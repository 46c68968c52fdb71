import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decide } from '../../src/core/decide.ts';
import type { Event } from '../../src/core/event.ts';
import type { Facts } from '../../src/core/facts.ts';
import type { Item } from '../../src/core/item.ts';
import type { Outcome } from '../../src/core/outcome.ts';

/** What happened to one item, as the store logged it. */
export interface Recorded {
  /** The state it was created with. */
  item: Item;
  steps: { event: Event; facts: Facts }[];
}

/** What was decided, and the item it came to. */
export interface Decided {
  steps: Pick<Outcome, 'state' | 'note' | 'effects' | 'aliases'>[];
  item: Item;
}

const folder = fileURLToPath(new URL('.', import.meta.url));

/** As the store keeps it: without what JSON does not know. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

/** Folds `decide` over a recording. */
export const decideAll = ({ item, steps }: Recorded): Decided => {
  const decided: Decided = { steps: [], item };
  for (const { event, facts } of steps) {
    const { item: next, ...step } = decide(decided.item, event, facts);
    decided.steps.push(plain(step));
    decided.item = plain(next);
  }
  return decided;
};

export const slugs = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

const read = (slug: string, name: string) =>
  JSON.parse(readFileSync(`${folder}${slug}/${name}.json`, 'utf8'));

export const readCase = (slug: string): { recorded: Recorded; decided: Decided } => ({
  recorded: { item: read(slug, 'item'), steps: read(slug, 'steps') },
  decided: read(slug, 'outcomes'),
});

export const writeCase = (slug: string, options: { recorded: Recorded; decided: Decided }): void => {
  const { recorded, decided } = options;
  mkdirSync(`${folder}${slug}`, { recursive: true });
  for (const [name, value] of Object.entries({ ...recorded, outcomes: decided }))
    writeFileSync(`${folder}${slug}/${name}.json`, `${JSON.stringify(value, null, 1)}\n`);
};
