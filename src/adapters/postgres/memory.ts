import type { Store } from '../../ports/store.ts';
import { keyText } from './json.ts';
import type { Sql } from './sql.ts';

export const memory = (
  sql: Sql,
): Pick<Store, 'rememberOwn' | 'ownWrite' | 'ownId' | 'cursor' | 'setCursor'> => ({
  rememberOwn: async ({ surface, id, itemId, tag }) => {
    await sql.query(
      `insert into own_writes (surface, id, item_id, tag) values ($1, $2, $3, $4)
       on conflict (surface, id) do update set item_id = excluded.item_id, tag = excluded.tag`,
      [surface, keyText(id), itemId, keyText(tag)],
    );
  },
  ownWrite: async (surface, id) => {
    const [row] = await sql.query<{ item_id: string | null; tag: string }>(
      'select item_id, tag from own_writes where surface = $1 and id = $2',
      [surface, keyText(id)],
    );
    return row ? { itemId: row.item_id, tag: row.tag } : null;
  },
  ownId: async (surface, itemId, tag) => {
    const [row] = await sql.query<{ id: string }>(
      `select id from own_writes where item_id = $1 and surface = $2 and tag = $3 order by seq desc limit 1`,
      [itemId, surface, keyText(tag)],
    );
    return row?.id ?? null;
  },
  cursor: async (name) => {
    const [row] = await sql.query<{ value: string }>('select value from cursors where name = $1', [name]);
    return row?.value ?? null;
  },
  setCursor: async (name, value) => {
    await sql.query(
      `insert into cursors (name, value) values ($1, $2)
       on conflict (name) do update set value = excluded.value`,
      [name, value],
    );
  },
});
