import { describe, expect, it } from 'vitest';
import { type Migration, migrate, readMigrations } from '../../../src/adapters/postgres/migrate.ts';
import { serverSql } from '../../../src/adapters/postgres/server.ts';
import { createStore } from '../../../src/adapters/postgres/store.ts';
import { item, noon } from './samples.ts';
import { freshSchema, homes } from './support.ts';

describe.each(homes())('migrations on $name', (home) => {
  it('are applied once, whoever asks how often', async () => {
    const { store, another, sql } = await home.fresh();
    await store.createItem(item('a'), [], noon);
    await Promise.all([store.migrate(), (await another()).migrate(), store.migrate()]);
    expect(await store.loadItem('a')).not.toBeNull();
    const rows = await sql.query<{ name: string }>('select name from migrations order by id');
    expect(rows.map((row) => row.name)).toEqual((await readMigrations()).map(({ name }) => name));
    await store.close();
  });

  it('refuse a database to which a since changed migration was applied', async () => {
    const { store, sql } = await home.fresh();
    const tampered = (await readMigrations()).map((migration) => ({ ...migration, hash: 'other' }));
    await expect(migrate(sql, tampered)).rejects.toThrow(/0001-tables\.sql has changed.*new migration/);
    await store.close();
  });

  it('refuse a database of a newer release', async () => {
    const { store, sql } = await home.fresh();
    await expect(migrate(sql, [])).rejects.toThrow(/newer release \(0001-tables\.sql/);
    await store.close();
  });

  it('apply all or nothing', async () => {
    const { store, sql } = await home.fresh();
    const good = await readMigrations();
    const bad: Migration = {
      id: 9999,
      name: '9999-bad.sql',
      hash: 'h',
      script: 'create table half (); select 1/0',
    };
    await expect(migrate(sql, [...good, bad])).rejects.toThrow('division by zero');
    const [half] = await sql.query<{ there: string | null }>("select to_regclass('half')::text as there");
    expect(half).toEqual({ there: null });
    await expect(migrate(sql, good)).resolves.toBeUndefined();
    await store.close();
  });
});

const databaseUrl = process.env.TEST_DATABASE_URL;
describe.runIf(databaseUrl)('several processes on an empty PostgreSQL', () => {
  it('all start', async () => {
    const { url, drop } = await freshSchema(databaseUrl ?? '');
    const stores = Array.from({ length: 6 }, () => createStore(serverSql(url)));
    await Promise.all(stores.map((store) => store.migrate()));
    await Promise.all(stores.map((store) => store.ping()));
    expect(await stores[0]?.items({ open: true })).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
    await drop();
  });
});
