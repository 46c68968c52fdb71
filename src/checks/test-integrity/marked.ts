import type { Tests } from './cases.ts';
import { sourceOf } from './cases.ts';
import type { Finding } from './finding.ts';
import type { Mark } from './marks.ts';
import type { Part } from './part.ts';
import type { TestFile } from './read.ts';

const what: Record<Mark['kind'], string> = {
  skip: 'does not run',
  focus: 'runs alone, so that the others do not',
  'expected-failure': 'is expected to fail',
};
const remedy: Record<Mark['kind'], string> = {
  skip: 'Take the mark away and repair the cause, or say in `notes` why it may not run.',
  focus: 'Take the mark away.',
  'expected-failure': 'Take the mark away and repair the cause, or say in `notes` why it has to fail.',
};

interface Marked {
  file: TestFile;
  mark: Mark;
}

const marksOf = (files: readonly TestFile[]): Marked[] =>
  files.flatMap((file) => file.marks.map((mark) => ({ file, mark })));

/** Marks that are at the head and were not at the base: on the same test, or, moved, on the same line. */
export const findMarked = (tests: Tests): Finding[] => {
  const before = marksOf(tests.base);
  const oldName = new Map(
    tests.pairs
      .filter(({ renamed }) => renamed !== 'no')
      .map(({ base, head }) => [head.part.name, base.part.name]),
  );
  const owned = unmatched(before, marksOf(tests.head), (mark) => {
    const owner = mark.owner === null ? null : (oldName.get(mark.owner) ?? mark.owner);
    return JSON.stringify([mark.kind, mark.conditional, owner]);
  });
  const { head } = unmatched(owned.base, owned.head, (mark) => JSON.stringify([mark.kind, mark.text]));
  const fresh = new Set(tests.added.map(({ part }) => part));
  return head.map((one) => findingOf(one, fresh));
};

const unmatched = (
  base: Marked[],
  head: Marked[],
  key: (mark: Mark) => string,
): { base: Marked[]; head: Marked[] } => {
  const known = new Map<string, Marked[]>();
  for (const one of base) known.set(key(one.mark), [...(known.get(key(one.mark)) ?? []), one]);
  const left = head.filter(({ mark }) => known.get(key(mark))?.shift() === undefined);
  return { base: [...known.values()].flat(), head: left };
};

const findingOf = ({ file, mark }: Marked, fresh: ReadonlySet<Part>): Finding => {
  const { start, end } = mark.holds;
  const isNew = file.cases.every((part) => part.start < start || part.end > end || fresh.has(part));
  const subject = mark.owner === null ? 'all of it' : `“${mark.owner.slice(0, 160)}”`;
  const owner = file.cases.find(({ name }) => name === mark.owner);
  return {
    text: `\`${file.path}:${mark.line}\`: ${subject} ${mark.conditional ? 'may not run' : what[mark.kind]}: \`${mark.text.slice(0, 160).replaceAll('`', "'")}\`.`,
    remedy: remedy[mark.kind],
    path: file.path,
    line: mark.line,
    test: mark.owner,
    source: owner ? sourceOf({ file, part: owner }) : mark.text,
    // A new test may know where it cannot run.
    ...(isNew && mark.conditional ? { unsure: true } : {}),
  };
};
