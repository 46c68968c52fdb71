import { type Answer, answerSchema } from '../contracts/answer.ts';
import type { DelegateAssignment } from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { EvidenceFile } from '../contracts/evidence.ts';
import { readTasks, type TasksFile } from '../openspec/tasks.ts';
import type { CommitRange } from '../ports/git.ts';
import type { Manifest } from './flags.ts';

export type AnswerEvidence =
  | { state: 'missing' }
  | { state: 'invalid'; problems: string[] }
  | { state: 'valid'; value: Answer };

/** tasks.md of the change at one commit. */
export interface TasksEvidence {
  text: string;
  parsed: TasksFile;
}

/** The parts of the default branch's configuration that a check may look at. */
type ReviewConfiguration = Pick<Configuration, 'caps' | 'review' | 'protected'>;

/** All a check may look at: a plain, prepared value. Whatever is not in here does not influence a verdict. */
export interface Evidence {
  assignment: DelegateAssignment;
  answer: AnswerEvidence;
  /** `evidence.json` as the run wrote it: a claim until it is compared with `range`. */
  file: EvidenceFile;
  /** `recordedBase..head`: everything an accept would merge, earlier attempts included. */
  range: CommitRange;
  /** `base..head`: what this attempt did. Equal to `range` on the first attempt. */
  attemptRange: CommitRange;
  /** At `recordedBase` and at `head`; null where the file is not there. */
  tasks: { base: TasksEvidence | null; head: TasksEvidence | null };
  /** Texts of the files that `manifestPaths` names. */
  manifests: Manifest[];
  configuration: ReviewConfiguration;
}

/** What has to be read from git to judge a run, before anything is parsed. */
export interface RawEvidence {
  assignment: DelegateAssignment;
  /** `answer.json` as the agent wrote it; null when there was none. */
  answerText: string | null;
  file: EvidenceFile;
  range: CommitRange;
  attemptRange: CommitRange;
  /** `tasksPath(change)` at `recordedBase` and at `head`. */
  tasksText: { base: string | null; head: string | null };
  manifests: Manifest[];
  configuration: ReviewConfiguration;
}

/** Where the tasks of a change lie in its repository. */
export const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;

const readAnswer = (text: string | null): AnswerEvidence => {
  if (text === null || text.trim() === '') return { state: 'missing' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return {
      state: 'invalid',
      problems: [`is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`],
    };
  }
  const parsed = answerSchema.safeParse(json);
  if (parsed.success) return { state: 'valid', value: parsed.data };
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`,
  );
  return { state: 'invalid', problems };
};

const readTasksEvidence = (text: string | null): TasksEvidence | null =>
  text === null ? null : { text, parsed: readTasks(text) };

export const prepareEvidence = (raw: RawEvidence): Evidence => ({
  assignment: raw.assignment,
  answer: readAnswer(raw.answerText),
  file: raw.file,
  range: raw.range,
  attemptRange: raw.attemptRange,
  tasks: {
    base: readTasksEvidence(raw.tasksText.base),
    head: readTasksEvidence(raw.tasksText.head),
  },
  manifests: raw.manifests,
  configuration: raw.configuration,
});
