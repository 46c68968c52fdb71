/** `Buffer` is bytea, `Date` is timestamptz; JSON goes as text made by `json()` and is cast in the statement. */
export type Param = string | number | boolean | null | Date | Buffer | string[];

/**
 * Rows come back alike from both homes: bytea as `Buffer`, timestamptz as `Date`, int8 as `number`.
 * `Row` is what the statement selects; it is the caller's word, not checked.
 */
export interface Queries {
  query<Row>(text: string, params?: Param[]): Promise<Row[]>;
  /** Several statements without parameters. */
  script(text: string): Promise<void>;
}

export interface Sql extends Queries {
  /**
   * All or nothing; `fn` may run more than once when the database asks for a repetition, so it must do
   * nothing but query `tx`. The caller's own `query` inside `fn` would wait for the transaction: use `tx`.
   */
  transaction<T>(fn: (tx: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What both homes need of a pino logger. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

const longestMessage = 300;

/**
 * A statement failed. Carries the database's message and SQLSTATE only: the drivers' own errors
 * also hold the statement, its parameters and row contents, which must not reach a log.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: string | null;
  constructor(message: string, code: string | null) {
    super(message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message);
    this.code = code;
  }
}

/** Something a person has to do before the database can be used; `message` says what. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

export const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
