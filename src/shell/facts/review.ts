import { type JudgementEvidence, prepareEvidence } from '../../checks/evidence.ts';
import { wordsOf } from '../../checks/found.ts';
import { partnerPaths } from '../../checks/lockfiles/world.ts';
import { checks } from '../../checks/registry.ts';
import { review } from '../../checks/review.ts';
import type { DelegateAssignment } from '../../contracts/assignment.ts';
import type { Configuration } from '../../contracts/configuration.ts';
import type { EvidenceFile } from '../../contracts/evidence.ts';
import type { Review } from '../../contracts/review.ts';
import { ownTasksPath, type TasksSource } from '../../openspec/tasks-source.ts';
import type { FileChange, GitReader } from '../../ports/git.ts';
import { secretsAdded } from '../../secrets/added.ts';

/** What a review is computed from, besides git. */
export interface Reviewing {
  reader: GitReader;
  /** The delegation's, as it was dispatched. */
  assignment: DelegateAssignment;
  /** Of a delegate that came back, this one included. */
  attempts: number;
  /** Where the commits under review can be fetched from, the code branch first. */
  refs: string[];
  head: string;
  /** Of the run that verified these commits. */
  evidence: EvidenceFile;
  /** The delegate's; null where there is none. */
  answer: string | null;
  pushedBy: string | null;
  heads: { head: string; by: string | null }[];
  judgement: JudgementEvidence;
  configuration: Configuration;
}

const changeFolder = (change: string): string => `openspec/changes/${change}/`;

/** Proposal, design and specs of a change at a commit that was fetched; its tasks too, where the delegation has others. */
export const documentsOf = async (
  reader: GitReader,
  { change, tasks, commit }: TasksSource & { commit: string },
): Promise<{ path: string; text: string }[]> => {
  if (change === null) return [];
  const all = await reader.listFiles({ commit, path: changeFolder(change) });
  const paths = all.filter((path) => path.endsWith('.md') && path !== ownTasksPath({ change, tasks }));
  const texts = await reader.readFiles({ commit, paths });
  return [...texts].map(([path, text]) => ({ path, text }));
};

const oldPaths = (files: FileChange[]): string[] =>
  files.filter(({ status }) => status !== 'added').map(({ path, oldPath }) => oldPath ?? path);
const newPaths = (files: FileChange[]): string[] =>
  files.filter(({ status }) => status !== 'deleted').map(({ path }) => path);

/** Everything that git alone can tell of the two commits. */
const readGit = async (reviewing: Reviewing) => {
  const { reader, assignment, refs, head } = reviewing;
  const { recordedBase: base } = assignment;
  const range = await reader.range({ refs, base, head });
  const attemptRange =
    assignment.base === base ? range : await reader.range({ refs, base: assignment.base, head });
  const trees = {
    base: await reader.listFiles({ commit: base, path: '' }),
    head: await reader.listFiles({ commit: head, path: '' }),
  };
  const path = ownTasksPath(assignment);
  const tasksAt = (commit: string) => (path === null ? null : reader.readFile({ commit, path }));
  return {
    range,
    attemptRange,
    trees,
    tasksText: {
      base: await tasksAt(base),
      head: await tasksAt(head),
    },
    documents: await documentsOf(reader, { ...assignment, commit: base }),
    textsAt: {
      base: await reader.readFiles({ commit: base, paths: oldPaths(range.files) }),
      head: await reader.readFiles({ commit: head, paths: newPaths(range.files) }),
    },
    hunks: await reader.hunks({ base, head }),
  };
};

/** Computes the review from git itself: what the run says of itself is compared, never believed. */
export const reviewReturned = async (reviewing: Reviewing): Promise<Review> => {
  const { reader, assignment, attempts, head, heads, evidence, answer, pushedBy } = reviewing;
  const { judgement, configuration } = reviewing;
  const told = await readGit(reviewing);
  const prepared = prepareEvidence({
    ...told,
    assignment,
    attempts,
    pushedBy,
    heads,
    answerText: answer,
    file: evidence,
    secrets: [],
    judgement,
    configuration,
  });
  const { texts } = prepared;
  const partners = await reader.readFiles({ commit: head, paths: partnerPaths(prepared) });
  const secrets = await secretsAdded({ texts, commits: told.range.commits });
  const words = wordsOf({ ...prepared, partners }, checks);
  const found = {
    base: await reader.search({ commit: assignment.recordedBase, words }),
    head: await reader.search({ commit: head, words }),
  };
  return review({ ...prepared, partners, secrets, found });
};
