import type { Assignment } from '../contracts/assignment.ts';
import type { Isolation } from './isolation/isolation.ts';

export interface Remote {
  /** Clone address (https, http or file). */
  url: string;
  token: string;
}

/** Which Actions run a step belongs to. */
export interface RunIdentity {
  id: number;
  attempt: number;
}

/** What every step of one run is given. */
export interface StepOptions {
  assignment: Assignment;
  run: RunIdentity;
  /** Folder under which the step makes its own. */
  workDir: string;
  /** Search path of git, the agent and the verification commands. */
  path?: string | undefined;
  /** Folders of the machine's runner, with other runs' files in them: not for programs that are not trusted. */
  hidden: string[];
  /** Values of this process that must not leave with anything a program said or made. */
  secrets: string[];
  /** Finds out what the machine can do; called once. */
  findIsolation: (options: { path: string | undefined; scratch: string; seed: string }) => Promise<Isolation>;
  /** One line for the log of the job. */
  log: (line: string) => void;
  signal: AbortSignal;
}

/** The step cannot go on; `message` is one line that says what to do. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused';
}

/** Evidence of a second try would stand beside that of the first, and nobody could say which one counts. */
export const refuseReRun = ({ run }: Pick<StepOptions, 'run'>): void => {
  if (run.attempt === 1) return;
  throw new RunRefused(
    `This is attempt ${run.attempt} of the run, and an assignment runs once: comment /retry on the pull request for a fresh one.`,
  );
};

/** What the machine can do, or the refusal where the configuration asks for more. */
export const isolationFor = async (
  options: StepOptions,
  at: { scratch: string; job: 'agent' | 'verify' },
): Promise<Isolation> => {
  const { assignment, path } = options;
  const isolation = await options.findIsolation({
    path,
    scratch: at.scratch,
    seed: `${assignment.id}/${at.job}`,
  });
  if (isolation.kind !== 'none') return isolation;
  if (assignment.runner.isolation === 'required') {
    throw new RunRefused(
      `Isolation is required by \`runner.isolation\` and not to be had on this runner: ${isolation.gap}`,
    );
  }
  options.log(`isolation: none. ${isolation.gap}`);
  return isolation;
};

export const gapOf = (isolation: Isolation): string | null =>
  isolation.kind === 'none' ? isolation.gap : null;
