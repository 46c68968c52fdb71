import type { ChangedText, Evidence } from '../evidence.ts';
import { bodyOf, type Case, sourceOf, type Tests } from './cases.ts';
import type { Finding, Findings } from './finding.ts';
import { isTestName } from './languages.ts';

const restore = 'Put it back, or say in `notes` why it is gone.';

/** Tests that are gone, and files that held tests. */
export const findRemoved = ({ texts }: Evidence, tests: Tests): Findings => {
  const byFile = new Map<string, Case[]>();
  for (const one of tests.removed) byFile.set(one.file.path, [...(byFile.get(one.file.path) ?? []), one]);
  const results = [...byFile].map(([path, cases]) => inFile(path, { cases, texts, tests }));
  return {
    findings: [
      ...results.flatMap(({ findings }) => findings),
      ...unreadFiles(texts, tests),
      ...lostRows(texts, tests),
      ...replaced(tests),
    ],
    notes: [...results.flatMap(({ notes }) => notes), ...renamedNotes(tests)],
  };
};

interface InFile {
  cases: Case[];
  texts: readonly ChangedText[];
  tests: Tests;
}

const inFile = (path: string, { cases, texts, tests }: InFile): Findings => {
  const changed = texts.find(({ file }) => (file.oldPath ?? file.path) === path);
  const now = changed?.file.path ?? path;
  const tabled = cases.filter((one) => isTabled(one, now, tests));
  if (tabled.length === cases.length && gainedRows(now, path, tests) >= cases.length)
    return { findings: [], notes: [`${cases.length} tests of \`${path}\` became rows of a table.`] };
  if (changed?.file.status === 'deleted') return { findings: [deletedFile(path, cases)], notes: [] };
  return { findings: cases.map((one) => gone(one, changed)), notes: [] };
};

/** Rows that tables of a file have more than before. */
const gainedRows = (path: string, oldPath: string, { base, head }: Tests): number => {
  const now = head.find((file) => file.path === path)?.rows ?? 0;
  const before = base.find((file) => file.path === oldPath)?.rows ?? 0;
  return now - before;
};

const calls = /(?<![\w$])[A-Za-z_$][\w$]*(?=\()/g;
/** Of languages and of frameworks. */
const everywhere =
  /^(?:it|test|describe|func|function|def|fn|if|for|while|switch|return|len|str|int|print|range|list|set|dict|append|make|Run|Errorf?|Fatalf?|Fail|Log|Helper|expect|assert\w*|to[A-Z]\w*|parametrize|raises|each)$/;

const calledIn = ({ file, part }: Case): Set<string> =>
  new Set(
    (file.masked.code.slice(part.own, part.end).match(calls) ?? []).filter(
      (name) => !everywhere.test(name) && name !== part.name,
    ),
  );

const holdsRows = ({ file, part }: Case): boolean => {
  const { rows, tables } = file.language;
  const code = file.masked.code.slice(part.start, part.end);
  return [rows, tables].some((pattern) => pattern !== null && new RegExp(pattern.source, 'm').test(code));
};

/** A row stands for a test only in a table about the same functions; where no test holds its table nobody can tell. */
const isTabled = (one: Case, path: string, { added, pairs }: Tests): boolean => {
  const tables = [...added, ...pairs.map(({ head }) => head)].filter(
    (other) => other.file.path === path && holdsRows(other),
  );
  const called = calledIn(one);
  if (tables.length === 0 || called.size === 0) return true;
  return tables.some((table) => [...calledIn(table)].some((name) => called.has(name)));
};

const named = (cases: Case[]): string => {
  const shown = cases.slice(0, 3).map(({ part }) => `“${part.name.slice(0, 120)}”`);
  return `${shown.join(', ')}${cases.length > 3 ? ` and ${cases.length - 3} more` : ''}`;
};

const deletedFile = (path: string, cases: Case[]): Finding => ({
  text: `\`${path}\` was deleted with ${cases.length === 1 ? 'the test' : `${cases.length} tests`} ${named(cases)}.`,
  remedy: restore,
  path,
  line: null,
  test: cases.length === 1 ? (cases[0]?.part.name ?? null) : null,
  source: cases.map(sourceOf).join('\n').slice(0, 20_000),
});

const gone = (one: Case, changed: ChangedText | undefined): Finding => {
  const { file, part } = one;
  const now = changed?.file.path ?? file.path;
  const moved = now === file.path ? '' : ` (now \`${now}\`)`;
  const left = leftOver(part.name, changed?.head ?? null);
  return {
    text: `\`${file.path}:${part.line}\`${moved}: the test “${part.name.slice(0, 160)}” ${left === null ? 'is gone' : 'is only a comment now'}.`,
    remedy: restore,
    path: file.path,
    line: left,
    test: part.name,
    source: sourceOf(one),
  };
};

const commented = /^\s*(?:\/\/|#|\/?\*|--|<!--)/;

/** Line at the head where it is commented out; `code`: without comments. */
const leftOver = (test: string, head: string | null, code?: string): number | null => {
  // gtest's own name of a test is none of its text
  const name = /^\w+\.\w+$/.test(test) ? (test.split('.')[1] ?? test) : test;
  if (head === null || name.length < 4 || code?.includes(name)) return null;
  const isComment = (text: string): boolean => code !== undefined || commented.test(text);
  const line = head.split('\n').findIndex((text) => text.includes(name) && isComment(text));
  return line < 0 ? null : line + 1;
};

/** Deleted files that are tests by their name, and in which no test was recognised. */
const unreadFiles = (texts: readonly ChangedText[], { base }: Tests): Finding[] => {
  const read = new Set(base.filter(({ cases }) => cases.length > 0).map(({ path }) => path));
  return texts
    .filter(({ file }) => file.status === 'deleted' && isTestName(file.path) && !read.has(file.path))
    .filter(({ base: text }) => text === null || holdsAssertions(text))
    .map(({ file, base: text }) => ({
      text: `\`${file.path}\` was deleted: a file of tests, by its name.`,
      remedy: restore,
      path: file.path,
      line: null,
      test: null,
      source: (text ?? '').slice(0, 20_000),
    }));
};

/** Support files and fixtures lie among tests, too. */
const holdsAssertions = (text: string): boolean =>
  /\b(?:expect|assert|should)\w*\s*[.!(]/i.test(text.slice(0, 200_000));

/** Rows of tables that are gone, where no test of its own stands for them. */
const lostRows = (texts: readonly ChangedText[], tests: Tests): Finding[] => {
  const rows = (files: Tests['base']): number => files.reduce((sum, file) => sum + file.rows, 0);
  // tables move, too
  if (rows(tests.head) >= rows(tests.base)) return [];
  return tests.base.flatMap((file) => {
    const changed = texts.find((one) => (one.file.oldPath ?? one.file.path) === file.path);
    const now = tests.head.find(({ path }) => path === changed?.file.path);
    if (file.rows === 0 || now === undefined) return [];
    const lost = file.rows - now.rows;
    const anew = tests.added.filter(({ file: { path } }) => path === now.path).length;
    const elsewhere = tests.removed.some(({ file: { path } }) => path === file.path);
    if (lost <= anew || elsewhere) return [];
    return [
      {
        text: `\`${now.path}\`: tables of cases have ${now.rows} ${now.rows === 1 ? 'row' : 'rows'}, and had ${file.rows}.`,
        remedy: 'Put the rows back, or say in `notes` why they are gone.',
        path: file.path,
        line: now.cases[0]?.line ?? 1,
        test: null,
        source: '',
      },
    ];
  });
};

/** A string of the old test that is nowhere in the file any more: then it may be another test. */
const lostString = ({ base, head }: Tests['pairs'][number]): string | undefined =>
  sourceOf(base)
    .replace(base.part.name, '')
    .match(/'[^'\n]{1,200}'|"[^"\n]{1,200}"/g)
    ?.find((text) => !head.file.masked.bare.includes(text.slice(1, -1)));

/** Shorter bodies are alike by chance. */
const shortestBody = 20;

/** Its text goes on as a function that no runner takes for a test. */
const isHelperNow = ({ base, head: { file } }: Tests['pairs'][number]): boolean => {
  const body = bodyOf(base);
  return (
    body.length >= shortestBody &&
    file.helpers.some(
      (part) =>
        !file.cases.some(({ start, end }) => start <= part.start && part.end <= end) &&
        bodyOf({ file, part }) === body,
    )
  );
};

/** One test may have made room for another that looks like it. */
const replaced = ({ pairs }: Tests): Finding[] =>
  pairs.flatMap((pair): Finding[] => {
    const { base, head, renamed } = pair;
    if (renamed !== 'similar') return [];
    const was = `“${base.part.name.slice(0, 100)}”`;
    const about = { path: head.file.path, test: base.part.name, source: sourceOf(base), remedy: restore };
    if (isHelperNow(pair))
      return [
        { ...about, text: `\`${about.path}\`: ${was} is a function now that runs as no test.`, line: null },
      ];
    const comment = leftOver(base.part.name, head.file.text, head.file.masked.bare);
    if (comment !== null)
      return [
        { ...about, text: `\`${about.path}:${comment}\`: ${was} is only a comment now.`, line: comment },
      ];
    const lost = lostString(pair);
    if (lost === undefined) return [];
    const text = `\`${about.path}:${head.part.line}\`: ${was} became “${head.part.name.slice(0, 100)}”, and ${lost.replaceAll('`', "'").slice(0, 100)} is tried no more.`;
    return [{ ...about, text, line: head.part.line, unsure: true }];
  });

const renamedNotes = ({ pairs }: Tests): string[] =>
  pairs
    .filter(({ renamed }) => renamed !== 'no')
    .map(
      ({ base, head, renamed }) =>
        `\`${head.file.path}:${head.part.line}\`: “${base.part.name.slice(0, 100)}” is called “${head.part.name.slice(0, 100)}” now${renamed === 'same' ? '' : ', and changed a little'}.`,
    );
