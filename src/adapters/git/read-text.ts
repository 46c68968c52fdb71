import { maxFileBytes } from './limits.ts';
import { decode, isInside, type Session } from './read.ts';

/** Of one folder: some hundred thousand names. */
const mostOfTree = 64 * 1024 * 1024;

/** Follows the path from tree to tree: a name may hold anything, and git is asked for SHAs alone. */
export const readText = async (
  { object }: Session,
  { commit, path }: { commit: string; path: string },
): Promise<string | null> => {
  if (!isInside(path) || path.endsWith('/')) return null;
  let found: TreeEntry = { mode: '40000', sha: `${commit}^{tree}` };
  for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
    const tree = isFolder(found) ? await object(found.sha, mostOfTree) : null;
    const entry = tree?.type === 'tree' ? entryOf(tree.bytes, name) : null;
    if (entry === null) return null;
    found = entry;
  }
  const blob = isRegularFile(found) ? await object(found.sha, maxFileBytes) : null;
  return blob?.type === 'blob' ? decode(blob.bytes) : null;
};

interface TreeEntry {
  mode: string;
  sha: string;
}

const isFolder = ({ mode }: TreeEntry): boolean => /^0?40000$/.test(mode);
/** A symlink's text is a path, not the file it stands for. */
const isRegularFile = ({ mode }: TreeEntry): boolean => mode.startsWith('100');

/** A tree is `<mode> <name>`, NUL and the SHA's twenty bytes, entry after entry. */
const entryOf = (tree: Buffer, wanted: string): TreeEntry | null => {
  const name = Buffer.from(wanted);
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(32, at);
    const nul = tree.indexOf(0, space);
    if (space < 0 || nul < 0) return null;
    const next = nul + 21;
    if (tree.subarray(space + 1, nul).equals(name))
      return { mode: tree.toString('latin1', at, space), sha: tree.toString('hex', nul + 1, next) };
    at = next;
  }
  return null;
};
