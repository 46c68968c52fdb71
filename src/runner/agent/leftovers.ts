import { runnerIdentity } from '../base.ts';
import { maxUnpackedBytes } from '../secrets/objects.ts';
import { type AgentSide, askShell, askTheirs, type Collecting, type SideOptions, SideStuck } from './side.ts';

export interface Leftovers {
  /** null when everything was committed, or could not be taken. */
  commit: string | null;
  /** A file too large to be taken, or to be read at all. */
  tooLarge: string | null;
  /** False when nothing is known of what was left. */
  readable: boolean;
  remarks: string[];
}

const none = (remarks: string[]): Leftovers => ({ commit: null, tooLarge: null, readable: true, remarks });
const unreadable = (why: string): Leftovers => ({
  ...none([`What the agent left uncommitted is not taken: ${why}.`]),
  readable: false,
});

/**
 * Commits what the agent did not, by way of a fresh repository: filters and helpers the agent configured in its own do
 * not touch what it left.
 */
export const commitLeftovers = async (
  side: AgentSide,
  at: { assignment: Collecting; head: string; scratch: SideOptions },
): Promise<Leftovers> => {
  try {
    return await commitAll(side, at);
  } catch (error) {
    if (error instanceof SideStuck) return unreadable(error.message);
    throw error;
  }
};

const commitAll = async (
  side: AgentSide,
  { assignment, head, scratch }: { assignment: Collecting; head: string; scratch: SideOptions },
): Promise<Leftovers> => {
  const options = { ...scratch, cwd: side.folders.worktree };
  const listed = await askShell(side, [listTree, head, String(mostListed + 1)], options);
  if (Number(listed.text) > mostListed)
    return unreadable('the commits have more paths than anybody can read');
  const read = await askTheirs(side, ['read-tree', head], options);
  const large = await askShell(side, [firstLarge, String(maxUnpackedBytes / 512)], options);
  if (large.text !== '') return { ...none([]), tooLarge: large.text.replace(/^\.\//, '') };
  const added = await askTheirs(side, ['add', '--all', '--ignore-errors', '.'], options);
  const tree = await askTheirs(side, ['write-tree'], options);
  const before = await askTheirs(side, ['rev-parse', '--verify', `${head}^{tree}`], options);
  if (read.exitCode !== 0 || tree.exitCode !== 0 || before.exitCode !== 0)
    return unreadable('it could not be read');
  const remarks = added.exitCode === 0 ? [] : ['Not everything the agent left uncommitted could be added.'];
  if (tree.text === before.text) return none(remarks);
  const made = await askTheirs(side, ['commit-tree', tree.text, '-p', head, '-m', messageFor(assignment)], {
    ...options,
    variables: { ...options.variables, ...runnerIdentity },
  });
  return made.exitCode === 0
    ? { ...none(remarks), commit: made.text }
    : none([...remarks, 'What the agent left uncommitted could not be committed.']);
};

/** An index of a few crafted trees can be larger than any memory; a list can be left. Bytes of names. */
const mostListed = 256 * 1024 * 1024;
const listTree = 'git ls-tree -r --name-only "$1" 2>/dev/null | head -c "$2" | wc -c';

/** Before git reads it for minutes: a file can be terabytes and take no room. In blocks of 512 bytes, as find counts. */
const firstLarge = `find . -name .git -prune -o -type f -size +"$1" -print 2>/dev/null | while IFS= read -r file; do
  [ -z "$(git ls-files --others --modified --exclude-standard -- "$file" 2>&1)" ] || { printf '%s' "$file"; break; }
done`;

const messageFor = ({ ticket, work }: Collecting): string =>
  `${ticket.key}: keep what was left uncommitted for ${work}`;
