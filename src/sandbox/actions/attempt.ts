import type { Permissions } from '../github/model.ts';
import { issueToken } from '../github/tokens.ts';
import type { World } from '../github/world.ts';
import type { ActionsOptions, RunConclusion, WorkflowRun } from './run.ts';

/** A cancelled attempt that does not come back is given up on after this long. */
const cancelGraceMs = 10_000;

const levels = { read: 1, write: 2 };

function narrowed(wanted: Permissions, most: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([name, level]) => {
      const limit = most[name];
      if (limit === undefined) return [];
      return [[name, levels[level] <= levels[limit] ? level : limit] as const];
    }),
  );
}

const afterGrace = (signal: AbortSignal): Promise<RunConclusion> =>
  new Promise((resolve) => {
    const giveUp = (): void => {
      setTimeout(() => resolve('cancelled'), cancelGraceMs).unref();
    };
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });

/** One attempt of a run, with tokens that die with it. Never throws: what goes wrong is a failure in the log. */
export async function runAttempt(
  world: World,
  run: WorkflowRun,
  options: { execute: ActionsOptions['execute']; signal: AbortSignal },
): Promise<RunConclusion> {
  const { execute, signal } = options;
  const tokens: string[] = [];
  const tokenFor = (wanted: Permissions): string => {
    const permissions = narrowed(wanted, run.permissions);
    const principal = { kind: 'run', runId: run.id, repositoryId: run.repository.id, permissions } as const;
    const token = issueToken(world, { principal, expiresAt: null });
    tokens.push(token);
    return token;
  };
  const log = (line: string): void => {
    run.log.push(line);
    world.changed({ repository: run.repository.fullName, kind: 'run', number: run.id });
  };
  try {
    const token = tokenFor(run.permissions);
    const work = execute(run, { signal, token, tokenFor, inputs: run.inputs, log });
    const conclusion = await Promise.race([work, afterGrace(signal)]);
    return signal.aborted ? 'cancelled' : conclusion;
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
    return signal.aborted ? 'cancelled' : 'failure';
  } finally {
    for (const token of tokens) world.tokens.delete(token);
  }
}
