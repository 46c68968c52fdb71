import { globMatcher } from './globs.ts';

/** Which files belong to the paths that tasks name: those paths, what lies below them, and files beside them of the same stem. */

const testFolders = new Set(
  'test tests __tests__ __snapshots__ spec specs unit feature integration functional androidtest integrationtest'.split(
    ' ',
  ),
);
/** `AppTests` mirrors `App`, `Shop.Tests` mirrors `Shop`. */
const testProject = /(?:[._-][Tt]ests?|(?<=\p{Ll})(?:Unit|Integration|UI)?Tests?)$/u;
const testClass = /(?<=[\p{Ll}\p{N}])(?:Tests?|Spec|IT)(?=\.(?:java|kts?|cs|php|swift|scala|groovy)$)/u;
const sourceRoots = new Set(['src', 'lib', 'source']);
const stemEndings = /(?:[._-](?:test|spec|d))$/i;

interface Located {
  folder: string;
  stem: string;
  /** Folders without source roots and test folders: what a test mirrors of its source. */
  home: string[];
  inTests: boolean;
}

const stemOf = (fileName: string): string => {
  const name = fileName.replace(/\.snap$/, '').replace(testClass, '');
  const dot = name.lastIndexOf('.');
  let stem = dot > 0 ? name.slice(0, dot) : name;
  while (stemEndings.test(stem)) stem = stem.replace(stemEndings, '');
  return stem.replace(/^test_/, '');
};

const withoutTests = (folder: string): string =>
  testFolders.has(folder.toLowerCase()) ? '' : folder.replace(testProject, '');

const locate = (path: string): Located => {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const stem = stemOf(name);
  return {
    folder: parts.join('/'),
    stem,
    home: parts.map(withoutTests).filter((part) => part !== '' && !sourceRoots.has(part)),
    inTests: parts.some((part) => withoutTests(part) !== part),
  };
};

const isSubsequence = (part: string[], whole: string[]): boolean => {
  let found = 0;
  for (const item of whole) if (item === part[found]) found += 1;
  return found === part.length;
};

/** `src/a.js` ↔ `src/a.test.js`, `test/a.test.js`; `pkg/links.py` ↔ `tests/test_links.py`; `scan.go` ↔ `scan_test.go`. */
const isBeside = (changed: string, named: string): boolean => {
  const one = locate(changed);
  const other = locate(named);
  if (one.stem === '' || one.stem !== other.stem) return false;
  if (one.folder === other.folder) return true;
  return (one.inTests || other.inTests) && isSubsequence(one.home, other.home);
};

/** A path as the task wrote it, without `./`, a trailing slash or a line number. */
export const normalizePath = (path: string): string =>
  path
    .replace(/(?::\d+(?:[-–]\d+)?)+$/, '')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');

/** True when a changed file is a named path, lies below it, is beside it, or matches a glob that a task names. */
export const scopeMatcher = (named: string[]): ((changed: string) => boolean) => {
  const matchesGlob = globMatcher(named.filter((path) => /[*?{]/.test(path)));
  return (changed) =>
    named.some((path) => changed === path || changed.startsWith(`${path}/`) || isBeside(changed, path)) ||
    matchesGlob(changed);
};
