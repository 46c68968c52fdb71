export type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path of keys when it is a record, else an empty one. */
export const recordAt = (value: unknown, ...keys: string[]): Json => {
  let at: unknown = value;
  for (const key of keys) at = isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return isRecord(at) ? at : {};
};

export const textAt = (value: unknown, key: string): string | null => {
  const found = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return typeof found === 'string' ? found : null;
};

/** What a reader makes of a text, null when it cannot be read. */
export const attempt = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};
