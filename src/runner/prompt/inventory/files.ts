import { indexPaths, isGlob } from '../../../openspec/path-index.ts';
import { atMost, byText, codeSpan } from '../capped.ts';
import { bullets } from '../markdown.ts';

/** Files of the base commit, and the texts of those that the tasks name. */
export interface BaseFiles {
  files: string[];
  texts: ReadonlyMap<string, string>;
}

/** A path the tasks name, looked up at the base commit. */
export type InventoryEntry =
  | { path: string; found: 'file' }
  | { path: string; found: 'folder' | 'pattern' | 'several'; files: string[] }
  | { path: string; found: 'missing' };

const mostPaths = 80;
const mostMatched = 5;

/** A bare name such as `lint.js`, or the end of a path, means the one file of that name, if there is one. */
export const lookUp = (paths: string[], files: string[]): InventoryEntry[] => {
  const index = indexPaths(files);
  const all = new Set(files);
  const entries = paths.map((named): InventoryEntry => {
    const path = named.replace(/\/+$/, '');
    // Names such as `[id].ts` are files, whatever they look like.
    if (all.has(path)) return { path, found: 'file' };
    const found = index.resolve(path).sort(byText);
    if (isGlob(path)) return { path, found: 'pattern', files: found };
    if (index.isFolder(path)) return { path, found: 'folder', files: found };
    const [only, ...others] = found;
    if (only === undefined) return { path, found: 'missing' };
    return others.length === 0 ? { path: only, found: 'file' } : { path, found: 'several', files: found };
  });
  return [...new Map(entries.map((entry) => [entry.path, entry])).values()];
};

/** `missing`: what is said of a path that is not there, by path; else it is to be created. */
export const filesText = (
  paths: string[],
  { base, missing }: { base: BaseFiles; missing: ReadonlyMap<string, string> },
): string => {
  const lines = lookUp(paths, base.files).map((entry) => {
    const what =
      entry.found === 'missing' ? (missing.get(entry.path) ?? 'to be created') : whatIs(entry, base.texts);
    return `${codeSpan(entry.path)}: ${what}`;
  });
  return bullets(atMost(lines, mostPaths, 'paths'), 'The tasks name no file.');
};

const whatIs = (entry: Exclude<InventoryEntry, { found: 'missing' }>, texts: BaseFiles['texts']): string => {
  if (entry.found === 'file') return sizeOf(texts.get(entry.path));
  if (entry.files.length === 0) return 'a pattern that no file fits yet';
  const listed = atMost(entry.files.map(codeSpan), mostMatched, 'files').join(', ');
  const count = entry.files.length === 1 ? '1 file' : `${entry.files.length} files`;
  return `${kinds[entry.found]}, ${count}: ${listed}`;
};

const kinds = { folder: 'a folder', pattern: 'a pattern', several: 'ends several paths' };

const sizeOf = (text: string | undefined): string => {
  if (text === undefined) return 'exists; no text, or over 1 MiB';
  if (text === '') return 'exists, empty';
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return `exists, ${lines === 1 ? '1 line' : `${lines} lines`}, ${bytesOf(text)}`;
};

const bytesOf = (text: string): string => {
  const bytes = new TextEncoder().encode(text).length;
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024).toFixed(1)} KiB`;
};
