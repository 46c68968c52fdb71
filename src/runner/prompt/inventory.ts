/** A path the tasks name, looked up at the base commit. */
export interface InventoryEntry {
  path: string;
  found: 'exists' | 'missing' | 'pattern';
}

/** `files`: every path of the base commit. A bare name such as `lint.js` means the one file of that name, if there is one. */
export const lookUp = (paths: string[], files: string[]): InventoryEntry[] => {
  const all = new Set(files);
  const entries = paths.map((named): InventoryEntry => {
    const path = named.replace(/\/+$/, '');
    if (/[*?{]/.test(path)) return { path, found: 'pattern' };
    if (all.has(path) || files.some((file) => file.startsWith(`${path}/`))) return { path, found: 'exists' };
    const namesakes = path.includes('/') ? [] : files.filter((file) => file.endsWith(`/${path}`));
    const only = namesakes.length === 1 ? namesakes[0] : undefined;
    return only === undefined ? { path, found: 'missing' } : { path: only, found: 'exists' };
  });
  return [...new Map(entries.map((entry) => [entry.path, entry])).values()];
};
