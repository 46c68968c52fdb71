import { randomUUID } from 'node:crypto';
import { migrate, readMigrations } from '../../../src/adapters/postgres/migrate.ts';
import { pgliteSql } from '../../../src/adapters/postgres/pglite.ts';
import { serverSql } from '../../../src/adapters/postgres/server.ts';
import type { Sql } from '../../../src/adapters/postgres/sql.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { createEmpty } from '../../../src/adapters/postgres/template.ts';
import type { Store } from '../../../src/ports/store.ts';

/** An empty, migrated store of its own. `store.close()` ends it and what `another` opened. */
export interface FreshHome {
  store: Store;
  /** Under the store, to look at or spoil what it wrote. */
  sql: Sql;
  /** A second store on the same database: its own connections on PostgreSQL, as another process would have. */
  another: () => Promise<Store>;
}

export interface Home {
  name: 'PGlite' | 'PostgreSQL';
  fresh: () => Promise<FreshHome>;
}

const emptied = `truncate deliveries, items, aliases, events, log, one_shots, projections, own_writes,
  cursors, budgets, budget_takings restart identity`;

/** PGlite takes 0.3 s and much memory to start, so that closed ones are emptied and used again. */
const idle: Sql[] = [];

const recycled = (sql: Sql): Sql => {
  let closed: Promise<void> | null = null;
  const giveBack = async (): Promise<void> => {
    await sql.script(emptied);
    idle.push(sql);
  };
  const refuseWhenClosed = (): void => {
    if (closed) throw new Error('The store is closed.');
  };
  return {
    query: async (text, params) => {
      refuseWhenClosed();
      return await sql.query(text, params);
    },
    script: async (text) => {
      refuseWhenClosed();
      await sql.script(text);
    },
    transaction: async (fn) => {
      refuseWhenClosed();
      return await sql.transaction(fn);
    },
    close: () => {
      closed ??= giveBack();
      return closed;
    },
  };
};

const freshPglite = async (): Promise<FreshHome> => {
  const sql = recycled(idle.pop() ?? pgliteSql(await createEmpty()));
  return { store: createStore(sql), sql, another: async () => createStore(sql) };
};

/** A schema of its own on the server; `url` leads every connection into it. */
export const freshSchema = async (
  databaseUrl: string,
): Promise<{ url: string; drop: () => Promise<void> }> => {
  const schema = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = serverSql(databaseUrl);
  await admin.script(`create schema ${schema}`);
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c search_path=${schema}`);
  const drop = async () => {
    await admin.script(`set client_min_messages = warning; drop schema ${schema} cascade`);
    await admin.close();
  };
  return { url: url.href, drop };
};

const freshServer = async (databaseUrl: string): Promise<FreshHome> => {
  const { url, drop } = await freshSchema(databaseUrl);
  const sql = serverSql(url);
  await migrate(sql, await readMigrations());
  const others: Store[] = [];
  const store: Store = {
    ...createStore(sql),
    close: async () => {
      await Promise.all(others.map((other) => other.close()));
      await sql.close();
      await drop();
    },
  };
  const another = async () => {
    const other = createStore(serverSql(url));
    others.push(other);
    return other;
  };
  return { store, sql, another };
};

/** Homes to run a suite on: PGlite always, PostgreSQL too when TEST_DATABASE_URL is set. */
export const homes = (): Home[] => {
  const url = process.env.TEST_DATABASE_URL;
  const pglite: Home = { name: 'PGlite', fresh: freshPglite };
  return url ? [pglite, { name: 'PostgreSQL', fresh: () => freshServer(url) }] : [pglite];
};

/** For tests that need a store but are not about it: in memory, PGlite. Close it when done. */
export const freshStore = async (): Promise<Store> => (await freshPglite()).store;
