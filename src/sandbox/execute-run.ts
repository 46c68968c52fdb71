import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecuteContext, RunConclusion, WorkflowRun } from './actions/run.ts';
import { startChild } from './child.ts';

/** Does one run's work: the runner as a child process, in a folder of its own, with the run's token and nothing else. */
export const executeRun =
  (options: { folder: string; githubUrl: () => string; recordings: string | null }) =>
  async (run: WorkflowRun, context: ExecuteContext): Promise<RunConclusion> => {
    const workDir = join(options.folder, String(run.id));
    await mkdir(workDir, { recursive: true });
    const child = startChild({
      entry: 'runner/main.ts',
      cwd: workDir,
      env: {
        PATH: process.env.PATH,
        HOME: workDir,
        ASSIGNMENT: context.inputs.assignment,
        REMOTE_URL: `${options.githubUrl()}/${run.repository.fullName}.git`,
        RUN_TOKEN: context.token,
        RUN_ID: String(run.id),
        RUN_ATTEMPT: String(run.attempt),
        WORK_DIR: workDir,
        ...(options.recordings ? { RECORDINGS: options.recordings } : {}),
      },
      onLine: context.log,
    });
    const cancel = (): void => {
      child.process.kill('SIGTERM');
    };
    context.signal.addEventListener('abort', cancel, { once: true });
    const code = await child.exited;
    if (context.signal.aborted) return 'cancelled';
    return code === 0 ? 'success' : 'failure';
  };
