import type { ChangedText, Evidence } from '../evidence.ts';
import type { Tests } from './cases.ts';
import type { Finding } from './finding.ts';

const snapshotFile =
  /(?:^|\/)__(?:image_)?snapshots__\/|\.snap$|\.ambr$|\.approved\.\w+$|(?:^|\/)[^/]+-snapshots\/|(?:^|\/)snapshots\/.*\.snap(?:\.\w+)?$/i;

/** `__snapshots__/links.test.js.snap` and `links.test.ts-snapshots/x.png` are of `links.test.js` and `links.test.ts`. */
const stemOf = (path: string): string => {
  const folder = /(?:^|\/)([^/]+)-snapshots\//.exec(path)?.[1];
  return folder ?? (path.split('/').at(-1) ?? path).replace(/\.(?:snap|ambr|approved\.\w+)$/i, '');
};

const fileName = (path: string): string => path.split('/').at(-1) ?? path;

/** What tests are compared with, gone while the tests are still there: the next run writes whatever comes out. */
export const findSnapshots = ({ texts, trees }: Evidence, tests: Tests): Finding[] => {
  const left = new Set(trees.head.map(fileName));
  const removed = tests.removed.map(({ part }) => part.name);
  return texts
    .filter(({ file }) => snapshotFile.test(file.path))
    .flatMap((changed) =>
      changed.file.status === 'deleted' ? deleted(changed, left) : entries(changed, removed),
    );
};

const deleted = ({ file }: ChangedText, left: ReadonlySet<string>): Finding[] => {
  const stem = stemOf(file.path);
  return [...left].some((name) => name === stem || name.startsWith(`${stem}.`)) ? [gone(file.path)] : [];
};

const entries = ({ file, hunks }: ChangedText, removed: readonly string[]): Finding[] => {
  const kept = new Set(hunks.flatMap((hunk) => namesIn(hunk.added)));
  const lost = hunks
    .flatMap((hunk) => namesIn(hunk.removed))
    .filter((name) => !kept.has(name) && !removed.some((test) => name.includes(test)));
  const [first] = lost;
  if (first === undefined) return [];
  const text = `\`${file.path}\` lost what ${lost.length === 1 ? 'a test is' : `${lost.length} tests are`} compared with: “${first.slice(0, 160)}”${lost.length > 1 ? ' and more' : ''}.`;
  return [{ ...gone(file.path), text, line: 1, unsure: true }];
};

const gone = (path: string): Finding => ({
  text: `\`${path}\` was deleted: what tests are compared with is taken from the next run then, whatever comes out.`,
  remedy: 'Put it back, or say in `notes` why nothing is compared with it any more.',
  path,
  line: null,
  test: null,
  source: '',
});

const namesIn = (lines: { text: string }[]): string[] =>
  lines.flatMap(({ text }) => {
    const name = /^exports\[`([^`]{1,400}) \d+`\]/.exec(text)?.[1] ?? /^# name: (.{1,400})$/.exec(text)?.[1];
    return name === undefined ? [] : [name];
  });
