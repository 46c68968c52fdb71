import type { VerificationResult } from '../contracts/evidence.ts';
import { scrubbedEnvironment } from './environment.ts';
import type { Run } from './run.ts';
import { runGit } from './run-git.ts';
import { runProgram } from './run-program.ts';
import type { VerificationPlan } from './verification-commands.ts';

const outputBytes = 64 * 1024;

/** Runs the commands on the head, in a checkout the agent never touched. A failing command is a result, not an error. */
export const verify = async (
  run: Run,
  options: { head: string; plan: VerificationPlan },
): Promise<VerificationResult[]> => {
  const { outbox, verify: checkout } = run.folders;
  const { setup, commands } = options.plan;
  if (setup.length + commands.length === 0) return [];
  await runGit(run, ['worktree', 'add', '--quiet', '--detach', checkout, options.head], { cwd: outbox });
  const results: VerificationResult[] = [];
  const failedSetup = (): VerificationResult | undefined =>
    results.find((result) => result.kind === 'setup' && !result.passed);
  for (const [kind, list] of [
    ['setup', setup],
    ['command', commands],
  ] as const) {
    for (const command of list) {
      const failed = failedSetup();
      results.push(failed ? notRun(command, kind, failed) : await runCommand(run, command, kind));
      run.log(`verify: ${results.at(-1)?.passed ? 'passed' : 'failed'}: ${command}`);
    }
  }
  return results;
};

const runCommand = async (
  run: Run,
  command: string,
  kind: VerificationResult['kind'],
): Promise<VerificationResult> => {
  const { verify: checkout, verifyHome, verifyTemporary } = run.folders;
  const ended = await runProgram({
    argv: ['/bin/sh', '-c', command],
    cwd: checkout,
    env: {
      ...scrubbedEnvironment({ path: run.path, home: verifyHome, temporary: verifyTemporary }),
      // Test runners watch, and package managers look for news of themselves, unless told where they are.
      CI: 'true',
      npm_config_update_notifier: 'false',
    },
    limitMs: run.assignment.limits.verifySeconds * 1000,
    capBytes: outputBytes,
    signal: run.signal,
  });
  const { exitCode, timedOut, durationMs } = ended;
  const note = timedOut
    ? `\n[ended after ${run.assignment.limits.verifySeconds} s, the limit of one command]\n`
    : '';
  return {
    command,
    kind,
    passed: exitCode === 0,
    exitCode,
    timedOut,
    durationMs,
    output: ended.output + note,
  };
};

const notRun = (
  command: string,
  kind: VerificationResult['kind'],
  failed: VerificationResult,
): VerificationResult => ({
  command,
  kind,
  passed: false,
  exitCode: null,
  timedOut: false,
  durationMs: 0,
  output: `[not run: the setup command before it failed: ${failed.command}]\n`,
});
