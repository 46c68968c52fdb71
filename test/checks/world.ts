import { structuredPatch } from 'diff';
import { toHunk } from '../../src/adapters/git/hunks.ts';
import { type Evidence, prepareEvidence, type RawEvidence } from '../../src/checks/evidence.ts';
import { wordsOf } from '../../src/checks/found.ts';
import { partnerPaths } from '../../src/checks/lockfiles/world.ts';
import { type CheckRegistry, checks } from '../../src/checks/registry.ts';
import type { CommitInfo, FileChange, Hunk, Search } from '../../src/ports/git.ts';
import { answer, assignment, base, commit, head, range, raw, tasks, tasksFile } from './support.ts';

/** Texts by path: a whole tree. */
export type Tree = Record<string, string>;

export interface Delivery {
  /** tasks.md of the change and its documents are in the trees like everything else. */
  base: Tree;
  head: Tree;
  /** New path by old path. */
  renames?: Record<string, string>;
  /** File modes at the head, where they are not `100644`. */
  modes?: Record<string, string>;
  commits?: Partial<CommitInfo>[];
  /** Parts of the answer; `files` is the truth unless it is given. null: there was no answer. */
  answer?: Record<string, unknown> | null;
  /** Further parts of the evidence. */
  raw?: Partial<RawEvidence>;
}

/** What the diff library makes of two texts, as git would tell it. */
const hunksOf = (before: string | null, after: string | null): Hunk[] =>
  structuredPatch('a', 'b', before ?? '', after ?? '', '', '', { context: 0 }).hunks.map(toHunk);

/** Lines of a tree that hold one of the words, upper and lower case alike. */
const searchIn = (tree: Tree, words: string[]): Search => {
  const wanted = words.map((word) => word.toLowerCase());
  const hits = Object.entries(tree).flatMap(([path, text]) =>
    text.split('\n').flatMap((line, index) => {
      const lower = line.toLowerCase();
      return wanted.some((word) => lower.includes(word)) ? [{ path, line: index + 1, text: line }] : [];
    }),
  );
  return { hits, complete: true };
};

const count = (hunks: Hunk[], side: keyof Hunk): number =>
  hunks.reduce((sum, hunk) => sum + hunk[side].length, 0);

interface Change {
  file: FileChange;
  hunks: Hunk[];
}

const statusOf = (ends: { before: string | null; after: string | null; oldPath: string | null }) => {
  if (ends.oldPath !== null) return 'renamed';
  if (ends.before === null) return 'added';
  return ends.after === null ? 'deleted' : 'modified';
};

const changeAt = (delivery: Delivery, path: string, oldPath: string | null): Change | null => {
  const [before, after] = [delivery.base[oldPath ?? path] ?? null, delivery.head[path] ?? null];
  if (before === after && oldPath === null) return null;
  const hunks = hunksOf(before, after);
  const file: FileChange = {
    ...{ path, oldPath, status: statusOf({ before, after, oldPath }) },
    oldMode: before === null ? '000000' : '100644',
    newMode: after === null ? '000000' : (delivery.modes?.[path] ?? '100644'),
    additions: count(hunks, 'added'),
    deletions: count(hunks, 'removed'),
    bytes: after?.length ?? null,
  };
  return { file, hunks };
};

const changeOf = (delivery: Delivery): { files: FileChange[]; hunks: Map<string, Hunk[]> } => {
  const { renames = {}, base: before, head: after } = delivery;
  const oldOf = new Map(Object.entries(renames).map(([from, to]) => [to, from]));
  const movedAway = (path: string): boolean => Object.hasOwn(renames, path) && !Object.hasOwn(after, path);
  const changes = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .filter((path) => !movedAway(path))
    .flatMap((path) => changeAt(delivery, path, oldOf.get(path) ?? null) ?? []);
  return {
    files: changes.map(({ file }) => file),
    hunks: new Map(changes.map(({ file, hunks }) => [file.path, hunks])),
  };
};

const isDocument = (path: string): boolean =>
  path.startsWith('openspec/changes/gate-links/') && path.endsWith('.md') && path !== tasksFile;

/** The evidence of a delegation, as if git had been asked. `registry`: whose words are looked for. */
export const deliver = (delivery: Delivery, registry: CheckRegistry = checks): Evidence => {
  const { files, hunks } = changeOf(delivery);
  const shas = (delivery.commits ?? [{}]).map((_, index, all) =>
    index === all.length - 1
      ? head
      : String(index + 1)
          .repeat(40)
          .slice(0, 40),
  );
  const commits = (delivery.commits ?? [{}]).map((one, index) =>
    commit({ sha: shas[index] ?? head, parents: [shas[index - 1] ?? base], ...one }),
  );
  const whole = range({ files, commits });
  const evidence = prepareEvidence(
    raw({
      assignment: assignment(),
      answerText:
        delivery.answer === null
          ? null
          : answer({ files: files.map(({ path }) => path), ...delivery.answer }),
      range: whole,
      attemptRange: whole,
      tasksText: {
        base: delivery.base[tasksFile] ?? tasks(),
        head: delivery.head[tasksFile] ?? tasks({ one: 'x', two: 'x' }),
      },
      documents: Object.entries(delivery.base)
        .filter(([path]) => isDocument(path))
        .map(([path, text]) => ({ path, text })),
      trees: { base: Object.keys(delivery.base), head: Object.keys(delivery.head) },
      textsAt: { base: new Map(Object.entries(delivery.base)), head: new Map(Object.entries(delivery.head)) },
      hunks,
      ...delivery.raw,
    }),
  );
  const partners = new Map(
    partnerPaths(evidence).flatMap((path) => {
      const text = delivery.head[path];
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
  const words = wordsOf({ ...evidence, partners }, registry);
  return {
    ...evidence,
    partners,
    found: { base: searchIn(delivery.base, words), head: searchIn(delivery.head, words) },
  };
};
