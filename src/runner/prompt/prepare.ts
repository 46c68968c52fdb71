import { answerSchema } from '../../contracts/answer.ts';
import type { Assignment, DelegateAssignment } from '../../contracts/assignment.ts';
import { readTasks, type TasksFile } from '../../openspec/tasks.ts';
import { schemaOf } from '../agent/lay-out.ts';
import type { Task } from '../agent/task.ts';
import { filesAt, textAt } from '../at-commit.ts';
import { RunRefused } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { type Manifests, manifestNames, planVerification, type VerificationPlan } from '../verify/plan.ts';
import { buildPrompt } from './prompt.ts';
import type { Template } from './template.ts';

/** What a step reads from: a repository of ours with the base in it. */
export interface Reading<A extends Assignment = DelegateAssignment> {
  assignment: A;
  place: GitPlace;
}

/** Reads what a delegate's prompt is built from, and builds it. Its work is judged by the App alone. */
export const delegateTask = async (reading: Reading, template: Template): Promise<Task> => {
  const { assignment, place } = reading;
  const files = await filesAt(place, assignment.base);
  const plan = await planFor(reading);
  const prompt = buildPrompt({
    assignment,
    template,
    tasks: await readSections(reading, assignment.base),
    rules: await readRules(reading, files),
    files,
    verification: plan,
    answerSchema: schemaOf(answerSchema),
  });
  const review: Task['review'] = ({ taken }) => Promise.resolve({ problems: [], taken });
  return { access: 'edit', turns: 1, prompt, schema: answerSchema, plan, review };
};

const readSections = async ({ assignment, place }: Reading, commit: string): Promise<TasksFile> => {
  const { change, sections } = assignment;
  const path = `openspec/changes/${change}/tasks.md`;
  const text = await textAt(place, commit, path);
  if (text === null) throw new RunRefused(`${path} is not at ${commit}: push the change, then /retry.`);
  const tasks = readTasks(text);
  const missing = sections.filter((number) => !tasks.sections.some((section) => section.number === number));
  if (missing.length === 0) return tasks;
  throw new RunRefused(
    `${path} has no section ${missing.join(', ')} at ${commit}: ask with /delegate for one it has.`,
  );
};

/**
 * From the recorded base, not the attempt's own: the base of a second attempt was written by the first one, and a
 * delegate does not choose what it is measured by.
 */
export const planFor = async (reading: Reading): Promise<VerificationPlan> => {
  const { recordedBase, verify, sections } = reading.assignment;
  const tasks = await readSections(reading, recordedBase);
  const manifests: Manifests = {};
  for (const name of manifestNames) manifests[name] = await textAt(reading.place, recordedBase, name);
  return planVerification({ verify, sections, tasks, manifests });
};

const readRules = async ({ assignment, place }: Reading, files: string[]): Promise<string[]> => {
  const { change, base } = assignment;
  const folder = `openspec/changes/${change}/`;
  const names = files.filter((file) => file.startsWith(folder) && /\/(design|spec)\.md$/.test(file)).sort();
  const texts = await Promise.all(names.map((name) => textAt(place, base, name)));
  return texts.filter((text) => text !== null);
};
