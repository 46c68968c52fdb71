import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Unavailable } from '../../ports/errors.ts';
import {
  codeOf,
  DatabaseError,
  DatabaseUnusable,
  type Log,
  messageOf,
  type Param,
  type Queries,
  type Sql,
} from './sql.ts';

const retryDelays = [50, 100, 200, 400, 800, 1600];
const repeatable = ['40001', '40P01', '55P03'];
const lostCodes = ['57P01', '57P02', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'];
const lostMessages =
  /connection terminated|connection error|not queryable|read timeout|timeout exceeded when trying to connect|socket/i;

type Failure = 'repeat' | 'lost' | 'ours';

const classify = (error: unknown): Failure => {
  const code = codeOf(error);
  if (code !== null && repeatable.includes(code)) return 'repeat';
  if (code !== null && (lostCodes.includes(code) || code.startsWith('08'))) return 'lost';
  // A SQLSTATE means that the server answered; the driver's own errors carry none.
  if (code === null && lostMessages.test(messageOf(error))) return 'lost';
  return 'ours';
};

const redacted = (error: unknown): unknown => {
  if (error instanceof pg.DatabaseError) return new DatabaseError(error.message, error.code ?? null);
  return error;
};

/**
 * Runs it again after a lost connection or a conflict, about 3 s in all, so that a restarting server or a
 * killed backend is not noticed. A commit whose answer was lost is repeated too: every transaction of the
 * store is guarded (unique keys, versions, tokens), so that a second run changes nothing.
 */
const persistently = async <T>(run: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      const failure = classify(error);
      if (failure === 'ours') throw redacted(error);
      const delay = retryDelays[attempt];
      if (delay === undefined) {
        if (failure === 'repeat') throw redacted(error);
        throw new Unavailable(`The database does not answer: ${messageOf(error)}`);
      }
      await sleep(delay * (0.5 + Math.random()));
    }
  }
};

const int8 = 20;
const parsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format),
};

const poolConfig = (databaseUrl: string): pg.PoolConfig => {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    // Names no part of the value: it holds a password.
    throw new DatabaseUnusable(
      'DATABASE_URL cannot be read. It must look like postgres://user:password@host:5432/database, with special characters in the password percent-encoded.',
    );
  }
  return {
    connectionString: databaseUrl,
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // Client side, so that a peer that vanished without a word does not hold a caller for ever.
    query_timeout: 30_000,
    types: parsers,
  };
};

const queriesOf = (client: pg.PoolClient): Queries => ({
  query: async <Row>(text: string, params: Param[] = []): Promise<Row[]> =>
    (await client.query(text, params)).rows as Row[],
  script: async (text) => {
    await client.query(text);
  },
});

/** Answers the error to throw the connection away with, when it cannot be used again. */
const rollback = async (client: pg.PoolClient, error: unknown): Promise<Error | undefined> => {
  const cause = error instanceof Error ? error : new Error(String(error));
  if (classify(error) === 'lost') return cause;
  try {
    await client.query('rollback');
    return undefined;
  } catch {
    return cause;
  }
};

const inTransaction = async <T>(pool: pg.Pool, fn: (tx: Queries) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    // The limit is the server's own watch over a client that died with row locks held.
    await client.query("begin; set local idle_in_transaction_session_timeout = '30s'");
    const result = await fn(queriesOf(client));
    await client.query('commit');
    return result;
  } catch (error) {
    broken = await rollback(client, error);
    throw error;
  } finally {
    client.release(broken);
  }
};

/** A pool on a PostgreSQL server, 15 or later; connects at the first statement. */
export const serverSql = (databaseUrl: string, log?: Log): Sql => {
  const pool = new pg.Pool(poolConfig(databaseUrl));
  // Without these listeners a backend that is killed or restarted ends the process.
  pool.on('error', (error) => log?.warn({ error: error.message }, 'database connection lost'));
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    query: <Row>(text: string, params: Param[] = []) =>
      persistently(async () => (await pool.query(text, params)).rows as Row[]),
    script: (text) =>
      persistently(async () => {
        await pool.query(text);
      }),
    transaction: (fn) => persistently(() => inTransaction(pool, fn)),
    close: () => pool.end(),
  };
};
