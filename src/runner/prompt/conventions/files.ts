import { byText } from '../capped.ts';

/** What holds for the folder it lies in, and all below. Compared in lower case. */
const anywhere = [
  ...['agents.md', 'agents.override.md', 'claude.md', 'gemini.md', 'contributing.md', 'conventions.md'],
  ...['.cursorrules', '.windsurfrules', '.clinerules', '.goosehints'],
];
/** What lies in a folder of its own: `<folder>/.cursor/rules/style.mdc` holds for `<folder>`. */
const ofTools =
  /^(.*?)(?:^|\/)(?:\.cursor\/rules\/[^/]+\.mdc?|\.clinerules\/[^/]+\.md|\.windsurf\/rules\/[^/]+\.md|\.github\/(?:copilot-instructions|contributing|instructions\/[^/]+\.instructions)\.md|docs\/contributing(?:\.md|\.rst)?)$/i;

/**
 * Files with conventions for the paths that the tasks name: those of the root, then of the folders down to them. The most
 * general first, as whoever reads them on the way down would.
 */
export const conventionFiles = (files: string[], named: string[]): string[] => {
  const folders = foldersOf(named, files);
  return mostGeneralFirst(files.filter((path) => folders.has(homeOf(path) ?? '\0')));
};

export const mostGeneralFirst = (paths: string[]): string[] =>
  paths
    .map((path) => ({ path, depth: depthOf(homeOf(path) ?? path) }))
    .sort(
      (one, other) =>
        one.depth - other.depth || rank(one.path) - rank(other.path) || byText(one.path, other.path),
    )
    .map(({ path }) => path);

/** The folder whose conventions a file holds; null for every other file. */
const homeOf = (path: string): string | null => {
  const match = ofTools.exec(path);
  if (match) return match[1] ?? '';
  const slash = path.lastIndexOf('/');
  return anywhere.includes(path.slice(slash + 1).toLowerCase()) ? path.slice(0, Math.max(0, slash)) : null;
};

const rank = (path: string): number => {
  const index = anywhere.indexOf(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  return index < 0 ? anywhere.length : index;
};

const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);

/** The root, every folder above a named path, and a named path that is a folder itself. */
const foldersOf = (named: string[], files: string[]): Set<string> => {
  const folders = new Set(['']);
  for (const path of named) {
    // Of a pattern, what stands before its first wildcard.
    const parts = path.replace(/\/+$/, '').split('/');
    const wild = parts.findIndex((part) => /[*?{]/.test(part));
    const plain = wild < 0 ? parts : parts.slice(0, wild);
    for (let depth = 1; depth <= plain.length; depth += 1) folders.add(plain.slice(0, depth).join('/'));
    for (const file of namesakes(path, files)) addAbove(file, folders);
  }
  return folders;
};

/** A bare name means the one file of that name. */
const namesakes = (path: string, files: string[]): string[] => {
  if (path.includes('/')) return [];
  const found = files.filter((file) => file.endsWith(`/${path}`));
  return found.length === 1 ? found : [];
};

const addAbove = (file: string, folders: Set<string>): void => {
  const parts = file.split('/');
  for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'));
};
