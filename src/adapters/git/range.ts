import type { CommitRange, FileChange, Hunk } from '../../ports/git.ts';
import { parsePatches } from './hunks.ts';
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

interface Counting extends Ends {
  changes: RawChange[];
  sizes: Map<string, number>;
}

const absentOf = ({ changes, sizes }: Counting): RawChange[] => {
  const absent = changes.filter((change) => !blobsOf(change).every((sha) => sizes.has(sha)));
  if (absent.length > most.unfetched) throw tooMuch(`${absent.length} files of more than 1 MiB`);
  return absent;
};

const isTooLong = ({ changes, sizes }: Counting): boolean =>
  changes.flatMap(blobsOf).reduce((total, sha) => total + (sizes.get(sha) ?? 0), 0) > most.countedBytes;

/** Lines are looked at, and renames found, only among files that are here: git would fetch the others for it. */
const compare = ({ run }: Session, counting: Counting, form: string[]): Promise<Buffer> => {
  const { base, head } = counting;
  const without = absentOf(counting).map((change) => `:(exclude,top,literal)${change.file.path}`);
  return run(['diff-tree', '-r', '-M', '-l400', ...form, ...inert, base, head, '--', ...without], {
    variables: { GIT_LITERAL_PATHSPECS: '0' },
  });
};

const countLines = async (session: Session, counting: Counting): Promise<FileChange[]> => {
  const { changes } = counting;
  if (isTooLong(counting)) return changes.map((change) => change.file);
  const counted = await compare(session, counting, ['-z', '--raw', '--numstat']);
  return [...parseDiff(counted), ...absentOf(counting).map((change) => change.file)];
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

const noneInCommon = 1;

export const mergeBaseOf = async (
  { ask, run }: Session,
  commits: [string, string],
): Promise<string | null> => {
  const args = ['merge-base', ...commits];
  const answer = await ask(args);
  if (answer.ended === 'itself' && answer.exitCode === noneInCommon) return null;
  const output = answer.exitCode === 0 ? answer.stdout : await run(args);
  return output.toString('utf8').trim().slice(0, 40);
};

/** By path; more than what is counted in lines has none. */
export const readHunks = async (
  session: Session,
  base: string,
  head: string,
): Promise<Map<string, Hunk[]>> => {
  const changes = await readChanges(session, { base, head });
  const sizes = await blobSizes(session, changes.flatMap(blobsOf));
  const counting = { base, head, changes, sizes };
  if (isTooLong(counting)) return new Map();
  const records = parseDiff(await compare(session, counting, ['-z', '--raw']));
  const patches = await compare(session, counting, ['-p', '-U0', '--no-color', '--no-indent-heuristic']);
  return parsePatches(
    patches.toString('utf8'),
    records.map(({ path }) => path),
  );
};
