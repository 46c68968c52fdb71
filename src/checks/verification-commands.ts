import type { VerificationResult } from '../contracts/evidence.ts';
import { type Check, verdictOf } from './check.ts';
import type { Evidence } from './evidence.ts';
import { checkTitles } from './titles.ts';

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** A report about other commits proves nothing about these. */
const strangeReport = ({ assignment, file, range, pushedBy }: Evidence): string[] => {
  const problems: string[] = [];
  if (file.assignment !== assignment.id)
    problems.push(`The report is of assignment ${file.assignment}, not ${assignment.id}.`);
  if (file.attempt !== assignment.attempt)
    problems.push(`The report is of attempt ${file.attempt}, not ${assignment.attempt}.`);
  const [from, verified] = pushedBy === null ? [file.base, file.head] : [assignment.base, file.base];
  if (from !== assignment.base)
    problems.push(`Verified from base ${from}, but the assignment names ${assignment.base}.`);
  if (verified !== range.head)
    problems.push(`Verified at head ${verified ?? 'none'}, but the branch is at ${range.head}.`);
  return problems;
};

const outcome = (result: VerificationResult): string => {
  if (result.timedOut) return `ran into its time limit after ${seconds(result.durationMs)}`;
  if (result.exitCode === null) return 'was ended by a signal';
  return `exited ${result.exitCode} after ${seconds(result.durationMs)}`;
};

const succeeded = (result: VerificationResult): boolean =>
  result.passed && result.exitCode === 0 && !result.timedOut;

const notReported = ({ assignment, file }: Evidence): string[] => {
  const ran = (kind: VerificationResult['kind']): Set<string> =>
    new Set(
      (file.verification ?? []).filter((result) => result.kind === kind).map((result) => result.command),
    );
  const setup = ran('setup');
  const commands = ran('command');
  return [
    ...assignment.verify.setup.filter((command) => !setup.has(command)),
    ...assignment.verify.commands.filter((command) => !commands.has(command)),
  ].map((command) => `\`${command}\` was asked for and not reported.`);
};

export const verificationCommands: Check = {
  id: 'verification-commands',
  title: checkTitles['verification-commands'],
  run: (evidence) => {
    const results = evidence.file.verification;
    if (results === null)
      return verdictOf(['Job verify did not report, so nothing is verified: start the attempt again.'], []);
    const problems = [...strangeReport(evidence), ...notReported(evidence)];
    if (!results.some((result) => result.kind === 'command')) {
      problems.push('No verification command was configured or found: name one under `verify.commands`.');
    }
    const notes: string[] = [];
    for (const result of results) {
      const line = `\`${result.command}\` ${outcome(result)}`;
      if (succeeded(result)) notes.push(`${line}.`);
      else problems.push(`${line}: its output is below.`);
    }
    return verdictOf(problems, notes);
  },
};
