import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ActionsOptions } from '../../../src/sandbox/actions/options.ts';
import type { JobRun, StepRun } from '../../../src/sandbox/actions/run.ts';
import { createWorld, fullName, type TestWorld } from '../github/world.ts';

/** Any full SHA: the stand-ins for GitHub's own actions only ask that there is one. */
export const pinned = 'a'.repeat(40);

export interface ActionsWorldOptions {
  /** Files of `.github/workflows`, by name. */
  workflows: Record<string, string>;
  /** Files of actions, by reference, then by path. */
  actions?: Record<string, Record<string, string>>;
  /** Called workflows, by reference. */
  called?: Record<string, string>;
  secrets?: Record<string, string>;
  environment?: ActionsOptions['machine']['environment'];
  timing?: ActionsOptions['timing'];
  runners?: number;
  /** Variables of the machine beside PATH, HOME and SHARED. */
  env?: Record<string, string>;
}

export interface Done {
  id: number;
  conclusion: string | null;
  name: string;
  problems: string[];
  log: string;
  job(name?: string): JobRun;
  step(name: string, job?: string): StepRun;
}

export interface ActionsWorld extends TestWorld {
  /** A folder that all runs of this world see as `$SHARED`. */
  shared: string;
  /** Starts a workflow; gives the run's id. */
  start(file: string, inputs?: Record<string, string>): Promise<number>;
  look(id: number, attempt?: number): Done;
  /** Starts a workflow and waits until nothing runs any more. */
  run(file: string, inputs?: Record<string, string>): Promise<Done>;
}

async function layOut(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

function only<T>(found: T[], what: string): T {
  const [first] = found;
  if (found.length !== 1 || first === undefined) throw new Error(`${found.length} ${what}`);
  return first;
}

/** A repository with workflows on a local GitHub, and actions on this machine. */
export async function createActionsWorld(options: ActionsWorldOptions): Promise<ActionsWorld> {
  const root = await mkdtemp(join(tmpdir(), 'local-actions-'));
  const [shared, home] = [join(root, 'shared'), join(root, 'home')];
  await mkdir(shared);
  await mkdir(home);
  const folders = Object.keys(options.actions ?? {}).map((reference, at) => ({
    reference,
    folder: join(root, `action-${at}`),
  }));
  for (const { reference, folder } of folders) await layOut(folder, options.actions?.[reference] ?? {});
  const called = options.called ?? {};
  const world = await createWorld({
    files: Object.fromEntries(
      Object.entries(options.workflows).map(([name, text]) => [`.github/workflows/${name}`, text]),
    ),
    limits: { primary: 100_000, anonymous: 1_000 },
    actions: {
      machine: {
        environment: options.environment ?? 'github-hosted',
        count: options.runners ?? 2,
        env: { PATH: process.env.PATH ?? '', HOME: home, SHARED: shared, ...options.env },
      },
      timing: { graceMs: 300, ...options.timing },
      resolve: {
        known: [...Object.keys(called), ...Object.keys(options.actions ?? {})],
        workflow: async (reference) => {
          const text = called[reference];
          return text === undefined
            ? null
            : { path: reference.split('@')[0] ?? '', text, sha: 'c'.repeat(40) };
        },
        action: async (reference) => folders.find((each) => each.reference === reference) ?? null,
      },
    },
  });
  const { github } = world;
  for (const [name, value] of Object.entries(options.secrets ?? {}))
    github.setSecret({ repository: fullName, name, value });

  const look = (id: number, attempt?: number): Done => {
    const run = only(
      github.runs(fullName).filter((each) => each.id === id),
      `runs ${id}`,
    );
    const jobs = github.jobs(fullName, id, attempt);
    const job = (name?: string): JobRun =>
      only(
        jobs.filter((each) => name === undefined || each.name === name),
        `jobs ${name}, of ${jobs.map((each) => each.name)}`,
      );
    return {
      id,
      conclusion: run.conclusion,
      name: run.display_title,
      problems: github.runProblems(fullName, id),
      log: github.runLog(fullName, id).join('\n'),
      job,
      step: (name, of) =>
        only(
          job(of).steps.filter((step) => step.name === name),
          `steps ${name}, of ${job(of).steps.map((step) => step.name)}`,
        ),
    };
  };
  const start = async (file: string, inputs: Record<string, string> = {}): Promise<number> => {
    const path = `/repos/${fullName}/actions/workflows/${file}/dispatches`;
    const body = { ref: 'main', inputs, return_run_details: true };
    const answer = await world.send(`POST ${path}`, { token: world.token, body });
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body.workflow_run_id;
  };
  return {
    ...world,
    shared,
    start,
    look,
    run: async (file, inputs) => {
      const id = await start(file, inputs);
      await github.actions.settled();
      return look(id);
    },
    async stop() {
      await world.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A workflow of one job, `only`, with these steps (YAML, indented as they are). */
export const stepsWorkflow = (steps: string, more = ''): string => `name: Steps
on: { workflow_dispatch: { inputs: { text: { type: string }, flag: { type: boolean } } } }
permissions: { contents: read }
${more}
jobs:
  only:
    runs-on: ubuntu-latest
    steps:
${steps
  .replace(/^\n/, '')
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
`;
