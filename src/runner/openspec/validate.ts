import type { ProgramEnded } from '../../ports/agent.ts';
import { type OpenspecPlace, runOpenspec } from './program.ts';
import { type Problem, readArchive, readValidate } from './replies.ts';

export interface ValidateOptions extends OpenspecPlace {
  /** Checkout with the change in its `openspec/` folder; only read. */
  folder: string;
  /** The same checkout once more: the change is archived in it. */
  copy: string;
  change: string;
}

/** What one command came to, as evidence tells it. */
export interface CommandRan extends Pick<ProgramEnded, 'exitCode' | 'timedOut' | 'durationMs'> {
  passed: boolean;
  output: string;
}

export interface Validated {
  /** What is wrong, each a sentence; empty when the change is valid and can be archived. */
  findings: string[];
  strict: boolean;
  archivable: boolean;
  ran: { validate: CommandRan; archive: CommandRan };
}

/**
 * What OpenSpec's own CLI thinks of a change: strict validation, and an archive in the copy that leaves no spec worse
 * than it was. Strict validation alone lets deltas pass that no archive would take.
 */
export const validateChange = async (options: ValidateOptions): Promise<Validated> => {
  const { folder, change } = options;
  const ended = await runOpenspec(options, folder, [
    'validate',
    '--strict',
    '--json',
    '--type',
    'change',
    change,
  ]);
  const problems = readValidate(ended, change);
  const validate = commandRan(ended, {
    problems: problems.map(({ text }) => text),
    good: `${change} is valid.`,
  });
  const archive = await archiveIn(options);
  return {
    findings: [
      ...problems.map(({ text }) => `\`openspec validate ${change} --strict\`: ${text}`),
      ...archive.problems.map((text) => `\`openspec archive ${change}\`: ${text}`),
    ],
    strict: validate.passed,
    archivable: archive.ran.passed,
    ran: { validate, archive: archive.ran },
  };
};

const archiveIn = async (options: ValidateOptions): Promise<{ problems: string[]; ran: CommandRan }> => {
  const { change, copy, folder } = options;
  const ended = await runOpenspec(options, copy, ['archive', '--yes', '--json', change]);
  const reply = readArchive(ended);
  if ('problem' in reply)
    return { problems: [reply.problem], ran: commandRan(ended, { problems: [reply.problem], good: '' }) };
  const after = await specProblems(options, copy);
  const before = after.length === 0 ? [] : await specProblems(options, folder);
  const problems = worseThan(before, after).map(({ id, text }) =>
    id === '' ? text : `it leaves openspec/specs/${id}/spec.md invalid: ${text}`,
  );
  const good = `${change} can be archived, as ${reply.archivedAs}.`;
  return { problems, ran: commandRan(ended, { problems, good }) };
};

/** Problems of `after` that `before` had not. Those that are of no spec say that nothing is known. */
const worseThan = (before: Problem[], after: Problem[]): Problem[] => {
  const left = before.map(keyOf);
  return after.filter((problem) => {
    const at = left.indexOf(keyOf(problem));
    if (problem.id === '' || at < 0) return true;
    left.splice(at, 1);
    return false;
  });
};

/** Places in a spec move when a requirement comes or goes. */
const keyOf = ({ id, text }: Problem): string => `${id} ${text.replace(/\d+/g, '#')}`;

const specProblems = async (place: OpenspecPlace, folder: string): Promise<Problem[]> =>
  readValidate(await runOpenspec(place, folder, ['validate', '--specs', '--strict', '--json']));

const commandRan = (
  { exitCode, timedOut, durationMs }: ProgramEnded,
  { problems, good }: { problems: string[]; good: string },
): CommandRan => {
  const passed = problems.length === 0;
  const output = `${(passed ? [good] : problems).join('\n')}\n`;
  // Its own exit code is 0 also when what it leaves is not valid.
  return { exitCode: passed || exitCode !== 0 ? exitCode : 1, timedOut, durationMs, passed, output };
};
