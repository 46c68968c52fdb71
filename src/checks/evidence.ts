import { type Answer, answerSchema } from '../contracts/answer.ts';
import type { DelegateAssignment } from '../contracts/assignment.ts';
import type { Configuration } from '../contracts/configuration.ts';
import type { EvidenceFile } from '../contracts/evidence.ts';
import type { Judged } from '../contracts/judgement.ts';
import { readTasks, type TasksFile } from '../openspec/tasks.ts';
import { tasksFrom } from '../openspec/tasks-source.ts';
import type { CommitRange, FileChange, Hunk, Search } from '../ports/git.ts';

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

/** A changed file with its texts; null where there is none, it is no text, or it is over 1 MiB. */
export interface ChangedText {
  file: FileChange;
  base: string | null;
  head: string | null;
  /** What differs, in the order of the file; no context. Empty for files that are no text. */
  hunks: Hunk[];
}

/** A Markdown file of the change. */
export interface ChangeDocument {
  path: string;
  text: string;
}

/** What looks like a credential, in what the delegation added. */
export interface SecretFinding {
  /** Path, or `commit <sha>` for a message. */
  where: string;
  line: number;
  /** What it looks like, never what it is. */
  kind: string;
}

/** What the read-only agent came to; `pending` until it was asked. */
export type JudgementEvidence =
  | { state: 'pending' }
  | { state: 'judged'; value: Judged }
  | { state: 'unusable'; problems: string[] };

/** Lines of both trees that hold one of the words which the checks asked for. */
export interface Found {
  base: Search;
  head: Search;
}

/** All a check may look at: a plain, prepared value. Whatever is not in here does not influence a verdict. */
export interface Evidence {
  assignment: DelegateAssignment;
  /** Attempts of a delegate that came back, this one included: what `caps.attempts` counts. */
  attempts: number;
  /** Login of the person whose commits these are, instead of a delegate's; nobody was asked for an answer then. */
  pushedBy: string | null;
  /** Heads of the delegation's attempts so far, oldest first and this one last, with the person who pushed them; null: a delegate. */
  heads: { head: string; by: string | null }[];
  answer: AnswerEvidence;
  /** `evidence.json` as the run wrote it: a claim until it is compared with `range`. */
  file: EvidenceFile;
  /** `recordedBase..head`: everything an accept would merge, earlier attempts included. */
  range: CommitRange;
  /** `base..head`: what this attempt did. Equal to `range` on the first attempt. */
  attemptRange: CommitRange;
  /** At `recordedBase` and at `head`; null where the file is not there. Authored tasks are the same at both. */
  tasks: { base: TasksEvidence | null; head: TasksEvidence | null };
  /** Proposal, design and specs of the change at `recordedBase`: what a delegate writes there decides nothing. */
  documents: ChangeDocument[];
  /** Every path at `recordedBase` and at `head`. */
  trees: { base: string[]; head: string[] };
  /** The files of `range`, in its order. */
  texts: ChangedText[];
  /** Files that did not change and belong to one that did (`partnerPaths`), by path; the text is the same at both ends. */
  partners?: ReadonlyMap<string, string>;
  /** Of the words that `Check.words` of all checks name. */
  found: Found;
  secrets: SecretFinding[];
  judgement: JudgementEvidence;
  configuration: ReviewConfiguration;
}

/** What has to be read from git to judge a run, before anything is parsed. */
export interface RawEvidence extends Omit<Evidence, 'answer' | 'tasks' | 'found' | 'texts'> {
  /** `answer.json` as the agent wrote it; null when there was none. */
  answerText: string | null;
  /** `ownTasksPath(assignment)` at `recordedBase` and at `head`; null where there is no such file. */
  tasksText: { base: string | null; head: string | null };
  /** Texts by path: at `recordedBase` by the old name, at `head` by the new one. */
  textsAt: { base: ReadonlyMap<string, string>; head: ReadonlyMap<string, string> };
  /** By the path at `head`; by the old one of a file that is gone. */
  hunks: ReadonlyMap<string, Hunk[]>;
}

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

const changedTexts = ({ range, textsAt, hunks }: RawEvidence): ChangedText[] =>
  range.files.map((file) => ({
    file,
    base: file.status === 'added' ? null : (textsAt.base.get(file.oldPath ?? file.path) ?? null),
    head: file.status === 'deleted' ? null : (textsAt.head.get(file.path) ?? null),
    hunks: hunks.get(file.path) ?? [],
  }));

/** Parsed; `found` is still empty: `wordsOf` says what to look for. */
export const prepareEvidence = (raw: RawEvidence): Evidence => {
  const { answerText, tasksText, textsAt: _texts, hunks: _hunks, ...rest } = raw;
  const tasksAt = (inFile: string | null) => readTasksEvidence(tasksFrom(raw.assignment, inFile));
  return {
    ...rest,
    answer: readAnswer(answerText),
    tasks: { base: tasksAt(tasksText.base), head: tasksAt(tasksText.head) },
    texts: changedTexts(raw),
    found: { base: { hits: [], complete: true }, head: { hits: [], complete: true } },
  };
};
