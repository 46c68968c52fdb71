/** What lies at a path of parsed JSON; undefined where the path ends early. */
export const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

/** An object stands where protocols tell an error; `null` there is none. */
export const hasError = (value: unknown): boolean => {
  const error = at(value, 'error');
  return typeof error === 'object' && error !== null;
};

/** Larger than any answer: a provider that tells more than this tells nothing. */
const largestCount = 1e9;

/** A count of tokens as a provider tells it; null for anything else. */
export const countAt = (value: unknown, ...path: (string | number)[]): number | null => {
  const count = at(value, ...path);
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= largestCount
    ? count
    : null;
};

export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Characters of all texts within a value. */
export const lengthOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + lengthOf(inner), 0);
};
