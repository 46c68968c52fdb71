import { distance } from 'fastest-levenshtein';
import type { SearchHit } from '../../ports/git.ts';
import { baseNameOf, folderOf, type PathIndex, stemOf } from '../path-index.ts';

/** Something that is there in the place of what is not, and how plainly it is the same thing. */
export interface Near {
  text: string;
  /** `same`: a file of that name elsewhere, a folder of that stem, the file that declares what is named with it. */
  how: 'same' | 'similar';
}

const sharedFolders = (one: string, other: string): number => {
  const others = new Set(folderOf(other).split('/'));
  return folderOf(one)
    .split('/')
    .filter((part) => others.has(part)).length;
};

const best = (path: string, candidates: readonly string[]): string | null => {
  const [first] = [...candidates].sort(
    (one, other) =>
      sharedFolders(other, path) - sharedFolders(one, path) ||
      one.length - other.length ||
      (one < other ? -1 : 1),
  );
  return first ?? null;
};

/** Names that say nothing of what is in the file. */
const common =
  /^(?:index|main|mod|lib|__init__|init|types?|utils?|helpers?|constants?|setup|config|README)\./i;

const closest = (name: string, candidates: readonly string[]): string | null => {
  let found: string | null = null;
  let least = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const far = distance(name, candidate);
    if (far < least) [least, found] = [far, candidate];
  }
  return found;
};

const extensionOf = (path: string): string => /\.[^./]+$/.exec(path)?.[0] ?? '';

/** `src/lint.js` → `src/lint/index.js`, `src/lint.ts`. */
const sameStem = (path: string, index: PathIndex): string | null => {
  const [folder, stem] = [folderOf(path), stemOf(path)];
  const within = `${folder === '' ? '' : `${folder}/`}${stem}`;
  const inFolder = index.paths.filter((one) => one.startsWith(`${within}/`) && common.test(baseNameOf(one)));
  const beside = index.paths.filter((one) => folderOf(one) === folder && stemOf(one) === stem);
  return best(path, [...beside, ...inFolder]);
};

/** What is plainly the same file elsewhere. `declaring`: a file that declares what is named together with it. */
export const samePath = (written: string, index: PathIndex, declaring: string | null): Near | null => {
  const path = written.replace(/\/+$/, '');
  const name = baseNameOf(path);
  const namesakes = common.test(name) ? [] : index.named(name);
  const same = best(path, namesakes) ?? sameStem(path, index) ?? declaring;
  return same === null ? null : { text: same, how: 'same' };
};

/** The file whose name is most like this one's, rather one beside it. */
export const similarPath = (written: string, index: PathIndex): Near | null => {
  const path = written.replace(/\/+$/, '');
  const name = baseNameOf(path);
  const ending = extensionOf(path);
  const alike = index.paths.filter((one) => extensionOf(one) === ending);
  const beside = alike.filter((one) => folderOf(one) === folderOf(path));
  const nearBeside = closest(name, beside.map(baseNameOf));
  const near = nearBeside ?? closest(name, alike.map(baseNameOf));
  const similar = best(
    path,
    (nearBeside === null ? alike : beside).filter((one) => baseNameOf(one) === near),
  );
  return similar === null ? null : { text: similar, how: 'similar' };
};

const wordPattern = /[\p{L}_$][\p{L}\p{N}_$]*(?:-[\p{L}\p{N}_$]+)*/gu;

/** Of the names on the lines that were found, the one most like this one. */
export const nearestIdentifier = (name: string, hits: readonly SearchHit[]): string | null => {
  const names = new Set<string>();
  for (const { text } of hits) for (const [word] of text.matchAll(wordPattern)) names.add(word);
  names.delete(name);
  return closest(name, [...names].sort());
};
