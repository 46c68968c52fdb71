import type { CommitRange, FileChange } from '../../ports/git.ts';
import { most, tooMuch } from './limits.ts';
import { logFormat, parseDiff, parseLog, parseRaw, type RawChange } from './parse.ts';
import { blobSizes, type Session } from './read.ts';

const inert = ['--no-ext-diff', '--no-textconv', '--no-abbrev'];
const submodule = '160000';

interface Ends {
  base: string;
  head: string;
}

const readCommits = async ({ run }: Session, { base, head }: Ends) => {
  const counted = await run(['rev-list', '--count', `--max-count=${most.commits + 1}`, `${base}..${head}`]);
  if (Number(counted.toString('utf8')) > most.commits) throw tooMuch(`more than ${most.commits} commits`);
  const walk = ['log', '-z', '--reverse', '--topo-order', '--root', '--raw', '--no-renames', '--no-mailmap'];
  return parseLog(
    await run([...walk, ...inert, '--diff-merges=first-parent', logFormat, `${base}..${head}`]),
  );
};

/** Trees alone: says what changed without a look into any file. */
const readChanges = async ({ run }: Session, { base, head }: Ends): Promise<RawChange[]> => {
  const output = await run(['diff-tree', '-r', '--no-renames', '-z', '--raw', ...inert, base, head], {
    maxBytes: 16 * 1024 * 1024,
  });
  const changes = parseRaw(output);
  if (changes.length > most.files) throw tooMuch(`${changes.length} files`);
  return changes;
};

const blobsOf = (change: RawChange): string[] =>
  [
    { mode: change.file.oldMode, sha: change.oldSha },
    { mode: change.file.newMode, sha: change.newSha },
  ].flatMap(({ mode, sha }) => (mode === submodule || /^0+$/.test(sha) ? [] : [sha]));

/** Lines are counted, and renames found, only among files that are here: git would fetch the others for it. */
const countLines = async (
  { run }: Session,
  options: Ends & { changes: RawChange[]; sizes: Map<string, number> },
): Promise<FileChange[]> => {
  const { base, head, changes, sizes } = options;
  const isHere = (change: RawChange): boolean => blobsOf(change).every((sha) => sizes.has(sha));
  const absent = changes.filter((change) => !isHere(change));
  if (absent.length > most.unfetched) throw tooMuch(`${absent.length} files of more than 1 MiB`);
  const bytes = changes.flatMap(blobsOf).reduce((total, sha) => total + (sizes.get(sha) ?? 0), 0);
  if (bytes > most.countedBytes) return changes.map((change) => change.file);
  const without = absent.map((change) => `:(exclude,top,literal)${change.file.path}`);
  const counted = await run(
    ['diff-tree', '-r', '-M', '-l400', '-z', '--raw', '--numstat', ...inert, base, head, '--', ...without],
    { variables: { GIT_LITERAL_PATHSPECS: '0' } },
  );
  return [...parseDiff(counted), ...absent.map((change) => change.file)];
};

const withBytes = (files: FileChange[], changes: RawChange[], sizes: Map<string, number>): FileChange[] => {
  const byPath = new Map(changes.map((change) => [change.file.path, change]));
  return files.map((file) => {
    const sha = byPath.get(file.path)?.newSha ?? '';
    if (file.newMode === submodule || /^0*$/.test(sha)) return file;
    return { ...file, bytes: sizes.get(sha) ?? 'unfetched' };
  });
};

export const readRange = async (session: Session, base: string, head: string): Promise<CommitRange> => {
  const ends = { base, head };
  const commits = await readCommits(session, ends);
  const changes = await readChanges(session, ends);
  const sizes = await blobSizes(session, changes.flatMap(blobsOf));
  const files = await countLines(session, { ...ends, changes, sizes });
  const descends = (await session.ask(['merge-base', '--is-ancestor', base, head])).exitCode === 0;
  return { base, head, commits, files: withBytes(files, changes, sizes), descends };
};
