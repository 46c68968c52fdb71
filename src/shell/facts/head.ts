import type { Event } from '../../core/event.ts';
import type { RoundFact } from '../../core/facts.ts';
import { type Item, openSections, type PullRef } from '../../core/item.ts';
import type { Finding } from '../../core/rounds/round.ts';
import type { CommitRange, GitReader } from '../../ports/git.ts';
import type { World } from '../world.ts';
import { talkFact } from './talk.ts';

/** Of a repository, without a run. */
export const readerOf = async ({ world, item }: { world: World; item: Item }): Promise<GitReader> => {
  const repository = world.github.repository(item.repository);
  const info = await repository.info();
  return world.git.open({
    fullName: info.fullName,
    url: info.cloneUrl,
    token: (refused) => repository.readToken(refused),
  });
};

/** Old path → new path. */
const renamedIn = ({ files }: Pick<CommitRange, 'files'>): Map<string, string> =>
  new Map(files.flatMap(({ path, oldPath }) => (oldPath === null ? [] : [[oldPath, path] as const])));

/** Whether the line that a finding is about still stands in its file, wherever it went. */
const isTouched = async (
  reader: GitReader,
  finding: Finding,
  { commit, renamed }: { commit: string; renamed: ReadonlyMap<string, string> },
): Promise<boolean> => {
  const { path, code } = finding;
  if (path === null || code === null || code.trim() === '') return false;
  const text = await reader.readFile({ commit, path: renamed.get(path) ?? path });
  return text === null || !text.split(/\r?\n/).some((line) => line.trim() === code.trim());
};

/** Ids of the findings whose code has changed since they were found. The commit has been fetched. */
export const touchedFindings = async (
  reader: GitReader,
  item: Item,
  at: { commit: string; renamed: ReadonlyMap<string, string> },
): Promise<string[]> => {
  const touched: string[] = [];
  for (const finding of item.findings ?? [])
    if (await isTouched(reader, finding, at)) touched.push(finding.id);
  return touched;
};

/** Sections that are still open once this has happened. */
const openAfter = (item: Item, event: Event): number => {
  const merged = event.kind === 'delegation-merged' ? event.delegation : null;
  const accepted = item.delegations.find(({ number }) => number === merged)?.sections ?? [];
  const dropped = event.kind === 'command' && event.command.name === 'drop' ? event.command.sections : [];
  return openSections(item).filter(({ number }) => ![...accepted, ...dropped].includes(number)).length;
};

/** The pull request that is open once this has happened. */
const openPull = ({ pull }: Item, event: Event): Pick<PullRef, 'number' | 'base'> | null => {
  if (event.kind === 'pull-opened') return pull ?? { number: event.number };
  return pull && (pull.state === 'open' || event.kind === 'pull-reopened') ? pull : null;
};

/** What a round would review: asked for where every section is decided, and only there. */
export const headFact = async (world: World, item: Item, event: Event): Promise<RoundFact | null> => {
  const open = openPull(item, event);
  if (!item.feature?.head || openAfter(item, event) > 0 || !open) return null;
  const reader = await readerOf({ world, item });
  const refs = [item.feature.branch, open.base ?? item.repository.defaultBranch].map(
    (branch) => `refs/heads/${branch}`,
  );
  const [sha, base] = await Promise.all(refs.map((ref) => reader.refSha(ref)));
  if (!sha || !base) return null;
  const mergeBase = await reader.mergeBase({ refs, commits: [base, sha] });
  if (mergeBase === null) return null;
  const pull = await world.github.repository(item.repository).pull(open.number);
  const range = await reader.range({ refs, base: mergeBase, head: sha });
  const changed = range.files.flatMap(({ path, oldPath }) => (oldPath === null ? [path] : [oldPath, path]));
  const before = item.rounds?.at(-1)?.head;
  const since = before && before !== sha ? await movedSince(reader, { refs, before, sha }) : new Map();
  const talk = await talkFact({ world, item, event }, { sha, reader, renamed: since });
  return {
    sha,
    mergeBase,
    changed,
    touched: await touchedFindings(reader, item, { commit: sha, renamed: since }),
    ...(talk ? { talk } : {}),
    ...(pull?.head.fork ? { fork: true as const } : {}),
  };
};

/** A head that was forced away cannot be compared with: then nothing is known to have moved. */
export const movedSince = async (
  reader: GitReader,
  { refs, before, sha }: { refs: string[]; before: string; sha: string },
): Promise<ReadonlyMap<string, string>> => {
  try {
    return renamedIn(await reader.range({ refs, base: before, head: sha }));
  } catch {
    return new Map();
  }
};
