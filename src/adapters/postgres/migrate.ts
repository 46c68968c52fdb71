import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { codeOf, DatabaseUnusable, type Queries, type Sql } from './sql.ts';

export interface Migration {
  id: number;
  name: string;
  hash: string;
  script: string;
}

const folder = new URL('./migrations/', import.meta.url);

/** The numbered scripts beside this file, in order. */
export const readMigrations = async (): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  return await Promise.all(
    names.map(async (name) => {
      // A checkout may rewrite line ends; the hash must not notice.
      const script = (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n');
      const hash = createHash('sha256').update(script).digest('hex');
      return { id: Number(name.slice(0, 4)), name, hash, script };
    }),
  );
};

/** Changes whenever any migration does. */
export const migrationsHash = (migrations: Migration[]): string =>
  createHash('sha256')
    .update(migrations.map((migration) => `${migration.name} ${migration.hash}`).join('\n'))
    .digest('hex');

// Two processes creating it at once: "if not exists" still lets one of them fail on the catalogue.
const createdByAnother = ['23505', '42P07'];

const createTable = async (sql: Sql): Promise<void> => {
  try {
    await sql.script(
      `create table if not exists migrations (
         id integer primary key, name text not null, hash text not null,
         applied_at timestamptz not null default now())`,
    );
  } catch (error) {
    if (!createdByAnother.includes(codeOf(error) ?? '')) throw error;
  }
};

const compare = (known: Migration[], applied: { id: number; name: string; hash: string }[]): void => {
  for (const row of applied) {
    const migration = known.find((one) => one.id === row.id);
    if (!migration) {
      throw new DatabaseUnusable(
        `The database was migrated by a newer release (${row.name} is not known here). Start that release, or restore a backup made before it.`,
      );
    }
    if (migration.hash !== row.hash) {
      throw new DatabaseUnusable(
        `Migration ${migration.name} has changed since it was applied to this database. Restore the file as it was and put the change into a new migration.`,
      );
    }
  }
};

const applyMissing = async (tx: Queries, migrations: Migration[]): Promise<void> => {
  await tx.script('lock table migrations in access exclusive mode');
  const applied = await tx.query<{ id: number; name: string; hash: string }>(
    'select id, name, hash from migrations order by id',
  );
  compare(migrations, applied);
  for (const { id, name, hash, script } of migrations) {
    if (applied.some((row) => row.id === id)) continue;
    await tx.script(script);
    await tx.query('insert into migrations (id, name, hash) values ($1, $2, $3)', [id, name, hash]);
  }
};

/** Applies what is missing, all together; a second process waits on the table lock and finds nothing to do. */
export const migrate = async (sql: Sql, migrations: Migration[]): Promise<void> => {
  await createTable(sql);
  await sql.transaction((tx) => applyMissing(tx, migrations));
};
