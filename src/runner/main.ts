import { z } from 'zod';
import { assignmentSchema } from '../contracts/assignment.ts';
import { type RunOptions, runAssignment } from './run-assignment.ts';

/** Started once per run: `ASSIGNMENT REMOTE_URL RUN_TOKEN RUN_ID RUN_ATTEMPT WORK_DIR [RECORDINGS]`. */
const environmentSchema = z.object({
  ASSIGNMENT: z.string().transform((text, context) => {
    try {
      return assignmentSchema.parse(JSON.parse(text));
    } catch (error) {
      const message =
        error instanceof z.ZodError ? z.prettifyError(error).replace(/\s*\n\s*/g, ' ') : 'is not JSON';
      context.addIssue(message);
      return z.NEVER;
    }
  }),
  REMOTE_URL: z.url(),
  RUN_TOKEN: z.string(),
  RUN_ID: z.coerce.number().int().nonnegative(),
  RUN_ATTEMPT: z.coerce.number().int().min(1),
  WORK_DIR: z.string().min(1),
  RECORDINGS: z.string().min(1).optional(),
});

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const readOptions = (signal: AbortSignal): RunOptions => {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'invalid'}`);
  }
  const { ASSIGNMENT, REMOTE_URL, RUN_TOKEN, RUN_ID, RUN_ATTEMPT, WORK_DIR, RECORDINGS } = parsed.data;
  return {
    assignment: ASSIGNMENT,
    remote: { url: REMOTE_URL, token: RUN_TOKEN },
    run: { id: RUN_ID, attempt: RUN_ATTEMPT },
    workDir: WORK_DIR,
    recordings: RECORDINGS,
    path: process.env.PATH,
    log,
    signal,
  };
};

const main = async (): Promise<number> => {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(name, () => stop.abort(new Error(`ended by ${name} before the evidence was published`)));
  }
  try {
    const outcome = await runAssignment(readOptions(stop.signal));
    log(`evidence: ${outcome.evidence.ref} ${outcome.evidence.sha}`);
    return 0;
  } catch (error) {
    const problem = stop.signal.aborted ? stop.signal.reason : error;
    const message = problem instanceof Error ? problem.message : String(problem);
    process.stderr.write(`run failed: ${message.replace(/\s*\n\s*/g, ' ')}\n`);
    return 1;
  }
};

process.exitCode = await main();
