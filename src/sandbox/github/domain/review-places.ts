import { type DiffLine, fileDiff, followLine, mergeBaseOf } from '../git/diff.ts';
import { isAncestor, resolveCommit } from '../git/objects.ts';
import { isSha } from '../git/plumbing.ts';
import type { Pull, Repository } from '../model.ts';
import type { DiffSide, ReviewAnchor, ReviewPlace, ReviewThread } from '../model-reviews.ts';
import type { PullIssue } from '../shapes/pull.ts';

/** Where somebody wants to comment, as the API takes it. */
export interface Spot {
  path: string;
  line?: number | undefined;
  side?: DiffSide | undefined;
  startLine?: number | undefined;
  startSide?: DiffSide | undefined;
  /** Counted in the diff instead of the file. */
  position?: number | undefined;
  subject?: 'line' | 'file' | undefined;
}

/** What about a spot is not in the diff. */
export type Misplaced = 'path' | 'line' | 'start_line' | 'position';

/** A commit of the pull request: the head, or one it stands on. */
export async function isPullCommit(repository: Repository, pull: Pull, sha: string): Promise<boolean> {
  if (!isSha(sha) || (await resolveCommit(repository.gitDir, sha)) === null) return false;
  return await isAncestor(repository.gitDir, { ancestor: sha, of: pull.headSha });
}

const within = (lines: DiffLine[], side: DiffSide, line: number | null): DiffLine | null =>
  line === null ? null : (lines.find((each) => each[side] === line) ?? null);

type Found = Pick<ReviewAnchor, 'side' | 'line' | 'startSide' | 'startLine' | 'position' | 'hunk'>;

function atPosition(lines: DiffLine[], position: number): Found | Misplaced {
  const found = lines.find((each) => each.position === position);
  if (!found) return 'position';
  const side = found.kind === 'removed' ? 'LEFT' : 'RIGHT';
  return { side, line: found[side], startSide: null, startLine: null, position, hunk: found.hunk };
}

function atLine(lines: DiffLine[], spot: Spot): Found | Misplaced {
  const side = spot.side ?? 'RIGHT';
  const found = within(lines, side, spot.line ?? null);
  if (!found) return 'line';
  const startSide = spot.startLine === undefined ? null : (spot.startSide ?? side);
  const startLine = spot.startLine ?? null;
  const first = startSide === null ? found : within(lines, startSide, startLine);
  if (!first || first.position > found.position) return 'start_line';
  return { side, line: found[side], startSide, startLine, position: found.position, hunk: found.hunk };
}

/** The spot in the pull request's diff at `commit`, or what of it is not there. */
export async function anchorOf(
  repository: Repository,
  options: { pull: Pull; commit: string; spot: Spot },
): Promise<ReviewAnchor | Misplaced> {
  const { pull, commit, spot } = options;
  const { gitDir } = repository;
  const mergeBase = await mergeBaseOf(gitDir, { base: pull.baseSha, head: commit });
  const lines = await fileDiff(gitDir, { from: mergeBase, to: commit, path: spot.path });
  if (lines === null) return 'path';
  const common = { commit, mergeBase, path: spot.path };
  if (spot.subject === 'file') {
    const nowhere = { side: 'RIGHT', line: null, startSide: null, startLine: null, position: 1 } as const;
    return { ...common, ...nowhere, subject: 'file', hunk: lines.at(-1)?.hunk ?? '' };
  }
  const found = spot.position === undefined ? atLine(lines, spot) : atPosition(lines, spot.position);
  return typeof found === 'string' ? found : { ...common, subject: 'line', ...found };
}

const nowhere: ReviewPlace = { line: null, startLine: null, position: null };

/** Where an anchor is in the diff of today's head; null when that line was changed or is no longer in the diff. */
async function placeOf(
  repository: Repository,
  pull: Pull,
  anchor: ReviewAnchor,
): Promise<ReviewPlace | null> {
  const { gitDir } = repository;
  const { path } = anchor;
  const mergeBase = await mergeBaseOf(gitDir, { base: pull.baseSha, head: pull.headSha });
  const lines = await fileDiff(gitDir, { from: mergeBase, to: pull.headSha, path });
  if (lines === null) return null;
  if (anchor.subject === 'file') return nowhere;
  const follow = async (side: DiffSide, line: number | null): Promise<DiffLine | null> => {
    if (line === null) return null;
    const [from, to] = side === 'LEFT' ? [anchor.mergeBase, mergeBase] : [anchor.commit, pull.headSha];
    return within(lines, side, await followLine(gitDir, { from, to, path, line }));
  };
  const last = await follow(anchor.side, anchor.line);
  if (!last) return null;
  const { startSide } = anchor;
  const first = startSide === null ? null : await follow(startSide, anchor.startLine);
  if (startSide !== null && !first) return null;
  return {
    line: last[anchor.side],
    startLine: startSide === null ? null : (first?.[startSide] ?? null),
    position: last.position,
  };
}

/** Brings a conversation's place up to the head. It is sought from where it began: a line that comes back is found again. */
export async function followThread(repository: Repository, pull: Pull, thread: ReviewThread): Promise<void> {
  const place = await placeOf(repository, pull, thread.anchor);
  thread.place = place ?? nowhere;
  if (place) thread.commit = pull.headSha;
}

/** After every move of a head or a base. */
export async function followThreads(repository: Repository, issue: PullIssue): Promise<void> {
  for (const thread of repository.reviewThreads.values()) {
    if (thread.pull === issue.number) await followThread(repository, issue.pull, thread);
  }
}

/** A file's conversation goes out of date with its file; the commit it was last found at tells. */
export const isOutdated = (thread: ReviewThread, pull: Pull): boolean =>
  thread.anchor.subject === 'line' ? thread.place.line === null : thread.commit !== pull.headSha;
