/** Lines that the boundary's scripts read back exactly, newlines and backslashes in the values included. */
export const asLines = (values: string[]): string => values.map((value) => `${escaped(value)}\n`).join('');

const escaped = (value: string): string => {
  if (value.includes('\0')) throw new Error('No name, variable or argument may hold a NUL character.');
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
};
