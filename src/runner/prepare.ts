import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { answerSchema } from '../contracts/answer.ts';
import { readTasks, type TasksFile } from '../openspec/tasks.ts';
import { filesAt, textAt } from './at-commit.ts';
import { buildPrompt } from './prompt.ts';
import { type Run, RunRefused } from './run.ts';
import {
  type Manifests,
  manifestNames,
  planVerification,
  type VerificationPlan,
} from './verification-commands.ts';

export interface Prepared {
  prompt: string;
  plan: VerificationPlan;
  promptPath: string;
  schemaPath: string;
  answerPath: string;
}

const templatePath = new URL('../text/prompts/delegate.md', import.meta.url);

/** Reads what the prompt is built from, builds it, and lays it out for the agent. */
export const prepare = async (run: Run): Promise<Prepared> => {
  const { assignment, folders } = run;
  const files = await filesAt(run, assignment.base);
  const tasks = await readSections(run, assignment.base);
  const plan = await planFor(run);
  const schema = z.toJSONSchema(answerSchema);
  const prompt = buildPrompt({
    assignment,
    template: await readFile(templatePath, 'utf8'),
    tasks,
    rules: await readRules(run, files),
    files,
    verification: plan,
    answerSchema: schema,
  });
  const paths = {
    promptPath: join(folders.exchange, 'prompt.md'),
    schemaPath: join(folders.exchange, 'answer.schema.json'),
    answerPath: join(folders.exchange, 'answer.json'),
  };
  await writeFile(paths.promptPath, prompt);
  await writeFile(paths.schemaPath, `${JSON.stringify(schema, null, 2)}\n`);
  return { prompt, plan, ...paths };
};

const readSections = async (run: Run, commit: string): Promise<TasksFile> => {
  const { change, sections } = run.assignment;
  const path = `openspec/changes/${change}/tasks.md`;
  const text = await textAt(run, commit, path);
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
const planFor = async (run: Run): Promise<VerificationPlan> => {
  const { recordedBase, verify, sections } = run.assignment;
  const tasks = await readSections(run, recordedBase);
  const manifests: Manifests = {};
  for (const name of manifestNames) manifests[name] = await textAt(run, recordedBase, name);
  return planVerification({ verify, sections, tasks, manifests });
};

const readRules = async (run: Run, files: string[]): Promise<string[]> => {
  const { change, base } = run.assignment;
  const folder = `openspec/changes/${change}/`;
  const names = files.filter((file) => file.startsWith(folder) && /\/(design|spec)\.md$/.test(file)).sort();
  const texts = await Promise.all(names.map((name) => textAt(run, base, name)));
  return texts.filter((text) => text !== null);
};
