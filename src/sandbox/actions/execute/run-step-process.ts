import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCommandReader } from './commands.ts';
import { githubVariables } from './contexts.ts';
import { createEnvFiles, type Written } from './env-files.ts';
import { runProcess } from './process.ts';
import type { JobRoom, StepRoom } from './room.ts';

/** Variables that GitHub sets and nobody else: the environment of every process of a job. */
function fixedVariables({ room, action }: StepRoom): Record<string, string> {
  const { machine, options } = room;
  const { github, runner } = room.contexts;
  const ofGithub = typeof github === 'object' && github !== null && !Array.isArray(github) ? github : {};
  const ofRunner = typeof runner === 'object' && runner !== null && !Array.isArray(runner) ? runner : {};
  return {
    ...githubVariables({ ...ofGithub, action }),
    ...Object.fromEntries(
      Object.entries(ofRunner).map(([name, value]) => [`RUNNER_${name.toUpperCase()}`, String(value)]),
    ),
    RUNNER_WORKSPACE: dirname(machine.workspace),
    RUNNER_ENVIRONMENT: options.machine.environment,
    RUNNER_TRACKING_ID: room.tracking,
    GITHUB_EVENT_PATH: eventPath(room),
    GITHUB_ACTIONS: 'true',
  };
}

/** The file behind `GITHUB_EVENT_PATH`. */
export const eventPath = ({ machine }: JobRoom): string =>
  join(machine.temp, '_github_workflow', 'event.json');

function take(step: StepRoom, written: Written): void {
  const { room, log } = step;
  for (const [name, value] of written.env) room.env[name] = value;
  for (const path of written.paths) room.paths = [path, ...room.paths.filter((each) => each !== path)];
  for (const [name, value] of written.outputs) step.output(name, value);
  if (written.summary !== null) step.step.summary = room.masks.apply(written.summary);
  for (const text of [...written.remarks, ...written.problems]) log.issue('error', text);
}

/** Runs the process of a step in the environment of one, and takes what it wrote into its files. */
export async function runStepProcess(
  step: StepRoom,
  options: { file: string; args: string[]; cwd: string; env: Record<string, string> },
): Promise<boolean> {
  const { room, log, signal } = step;
  const { machine, timing } = room.options;
  // Node would say that the program is missing.
  if (!existsSync(options.cwd)) {
    throw new Error(
      `An error occurred trying to start process '${options.file}' with working directory '${options.cwd}'. No such file or directory`,
    );
  }
  const files = await createEnvFiles(join(room.machine.temp, '_runner_file_commands'), randomUUID());
  const commands = createCommandReader(log, room.masks);
  const env: Record<string, string> = {
    CI: 'true',
    ...machine.env,
    ...step.env,
    ...options.env,
    ...fixedVariables(step),
    ...files.env,
  };
  const path = [...room.paths, env.PATH ?? ''].filter(Boolean).join(':');
  const code = await runProcess({
    ...options,
    env: { ...env, PATH: path },
    signal,
    graceMs: timing?.graceMs ?? 5_000,
    onLine: commands.line,
  });
  const written = await files.read();
  take(step, written);
  if (signal.aborted) return false;
  if (code !== 0) log.issue('error', `Process completed with exit code ${code ?? 137}.`);
  return code === 0 && written.problems.length === 0 && !commands.refused();
}
