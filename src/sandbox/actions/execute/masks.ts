/**
 * Values that no log shows. Only the values themselves and their single lines are found, as they stand: the same secret
 * in base64, reversed or spaced out is not, here as little as it is surely on GitHub.
 */
export interface Masks {
  add(value: string): void;
  apply(text: string): string;
}

export function createMasks(first: string[] = []): Masks {
  let values: string[] = [];
  const add = (value: string): void => {
    const parts = [value, ...value.split(/\r?\n/)].map((part) => part.trim()).filter(Boolean);
    // Longer ones first: a value may be part of another.
    values = [...new Set([...values, ...parts])].sort((a, b) => b.length - a.length);
  };
  for (const value of first) add(value);
  return {
    add,
    apply: (text) => values.reduce((rest, value) => rest.replaceAll(value, '***'), text),
  };
}
