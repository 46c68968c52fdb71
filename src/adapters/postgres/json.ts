import { createHash } from 'node:crypto';

const replacement = '�';

/**
 * JSON text that jsonb takes. PostgreSQL refuses `\u0000` and lone surrogates, both of which hostile
 * text can hold; they become U+FFFD. Matching whole escapes keeps the six characters `\\u0000` as they are.
 */
export const json = (value: unknown): string =>
  JSON.stringify(value).replace(/\\(u[0-9a-f]{4}|.)/g, (whole, escaped: string) =>
    // JSON.stringify writes a surrogate as an escape only when it is a lone one.
    escaped === 'u0000' || /^ud[89a-f]/.test(escaped) ? replacement : whole,
  );

/** Text that a text column takes. Under the `u` flag only lone surrogates are surrogates. */
export const text = (value: string): string => value.replace(/[\0\p{Surrogate}]/gu, replacement);

const longestKey = 500;

/** Text for an indexed column: a btree row holds 2,704 bytes, so long ones end in their digest. */
export const keyText = (value: string): string => {
  const clean = text(value);
  if (clean.length <= longestKey) return clean;
  return `${text(clean.slice(0, longestKey))}#${createHash('sha256').update(clean).digest('hex')}`;
};
