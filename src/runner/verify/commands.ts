import type { VerificationResult } from '../../contracts/evidence.ts';
import type { RunProgram } from '../../ports/agent.ts';
import { scrubbedEnvironment } from '../environment.ts';
import type { Folders } from '../folders.ts';
import type { StepOptions } from '../run.ts';
import { knownSecrets } from '../secrets/known.ts';
import { redactText } from '../secrets/redact.ts';
import type { VerificationPlan } from './plan.ts';

const outputBytes = 64 * 1024;

interface Verifying {
  options: StepOptions;
  folders: Folders;
  run: RunProgram;
  plan: VerificationPlan;
}

/** Every command of the plan has its result, in order; after a failed setup command the rest is marked as not run. */
export const runCommands = async (verifying: Verifying): Promise<VerificationResult[]> => {
  const { setup, commands } = verifying.plan;
  const results: VerificationResult[] = [];
  for (const [kind, list] of [
    ['setup', setup],
    ['command', commands],
  ] as const) {
    for (const command of list) {
      const failed = results.find((result) => result.kind === 'setup' && !result.passed);
      results.push(failed ? notRun(command, kind, failed) : await runCommand(verifying, command, kind));
      verifying.options.log(`verify: ${results.at(-1)?.passed ? 'passed' : 'failed'}: ${command}`);
    }
  }
  return results;
};

const runCommand = async (
  { options, folders, run }: Verifying,
  command: string,
  kind: VerificationResult['kind'],
): Promise<VerificationResult> => {
  const { verifySeconds } = options.assignment.limits;
  const ended = await run({
    argv: ['/bin/sh', '-c', command],
    cwd: folders.worktree,
    env: {
      ...scrubbedEnvironment({ path: options.path, home: folders.home, temporary: folders.temporary }),
      // Test runners watch, and package managers look for news of themselves, unless told where they are.
      CI: 'true',
      npm_config_update_notifier: 'false',
    },
    limitMs: verifySeconds * 1000,
    capBytes: outputBytes,
    signal: options.signal,
  });
  const { exitCode, timedOut, durationMs } = ended;
  const note = timedOut ? `\n[ended after ${verifySeconds} s, the limit of one command]\n` : '';
  // Without isolation a command could see what this process has, and its output is published.
  const output = (await redactText(ended.output, knownSecrets(options.secrets))) + note;
  return { command, kind, passed: exitCode === 0, exitCode, timedOut, durationMs, output };
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
