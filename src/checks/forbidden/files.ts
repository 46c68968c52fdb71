import { indexPaths, isGlob, isPlainlyPath } from '../../openspec/path-index.ts';
import type { FileChange } from '../../ports/git.ts';
import type { Evidence } from '../evidence.ts';
import { type Finding, flagged, problem } from '../finding.ts';
import type { Rule } from './rules.ts';

const done: Record<FileChange['status'], string> = {
  added: 'was added',
  modified: 'was changed',
  deleted: 'was deleted',
  renamed: 'was renamed',
  copied: 'was copied to',
  'type-changed': 'became another kind of file',
};

const namesOf = (file: FileChange): string[] =>
  file.status === 'renamed' && file.oldPath !== null ? [file.oldPath, file.path] : [file.path];

/** `kept`: it may change, and has to stay where it is. */
const touches = (file: FileChange, what: Rule['what'], meant: ReadonlySet<string>): boolean => {
  if (what !== 'kept') return namesOf(file).some((path) => meant.has(path));
  return (
    (file.status === 'deleted' && meant.has(file.path)) ||
    (file.status === 'renamed' && meant.has(file.oldPath ?? ''))
  );
};

/** The plan's own files are no code; who may write them is another check's matter. */
const isOfChange = (path: string): boolean => path.startsWith('openspec/changes/');

const repair = (file: FileChange): string =>
  file.status === 'added' ? 'Take it out.' : 'Take the change back.';

/** Guarded files that the diff touches. */
export const guardedFiles = (rule: Rule, evidence: Evidence): Finding[] => {
  const [base, head] = [indexPaths(evidence.trees.base), indexPaths(evidence.trees.head)];
  if (!isPlainlyPath(rule.name) && !base.isFolder(rule.name.split('/')[0] ?? '')) return [];
  const there = base.resolve(rule.name);
  // a folder and a glob mean what comes into them as well
  const wide = isGlob(rule.name) || rule.name.endsWith('/') || base.isFolder(rule.name);
  const meant = new Set(
    [...there, ...(wide ? head.resolve(rule.name) : [])].filter((path) => !isOfChange(path)),
  );
  const namesakes = !wide && !rule.name.includes('/') && there.length > 1;
  return evidence.range.files
    .filter((file) => touches(file, rule.what, meant))
    .map((file) => {
      const shown = file.status === 'renamed' ? `\`${file.oldPath}\` → \`${file.path}\`` : `\`${file.path}\``;
      const text = `${shown} ${done[file.status]}: ${rule.because} ${repair(file)}`;
      // one of several files of that name may be what was meant
      if (rule.soft || (namesakes && !rule.configured)) return flagged(text);
      return problem(text, file.status === 'deleted' ? undefined : { path: file.path, line: 1 });
    });
};
