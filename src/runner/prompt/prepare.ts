import { readTexts } from '../../adapters/git/read-texts.ts';
import { answerSchema } from '../../contracts/answer.ts';
import type { Assignment, DelegateAssignment } from '../../contracts/assignment.ts';
import type { Claim } from '../../contracts/claims.ts';
import { readTasks, sectionText, type TasksFile } from '../../openspec/tasks.ts';
import { ownTasksPath, tasksFrom } from '../../openspec/tasks-source.ts';
import { schemaOf } from '../agent/lay-out.ts';
import type { Task } from '../agent/task.ts';
import { filesAt, rootAt, textAt } from '../at-commit.ts';
import { searchWhole } from '../claims/search-whole.ts';
import { readingOf } from '../reading.ts';
import { RunRefused } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { type Manifests, manifestNames, planVerification, type VerificationPlan } from '../verify/plan.ts';
import { readConventions } from './conventions/read.ts';
import { lookUp } from './inventory/files.ts';
import { type BaseLook, pathsOf, wordsIn } from './inventory/inventory.ts';
import { buildPrompt } from './prompt.ts';
import type { Template } from './template.ts';

/** What a step reads from: a repository of ours with the base in it. */
export interface Reading<A extends Assignment = DelegateAssignment> {
  assignment: A;
  place: GitPlace;
}

/** What commits are measured by: those of a delegation, or those a review is of. */
export type Measured = Pick<DelegateAssignment, 'change' | 'tasks' | 'sections' | 'recordedBase' | 'verify'>;

/** Reads what a delegate's prompt is built from, and builds it. Its work is judged by the App alone. */
export const delegateTask = async (
  reading: Reading,
  { template, claims }: { template: Template; claims: Claim[] },
): Promise<Task> => {
  const { assignment, place } = reading;
  const { recordedBase } = assignment;
  const tasks = await readSections(reading, recordedBase);
  const named = pathsOf(sectionText(tasks, assignment.sections));
  const files = await filesAt(place, recordedBase);
  const plan = await planFor(reading);
  const prompt = buildPrompt({
    assignment,
    template,
    tasks,
    claims,
    rules: await readRules(reading, files),
    look: await lookAtBase(reading, { claims, named }),
    conventions: await readConventions({ place, commit: recordedBase }, { files, named }),
    verification: plan,
    answerSchema: schemaOf(answerSchema),
  });
  const review: Task['review'] = ({ taken }) => Promise.resolve({ problems: [], taken });
  return { access: 'edit', turns: 1, prompt, schema: answerSchema, plan, review };
};

/** What the agent will find where it starts. */
const lookAtBase = async (
  { assignment, place }: Reading,
  { claims, named }: { claims: Claim[]; named: string[] },
): Promise<BaseLook> => {
  const { base: commit } = assignment;
  const files = await filesAt(place, commit);
  const paths = lookUp(named, files).flatMap(({ path, found }) => (found === 'file' ? [path] : []));
  return {
    files,
    texts: await readTexts(readingOf(place), { commit, paths }),
    search: await searchWhole({ place, commit, words: wordsIn(claims) }),
  };
};

/** The tasks of an assignment, with every section it names; a refusal that says what to do where they are not to be had. */
export const readSections = async (
  { assignment, place }: { assignment: Measured; place: GitPlace },
  commit: string,
): Promise<TasksFile> => {
  const { sections } = assignment;
  const path = ownTasksPath(assignment);
  const text = tasksFrom(assignment, path === null ? null : await textAt(place, commit, path));
  if (text === null)
    throw new RunRefused(
      `${path ?? 'The text of the tasks'} is not at ${commit}: push the change, then /retry.`,
    );
  const tasks = readTasks(text);
  const missing = sections.filter((number) => !tasks.sections.some((section) => section.number === number));
  if (missing.length === 0) return tasks;
  throw new RunRefused(
    `${path ?? 'The text of the tasks'} has no section ${missing.join(', ')} at ${commit}: ask with /delegate for one it has.`,
  );
};

/**
 * From the recorded base, not the attempt's own: the base of a second attempt was written by the first one, and a
 * delegate does not choose what it is measured by.
 */
export const planFor = async (reading: {
  assignment: Measured;
  place: GitPlace;
}): Promise<VerificationPlan> => {
  const { recordedBase, verify, sections } = reading.assignment;
  const tasks = await readSections(reading, recordedBase);
  const manifests = await readManifests(reading.place, recordedBase);
  return planVerification({ verify, sections, tasks, manifests });
};

const readManifests = async (place: GitPlace, commit: string): Promise<Manifests> => {
  const root = await rootAt(place, commit);
  const there = manifestNames.filter((name) => root.includes(name));
  const texts = there.map(async (name) => [name, await textAt(place, commit, name)]);
  return Object.fromEntries(await Promise.all(texts));
};

const readRules = async (
  { assignment, place }: Reading,
  files: string[],
): Promise<{ path: string; text: string }[]> => {
  const { change, recordedBase } = assignment;
  if (change === null) return [];
  const folder = `openspec/changes/${change}/`;
  // the tasks of the change forbid things to a fix-up as well
  const named = assignment.fixUp ? /\/(design|spec|tasks)\.md$/ : /\/(design|spec)\.md$/;
  const paths = files.filter((file) => file.startsWith(folder) && named.test(file));
  const texts = await readTexts(readingOf(place), { commit: recordedBase, paths });
  return [...texts].map(([path, text]) => ({ path, text }));
};
