import { type NamedThing, namedThings } from '../../openspec/named-things.ts';
import { baseNameOf, stemOf } from '../../openspec/path-index.ts';
import { declarer } from '../code/definitions.ts';
import type { ChangedText, Evidence } from '../evidence.ts';
import { isSpec } from '../found.ts';
import { isLockfile, isVendored } from '../paths.ts';
import { identifiersIn } from './tokens.ts';

/** An identifier that got another name. */
export interface Rename {
  from: string;
  to: string;
  /** Who says so: a task, or lines of the diff. */
  by: 'task' | 'diff';
  /** Paths at the base whose declaration of it went; empty where none was seen. */
  declaredIn: string[];
}

/** Files that others wrote, or that are made, are renamed by nobody. */
export const isOwn = (path: string): boolean => !isSpec(path) && !isLockfile(path) && !isVendored(path);

const keywords = new Set(
  `abstract and any as assert async await bool boolean break byte case catch char class const continue def default defer del delete
  do double elif else elsif end enum except export extends false final finally float fn for from func function global go goto if
  impl implements import in include instanceof int interface is lambda let long match mod module mut namespace new nil none None
  not null number object of or package pass private protected pub public raise readonly require return self short static str string
  struct super switch sync then this throw trait true True False try type typeof undefined union unless until use using val var
  void when where while with yield`.split(/\s+/),
);

const isName = (word: string): boolean => word.length > 1 && !keywords.has(word);

interface Count {
  rename: Rename;
  lines: number;
}

/** Lines that differ in whole names only, pair by pair; null when they differ in more. */
const differences = (before: string, after: string): [string, string][] | null => {
  const [old, now] = [identifiersIn(before), identifiersIn(after)];
  if (old.length !== now.length || old.length === 0) return null;
  const pairs = old.flatMap((word, index): [string, string][] => {
    const other = now[index] ?? '';
    return word === other ? [] : [[word, other]];
  });
  return pairs.length > 0 && pairs.length * 2 <= old.length + 2 ? pairs : null;
};

const longestPair = 2_000;

/** The same name replaced by the same other one on two lines, or where it is declared. */
const fromLines = ({ texts }: Evidence): Rename[] => {
  const counts = new Map<string, Count>();
  const declarers = new Map<string, ReturnType<typeof declarer>>();
  const plainly = (name: string, line: string): boolean => {
    const declares = declarers.get(name) ?? declarer(name);
    declarers.set(name, declares);
    return ['keyword', 'method'].includes(declares(line) ?? '');
  };
  for (const pair of texts.flatMap(linePairs)) countPairs(pair, { counts, plainly });
  return [...counts.values()]
    .filter(({ rename, lines }) => lines > 1 || rename.declaredIn.length > 0)
    .map(({ rename }) => rename);
};

interface LinePair {
  before: string;
  after: string;
  path: string;
}

/** Lines that took each other's place, where as many went as came. */
const linePairs = ({ file, hunks }: ChangedText): LinePair[] => {
  if (!isOwn(file.path)) return [];
  const path = file.oldPath ?? file.path;
  return hunks
    .filter(({ removed, added }) => removed.length === added.length)
    .flatMap(({ removed, added }) =>
      removed.map((before, index) => ({ before: before.text, after: added[index]?.text ?? '', path })),
    )
    .filter(({ before, after }) => before.length <= longestPair && after.length <= longestPair);
};

const countPairs = (
  line: LinePair,
  { counts, plainly }: { counts: Map<string, Count>; plainly: (name: string, line: string) => boolean },
): void => {
  const seen = new Set<string>();
  for (const [from, to] of differences(line.before, line.after) ?? []) {
    const key = `${from}\0${to}`;
    if (!isName(from) || !isName(to) || seen.has(key)) continue;
    seen.add(key);
    const count = counts.get(key) ?? { rename: { from, to, by: 'diff', declaredIn: [] }, lines: 0 };
    count.lines += 1;
    if (plainly(from, line.before) && plainly(to, line.after)) count.rename.declaredIn.push(line.path);
    counts.set(key, count);
  }
};

const most = 60;

/** A longer name that changed along with a shorter one is no rename of its own: `width` → `wuidth`. */
const withoutDerived = (renames: Rename[]): Rename[] =>
  renames.filter(
    ({ from, to }) =>
      !renames.some(
        (other) =>
          other.from !== from && from.includes(other.from) && from.split(other.from).join(other.to) === to,
      ),
  );

const things = ({ tasks, assignment }: Evidence): NamedThing[] =>
  tasks.base === null ? [] : namedThings(tasks.base.parsed, assignment.sections);

const fromTasks = (evidence: Evidence): Rename[] =>
  things(evidence).flatMap(({ kind, intent, name, becomes }) =>
    kind === 'identifier' &&
    intent === 'rename' &&
    becomes !== null &&
    /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)
      ? [{ from: name, to: becomes, by: 'task' as const, declaredIn: [] }]
      : [],
  );

/** What the tasks name is named on purpose. */
export const namedByTasks = (evidence: Evidence): Set<string> =>
  new Set(things(evidence).map(({ name }) => name));

/** Renames of identifiers, the tasks' own first, each once. */
export const renamesOf = (evidence: Evidence): Rename[] => {
  const told = fromTasks(evidence);
  const seen = withoutDerived(fromLines(evidence)).sort((one, other) => one.from.length - other.from.length);
  const all = new Map<string, Rename>();
  for (const rename of [...told, ...seen]) {
    const known = all.get(`${rename.from}\0${rename.to}`);
    if (known) known.declaredIn.push(...rename.declaredIn);
    else all.set(`${rename.from}\0${rename.to}`, { ...rename, declaredIn: [...rename.declaredIn] });
  }
  return [...all.values()].slice(0, most);
};

/** A file that is nowhere any more under its old path. */
export interface Move {
  from: string;
  to: string;
  /** No other file has that name, so that the name alone means this one. */
  unique: boolean;
}

export const movesOf = ({ range, trees }: Evidence): Move[] => {
  const there = new Set(trees.head);
  const names = new Set(trees.head.map(baseNameOf));
  return range.files
    .filter(
      ({ status, oldPath, path }) =>
        status === 'renamed' && oldPath !== null && !there.has(oldPath) && isOwn(path),
    )
    .slice(0, 200)
    .map(({ oldPath, path }) => ({
      from: oldPath ?? '',
      to: path,
      unique: !names.has(baseNameOf(oldPath ?? '')),
    }));
};

/** Words to look for of a file that moved: its path, and its name where that says something. */
export const moveWords = ({ from }: Move): string[] => {
  const stem = stemOf(from);
  return [from, ...(stem.length > 2 && !/^(?:index|main|mod|__init__)$/.test(stem) ? [stem] : [])];
};
