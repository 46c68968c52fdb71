import type { PlanningAssignment } from '../../contracts/assignment.ts';
import type { VerificationResult } from '../../contracts/evidence.ts';
import { proposeAnswerSchema } from '../../contracts/planning/propose.ts';
import { capMiddle } from '../../text/sanitize.ts';
import { textAt } from '../at-commit.ts';
import type { CommandRan, Validated } from '../openspec/validate.ts';
import type { GitPlace } from '../run-git.ts';
import { knownSecrets } from '../secrets/known.ts';
import { redactText } from '../secrets/redact.ts';

/** What evidence holds of a command's output. */
const mostOutput = 64 * 1024;

const folderName = /^[a-z0-9][a-z0-9._-]*$/i;

/** The change that came back; null where the answer names none. */
export const returnedChange = async (
  place: GitPlace,
  { assignment, agent }: { assignment: PlanningAssignment; agent: string },
): Promise<string | null> => {
  if (assignment.phase === 'enhance' && folderName.test(assignment.inputs.change))
    return assignment.inputs.change;
  const answer = proposeAnswerSchema.safeParse(parse(await textAt(place, agent, 'answer.json')));
  return answer.success && answer.data.status === 'PROPOSED' ? answer.data.change : null;
};

const parse = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
};

const unnamed = {
  ...{ passed: false, exitCode: null, timedOut: false, durationMs: 0 },
  output: '[not run: the answer names no change]\n',
};

/** The two commands as a person would type them. Commits of which nobody says what change they hold have failed both. */
export const openspecResults = async (options: {
  /** null: the answer names none. */
  found: { change: string; checked: Validated } | null;
  secrets: string[];
}): Promise<VerificationResult[]> => {
  const { found, secrets } = options;
  const change = found?.change ?? '<change>';
  const known = knownSecrets(secrets);
  const result = async (command: string, ran: CommandRan): Promise<VerificationResult> => ({
    command,
    kind: 'command',
    ...ran,
    output: capMiddle(await redactText(ran.output, known), mostOutput),
  });
  return [
    await result(`openspec validate ${change} --strict`, found?.checked.ran.validate ?? unnamed),
    await result(`openspec archive ${change} --yes`, found?.checked.ran.archive ?? unnamed),
  ];
};
