import type { ChangedText } from '../evidence.ts';
import { isDocument, isLockfile, isTestPath, isVendored } from '../paths.ts';
import { assertionsIn } from './asserting.ts';
import type { TestFile } from './read.ts';

/** Tests by their names in languages and frameworks whose cases are not read. */
const moreTests = /(?:^|\/)[^/]*[._-]tests?\/|\.feature$|\.tftest\.(?:hcl|json)$|(?:^|\/)features?\/steps\//i;
/** Golden output is often plain text; other documents are no tests. */
const plainText = /\.txt$/i;

const isUnreadTest = (path: string): boolean =>
  (isTestPath(path) || moreTests.test(path)) &&
  !(isDocument(path) && !plainText.test(path)) &&
  !isLockfile(path) &&
  !isVendored(path);

/** A test within what it tests: an example in its documentation, or a block beside it. */
const withinCode =
  /^[ \t]*(?:>>> \S|iex(?:\(\d+\))?> \S|\/\/[/!][ \t]*(?:debug_)?assert\w*!|test[ \t]+(?:"[^"\n]*"[ \t]*)?\{|unittest[ \t]*(?:\{|$)|let%(?:test|expect_test)\b)/gm;

const examplesIn = (text: string | null): number => [...(text ?? '').matchAll(withinCode)].length;

/** How comments begin in most languages; an annotation is none. */
const remark = /^(?:#(?!\[)|\/\/|\/\*|\*|--|;|%|\(\*|\{-|<!--)/;

/** Lines that are not empty, however they are indented. */
const linesOf = (text: string | null): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '');
const saidIn = (text: string | null): string[] => linesOf(text).filter((line) => !remark.test(line));

const isLonger = (base: string[], head: string[]): boolean =>
  head.length > base.length && head.join('').replace(/\s/g, '') !== base.join('').replace(/\s/g, '');
/** As long with other words may be another case: nobody here can tell. */
const isOther = (base: string[], head: string[]): boolean =>
  head.length >= base.length && head.join('\n') !== base.join('\n');

const unreadGrew = ({ file, base, head }: ChangedText): boolean => {
  if (examplesIn(head) > examplesIn(base)) return true;
  if (!isUnreadTest(file.path)) return false;
  return base === null && head === null
    ? (file.additions ?? 0) > (file.deletions ?? 0)
    : isOther(saidIn(base), saidIn(head));
};

/** Files of tests in which no case is read. */
const isUnread = (head: TestFile | undefined, { file }: ChangedText): boolean =>
  file.status !== 'deleted' &&
  (head?.cases.length ?? 0) === 0 &&
  (head !== undefined || isUnreadTest(file.path));

/** Assertions that came to tests whose cases are not read. */
export const assertedMore = (texts: readonly ChangedText[], head: readonly TestFile[]): number => {
  const after = new Map(head.map((file) => [file.path, file]));
  return texts
    .filter((changed) => isUnread(after.get(changed.file.path), changed))
    .map((changed) => assertionsIn(saidIn(changed.head)) - assertionsIn(saidIn(changed.base)))
    .filter((more) => more > 0)
    .reduce((sum, more) => sum + more, 0);
};

/**
 * Paths on which tests may have been added that nobody here can tell: by their names, by examples in them, or because a
 * file of tests grew. Blanks and comments are nothing.
 */
export const grownTests = (
  texts: readonly ChangedText[],
  read: { base: readonly TestFile[]; head: readonly TestFile[] },
): string[] => {
  const before = new Map(read.base.map((file) => [file.path, file]));
  const after = new Map(read.head.map((file) => [file.path, file]));
  return texts
    .filter((changed) => {
      const { file } = changed;
      if (file.status === 'deleted') return false;
      const head = after.get(file.path);
      if (head === undefined) return unreadGrew(changed);
      const base = before.get(file.oldPath ?? file.path)?.masked.bare ?? changed.base;
      const [was, is] = [linesOf(base), linesOf(head.masked.bare)];
      // cases that are read are compared one by one
      return head.cases.length > 0 ? isLonger(was, is) : isOther(was, is);
    })
    .map(({ file }) => file.path);
};
