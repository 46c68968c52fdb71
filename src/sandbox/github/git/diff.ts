import { parsePatch, type StructuredPatchHunk } from 'diff';
import { objects, tryObjects } from './plumbing.ts';

/** One line below a hunk's header. `position` counts from the first header of the file, later headers included. */
export interface DiffLine {
  position: number;
  kind: 'context' | 'added' | 'removed';
  /** Number before and after; null on the side where the line is not. */
  LEFT: number | null;
  RIGHT: number | null;
  /** The hunk from its header to this line. */
  hunk: string;
}

interface Between {
  from: string;
  to: string;
  path: string;
}

const patchOf = async (
  dir: string,
  { from, to, paths, context }: { from: string; to: string; paths: string[]; context: number },
): Promise<StructuredPatchHunk[]> => {
  const text = await objects(dir, [
    ...['--literal-pathspecs', 'diff', '--no-color', '--no-ext-diff', '--no-textconv', '--find-renames'],
    ...[`--unified=${context}`, from, to, '--', ...paths],
  ]);
  const start = text.indexOf('\n@@ ');
  return start < 0 ? [] : parsePatch(`--- a\n+++ b${text.slice(start)}`).flatMap(({ hunks }) => hunks);
};

/** `-12,3`, and as git writes it for one line or none. */
const range = (start: number, count: number): string =>
  count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;

function linesOf(hunk: StructuredPatchHunk, above: number): DiffLine[] {
  const header = `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`;
  let [before, after] = [hunk.oldStart, hunk.newStart];
  return hunk.lines.flatMap((text, index) => {
    if (text.startsWith('\\')) return [];
    const kind = text.startsWith('+') ? 'added' : text.startsWith('-') ? 'removed' : 'context';
    const line: DiffLine = {
      position: above + index + 1,
      kind,
      LEFT: kind === 'added' ? null : before,
      RIGHT: kind === 'removed' ? null : after,
      hunk: [header, ...hunk.lines.slice(0, index + 1)].join('\n'),
    };
    if (kind !== 'added') before += 1;
    if (kind !== 'removed') after += 1;
    return [line];
  });
}

/** Former name of each file that differs, under its name now; null for one that keeps it. */
async function changedPaths(dir: string, { from, to }: Omit<Between, 'path'>) {
  const out = await objects(dir, ['diff', '--name-status', '--find-renames', '-z', from, to]);
  const parts = out.split('\0');
  const paths = new Map<string, string | null>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [status = '', name = ''] = [parts[at], parts[at + 1]];
    const renamed = /^[RC]/.test(status);
    if (renamed) at += 1;
    paths.set(renamed ? (parts[at + 1] ?? '') : name, renamed ? name : null);
  }
  return paths;
}

/** The diff of one file as a pull request shows it; null when the file does not differ. */
export async function fileDiff(dir: string, { from, to, path }: Between): Promise<DiffLine[] | null> {
  const before = (await changedPaths(dir, { from, to })).get(path);
  if (before === undefined) return null;
  const paths = before === null ? [path] : [before, path];
  const lines: DiffLine[] = [];
  let above = 0;
  for (const hunk of await patchOf(dir, { from, to, paths, context: 3 })) {
    lines.push(...linesOf(hunk, above));
    above += hunk.lines.length + 1;
  }
  return lines;
}

/** Number of an unchanged line of `from` in `to`; null when it was changed or removed. */
export async function followLine(
  dir: string,
  { line, ...between }: Between & { line: number },
): Promise<number | null> {
  const { from, to, path } = between;
  if (from === to) return line;
  if (!(await tryObjects(dir, ['cat-file', '-e', `${to}:${path}`])).ok) return null;
  let moved = line;
  for (const hunk of await patchOf(dir, { from, to, paths: [path], context: 0 })) {
    if (line < hunk.oldStart) break;
    if (line < hunk.oldStart + hunk.oldLines) return null;
    moved += hunk.newLines - hunk.oldLines;
  }
  return moved;
}

/** Where two branches parted; the base itself when they have nothing in common. */
export async function mergeBaseOf(dir: string, options: { base: string; head: string }): Promise<string> {
  const answer = await tryObjects(dir, ['merge-base', options.base, options.head]);
  return answer.ok && answer.stdout ? (answer.stdout.split('\n')[0] ?? options.base) : options.base;
}
