import type { Actions } from '../actions/actions.ts';
import type { Artifact } from '../actions/artifacts.ts';
import { runLog } from '../actions/logs.ts';
import type { JobRun, WorkflowRun } from '../actions/run.ts';
import { runShape } from '../actions/shapes.ts';
import { type PackedFile, unpackFiles } from '../actions/uses/artifact-files.ts';
import { commentsOf } from './domain/comments.ts';
import { isOutdated } from './domain/review-places.ts';
import { commentsOfThread, threadsOf } from './domain/review-threads.ts';
import { reviewsOf } from './domain/reviews.ts';
import { threadNodeId } from './ids.ts';
import type { Delivery } from './model.ts';
import { checkShape } from './shapes/check.ts';
import { commentShape, issueShape, reactionShape } from './shapes/issue.ts';
import { type PullIssue, pullShape, pullSimpleShape } from './shapes/pull.ts';
import { repositoryShape } from './shapes/repository.ts';
import { reviewCommentShape, reviewShape } from './shapes/review.ts';
import { findIssue, findPull, findRepository, type World } from './world.ts';

/** What a page or a test looks at, in the API's own shapes. Repositories by `owner/name`. */
export interface State {
  repositories(): ReturnType<typeof repositoryShape>[];
  /** Folder of the bare git repository. */
  gitDir(repository: string): string;
  /** Issues and pull requests, oldest first. */
  threads(repository: string): ReturnType<typeof issueShape>[];
  thread(repository: string, number: number): Thread;
  pulls(repository: string): ReturnType<typeof pullSimpleShape>[];
  pull(repository: string, number: number): ReturnType<typeof pullShape>;
  /** Submitted reviews of a pull request, oldest first. */
  reviews(repository: string, number: number): ReturnType<typeof reviewShape>[];
  /** Conversations on lines, oldest first. */
  conversations(repository: string, number: number): Conversation[];
  /** Oldest first; only those of one commit when it is given. */
  checks(repository: string, headSha?: string): ReturnType<typeof checkShape>[];
  /** Newest first. */
  runs(repository: string): (ReturnType<typeof runShape> & { inputs: Record<string, string> })[];
  /** Lines of all its attempts; why it could not start, when it could not. */
  runLog(repository: string, id: number): string[];
  /** Why a run could not start; empty when it could. */
  runProblems(repository: string, id: number): string[];
  /** Jobs of a run's attempt (the last when none is given) with steps, logs, summaries, annotations and durations. */
  jobs(repository: string, id: number, attempt?: number): readonly JobRun[];
  /** What a run's jobs uploaded, newest first, unpacked. */
  artifacts(repository: string, id: number): UploadedArtifact[];
  /** Webhooks sent to an App, oldest first. */
  deliveries(appId: number): readonly Delivery[];
}

export interface UploadedArtifact extends Omit<Artifact, 'content'> {
  /** Bytes as packed. */
  size: number;
  /** Null when somebody uploaded what is no artifact. */
  files: PackedFile[] | null;
}

function filesOf(content: Buffer): PackedFile[] | null {
  try {
    return unpackFiles(content);
  } catch {
    return null;
  }
}

const jobsOf = ({ attempts }: WorkflowRun, number: number | undefined): readonly JobRun[] =>
  (number === undefined ? attempts.at(-1) : attempts.find((each) => each.number === number))?.jobs ?? [];

export interface Conversation {
  /** Global node id. */
  id: string;
  resolvedBy: string | null;
  outdated: boolean;
  comments: (ReturnType<typeof reviewCommentShape> & { reacted: ReturnType<typeof reactionShape>[] })[];
}

export interface Thread {
  issue: ReturnType<typeof issueShape>;
  comments: (ReturnType<typeof commentShape> & { reacted: ReturnType<typeof reactionShape>[] })[];
}

export function createState(world: World, actions: Actions): State {
  const found = (name: string) => findRepository(world, name);
  return {
    repositories: () =>
      [...world.repositories.values()].map((repository) => repositoryShape(world, repository)),
    gitDir: (name) => found(name).gitDir,
    threads: (name) => [...found(name).issues.values()].map((issue) => issueShape(world, found(name), issue)),
    thread(name, number) {
      const repository = found(name);
      const issue = findIssue(repository, number);
      const comments = commentsOf(repository, number).map((comment) => ({
        ...commentShape(world, repository, comment),
        reacted: comment.reactions.map((reaction) => reactionShape(world, reaction)),
      }));
      return { issue: issueShape(world, repository, issue), comments };
    },
    pulls: (name) =>
      [...found(name).issues.values()]
        .filter((issue): issue is PullIssue => issue.pull !== null)
        .map((issue) => pullSimpleShape(world, found(name), issue)),
    pull: (name, number) => pullShape(world, found(name), findPull(found(name), number)),
    reviews: (name, number) =>
      reviewsOf(found(name), { pull: number, reader: null }).map((review) =>
        reviewShape(world, found(name), review),
      ),
    conversations(name, number) {
      const repository = found(name);
      const { pull } = findPull(repository, number);
      return threadsOf(repository, number).map((thread) => ({
        id: threadNodeId(thread.id),
        resolvedBy: thread.resolvedBy?.login ?? null,
        outdated: isOutdated(thread, pull),
        comments: commentsOfThread(repository, thread).map((comment) => ({
          ...reviewCommentShape(world, repository, { thread, comment }),
          reacted: comment.reactions.map((reaction) => reactionShape(world, reaction)),
        })),
      }));
    },
    checks: (name, headSha) =>
      [...found(name).checks.values()]
        .filter((check) => headSha === undefined || check.headSha === headSha)
        .map((check) => checkShape(world, found(name), check)),
    runs: (name) => actions.runs(found(name)).map((run) => ({ ...runShape(world, run), inputs: run.inputs })),
    runLog: (name, id) => runLog(actions.find(found(name), id)),
    runProblems: (name, id) => [...actions.find(found(name), id).problems],
    jobs: (name, id, attempt) => jobsOf(actions.find(found(name), id), attempt),
    artifacts: (name, id) =>
      actions.artifacts.list(actions.find(found(name), id)).map(({ content, ...artifact }) => ({
        ...artifact,
        size: content.length,
        files: filesOf(content),
      })),
    deliveries: (appId) => world.apps.get(appId)?.hook.deliveries ?? [],
  };
}
