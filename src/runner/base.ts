import { type Assignment, commitIdentity, evidenceRef } from '../contracts/assignment.ts';
import { type Remote, RunRefused } from './run.ts';
import { askRunGit, type GitPlace, runGit } from './run-git.ts';

const fetchFlags = [
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-recurse-submodules',
  '--no-auto-maintenance',
];

/** A checkout on this machine, or the remote itself. */
export type Source = { folder: string } | { remote: Remote };

const addressOf = (source: Source): string => ('folder' in source ? source.folder : source.remote.url);
const remoteOf = (source: Source) => ('folder' in source ? {} : { remote: source.remote });

/**
 * Makes a bare repository that holds the assignment's base commits, and where its prompts are read. It never learns the
 * remote's address or token.
 */
export const makeRepository = async (
  place: GitPlace,
  { assignment, source, prompts = false }: { assignment: Assignment; source: Source; prompts?: boolean },
): Promise<void> => {
  await refuseShallow(place, source);
  await runGit(place, ['init', '--quiet', '--bare', '.']);
  const { base, recordedBase, promptsAt } = assignment;
  const commits: [string, string][] = [
    [base, 'refs/throughline/base'],
    [recordedBase, 'refs/throughline/recorded-base'],
    ...(prompts && promptsAt !== undefined
      ? [[promptsAt, 'refs/throughline/prompts'] as [string, string]]
      : []),
  ];
  const wanted = commits.map(([sha, ref]) => `${sha}:${ref}`);
  const exact = await askRunGit(
    place,
    ['fetch', ...fetchFlags, addressOf(source), ...wanted],
    remoteOf(source),
  );
  if (exact.exitCode === 0) return;
  // Some servers hand out only what a ref points at.
  const all = [
    '+refs/heads/*:refs/throughline/heads/*',
    '+refs/remotes/*:refs/throughline/remotes/*',
    '+HEAD:refs/throughline/head',
  ];
  await runGit(place, ['fetch', ...fetchFlags, addressOf(source), ...all], remoteOf(source));
  for (const [sha] of commits) {
    const found = await askRunGit(place, ['cat-file', '-e', `${sha}^{commit}`]);
    if (found.exitCode === 0) continue;
    throw new RunRefused(
      `Commit ${sha} is not in the repository any more: ask for a new attempt with /retry.`,
    );
  }
  for (const [sha, ref] of commits) await runGit(place, ['update-ref', ref, sha]);
};

/** From a part of the history git fetches without complaint what nobody can build on. */
const refuseShallow = async (place: GitPlace, source: Source): Promise<void> => {
  if (!('folder' in source)) return;
  const there = { ...place, cwd: source.folder };
  const asked = await askRunGit(there, ['rev-parse', '--is-shallow-repository']);
  if (asked.stdout.toString('utf8').trim() !== 'true') return;
  throw new RunRefused('The checkout holds only a part of the history: check out with `fetch-depth: 0`.');
};

/** Author of the runner's own commits, and of a delegate's that set none. */
export const runnerIdentity: Record<string, string> = {
  GIT_AUTHOR_NAME: commitIdentity.name,
  GIT_AUTHOR_EMAIL: commitIdentity.email,
  GIT_COMMITTER_NAME: commitIdentity.name,
  GIT_COMMITTER_EMAIL: commitIdentity.email,
};

/** Where evidence goes when the remote refuses refs of our own: an ordinary branch. */
export const fallbackRef = (assignmentId: string): string =>
  `refs/heads/throughline/assignments/${assignmentId}`;

export const evidenceRefs = (assignmentId: string): string[] => [
  evidenceRef(assignmentId),
  fallbackRef(assignmentId),
];
