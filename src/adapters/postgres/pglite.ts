import { PGlite, type PGliteOptions, type Transaction } from '@electric-sql/pglite';
import { codeOf, DatabaseError, messageOf, type Param, type Queries, type Sql } from './sql.ts';

const bytea = 17;

/** 16 MB of shared buffers halve the memory it takes (295 MB to 170 MB); its own codec for bytea is slow. */
export const createPglite = (options: PGliteOptions = {}): Promise<PGlite> =>
  PGlite.create({
    ...options,
    startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
    serializers: { [bytea]: (value: Buffer) => `\\x${value.toString('hex')}` },
    parsers: { [bytea]: (value: string) => Buffer.from(value.slice(2), 'hex') },
  });

/** Errors of the statement have a SQLSTATE; anything else is the engine itself, which does not recover. */
const redacted = (error: unknown): DatabaseError => {
  if (error instanceof DatabaseError) return error;
  const code = codeOf(error);
  if (code !== null) return new DatabaseError(messageOf(error), code);
  return new DatabaseError(
    `The embedded database has stopped (${messageOf(error)}). Restart the process; it recovers from its own log.`,
    null,
  );
};

const queriesOf = (session: PGlite | Transaction): Queries => ({
  query: async <Row>(text: string, params: Param[] = []): Promise<Row[]> => {
    try {
      return (await session.query<Row>(text, params)).rows;
    } catch (error) {
      throw redacted(error);
    }
  },
  script: async (text) => {
    try {
      await session.exec(text);
    } catch (error) {
      throw redacted(error);
    }
  },
});

const inTransaction = async <T>(database: PGlite, fn: (tx: Queries) => Promise<T>): Promise<T> => {
  let callers: { error: unknown } | null = null;
  try {
    return await database.transaction(async (session) => {
      try {
        return await fn(queriesOf(session));
      } catch (error) {
        callers = { error };
        throw error;
      }
    });
  } catch (error) {
    // What `fn` threw is redacted already or the store's own; begin and commit are the engine's.
    throw callers === null ? redacted(error) : error;
  }
};

/** One session, so one queue: whatever is asked while something runs waits for its turn. */
export const pgliteSql = (database: PGlite, afterClose: () => Promise<void> = async () => {}): Sql => {
  const direct = queriesOf(database);
  let tail: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    if (closing) return Promise.reject(new DatabaseError('The database is closed.', null));
    const turn = tail.then(run);
    tail = turn.catch(() => {});
    return turn;
  };
  const close = async (): Promise<void> => {
    await tail;
    try {
      await database.close();
    } finally {
      await afterClose();
    }
  };
  return {
    query: (text, params) => inTurn(() => direct.query(text, params)),
    script: (text) => inTurn(() => direct.script(text)),
    transaction: (fn) => inTurn(() => inTransaction(database, fn)),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};
