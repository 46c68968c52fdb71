import type { Event } from '../../core/event.ts';
import type { Facts } from '../../core/facts.ts';
import type { Item } from '../../core/item.ts';
import type { LoadedItem, Store } from '../../ports/store.ts';
import { json, keyText } from './json.ts';
import type { Queries, Sql } from './sql.ts';

export const isOpen = (item: Item): boolean => !['done', 'cancelled'].includes(item.stage.name);

/** A subject that leads to another item already stays with it: the older owner keeps it. */
export const writeAliases = async (
  tx: Queries,
  options: { itemId: string; subjects: string[] },
): Promise<void> => {
  if (options.subjects.length === 0) return;
  await tx.query(
    `insert into aliases (subject, item_id)
     select subject, $2::text from unnest($1::text[]) as subject order by subject
     on conflict (subject) do nothing`,
    [[...new Set(options.subjects.map(keyText))], options.itemId],
  );
};

const createItem = (
  sql: Sql,
  options: { item: Item; aliases: string[]; now: Date },
): Promise<'created' | 'exists'> =>
  sql.transaction(async (tx) => {
    const { item, aliases, now } = options;
    const rows = await tx.query(
      `insert into items (id, version, state, first_state, open, created_at)
       values ($1, 1, $2::jsonb, $2::jsonb, $3, $4) on conflict (id) do nothing returning id`,
      [item.id, json(item), isOpen(item), now],
    );
    await writeAliases(tx, { itemId: item.id, subjects: aliases });
    return rows.length > 0 ? 'created' : 'exists';
  });

interface ItemRow {
  state: Item;
  version: number;
}

const loaded = ({ state, version }: ItemRow): LoadedItem => ({ item: state, version });

export const items = (
  sql: Sql,
): Pick<
  Store,
  'createItem' | 'addAlias' | 'itemsBySubject' | 'loadItem' | 'items' | 'firstState' | 'log'
> => ({
  createItem: (item, aliases, now) => createItem(sql, { item, aliases, now }),
  addAlias: (subject, itemId) => writeAliases(sql, { itemId, subjects: [subject] }),
  itemsBySubject: async (subject) => {
    const rows = await sql.query<{ item_id: string }>('select item_id from aliases where subject = $1', [
      keyText(subject),
    ]);
    return rows.map((row) => row.item_id);
  },
  loadItem: async (itemId) => {
    const [row] = await sql.query<ItemRow>('select state, version from items where id = $1', [itemId]);
    return row ? loaded(row) : null;
  },
  items: async ({ open }) => {
    const rows = await sql.query<ItemRow>(
      'select state, version from items where open = $1 order by created_at, id',
      [open],
    );
    return rows.map(loaded);
  },
  firstState: async (itemId) => {
    const [row] = await sql.query<{ first_state: Item }>('select first_state from items where id = $1', [
      itemId,
    ]);
    return row?.first_state ?? null;
  },
  log: (itemId) =>
    sql.query<{ event: Event; facts: Facts; outcome: string; at: Date; version: number }>(
      'select event, facts, outcome, at, version from log where item_id = $1 order by version',
      [itemId],
    ),
});
