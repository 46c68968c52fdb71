import picomatch from 'picomatch';

/** All paths of a tree, to find what a person's words for one of them mean. */
export interface PathIndex {
  paths: readonly string[];
  /**
   * The files a written path means: the file, all below the folder, what a glob matches, `a/b` without its extension,
   * the end of a path (`lint.js`, `src/lint.js` of a package). Empty: nothing of that name is there.
   */
  resolve(path: string): string[];
  isFolder(path: string): boolean;
  /** Files of a name, in whatever folder. */
  named(basename: string): string[];
}

export const baseNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
/** File name without extensions and without what makes it a test. */
export const stemOf = (path: string): string => baseNameOf(path).replace(/(?<=.)\..*$/, '');

export const isGlob = (path: string): boolean => /[*?]|\{[^}]*,/.test(path);

const add = (map: Map<string, string[]>, key: string, path: string): void => {
  const known = map.get(key);
  if (known) known.push(path);
  else map.set(key, [path]);
};

export const indexPaths = (paths: readonly string[]): PathIndex => {
  const all = new Set(paths);
  const folders = new Set<string>();
  const byName = new Map<string, string[]>();
  const byFolderName = new Map<string, string[]>();
  for (const path of paths) {
    add(byName, baseNameOf(path), path);
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
      add(byFolderName, baseNameOf(folder), folder);
    }
  }
  const byStem = new Map<string, string[]>();
  for (const path of paths) add(byStem, stemOf(path), path);

  const below = (folder: string): string[] => paths.filter((path) => path.startsWith(`${folder}/`));
  const endsWith = (candidates: string[] | undefined, end: string): string[] =>
    (candidates ?? []).filter((path) => path === end || path.endsWith(`/${end}`));

  const matching = (glob: string): string[] => {
    const matches = picomatch([glob, `${glob.replace(/\/+$/, '')}/**`], { dot: true, nonegate: true });
    const found = paths.filter((path) => matches(path));
    return found.length > 0 || glob.includes('/') ? found : paths.filter((path) => matches(baseNameOf(path)));
  };

  const byEnd = (path: string): string[] => {
    const name = baseNameOf(path);
    const files = endsWith(byName.get(name), path);
    if (files.length > 0) return files;
    const inFolder = endsWith(byFolderName.get(name), path).flatMap(below);
    if (inFolder.length > 0 || !path.includes('/') || name.includes('.')) return inFolder;
    return (byStem.get(name) ?? []).filter((one) => endsWith([one.replace(/\.[^/]*$/, '')], path).length > 0);
  };

  const resolve = (written: string): string[] => {
    const path = written.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
    if (path === '') return [];
    if (all.has(path)) return [path];
    if (folders.has(path)) return below(path);
    if (isGlob(path)) return matching(path);
    return byEnd(path);
  };

  return {
    paths,
    resolve,
    isFolder: (path) => folders.has(path.replace(/\/+$/, '')),
    named: (basename) => byName.get(basename) ?? [],
  };
};

/** What is made by a build or an installation, or lies outside: no tree holds it. */
export const isMade = (path: string): boolean =>
  /^(?:~|\$|<)/.test(path) ||
  /(?:^|\/)(?:node_modules|dist|build|out|target|coverage|\.cache|\.next|\.venv|venv|__pycache__|tmp|temp|bin\/Debug)(?:\/|$)/.test(
    path,
  );

/** `application/json`, `feat/x`: written like a path, and one only where its first folder is there. */
export const isPlainlyPath = (path: string): boolean =>
  path.endsWith('/') || /\.[A-Za-z][\w]{0,9}$/.test(baseNameOf(path)) || isGlob(path) || !path.includes('/');

const testFolder =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing|test-?data|testdata|__snapshots__|fixtures)\//i;
const testName =
  /(?:^|\/)(?:test_[^/]+|[^/]+[._-](?:test|tests|spec|specs|e2e|cy)\.[^/]+|[^/]+(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|php|scala|swift|groovy)|conftest\.py|[^/]+_(?:test|spec)\.[^/]+)$/;
export const isTestPath = (path: string): boolean =>
  !path.startsWith('openspec/') && (testFolder.test(path) || testName.test(path));
