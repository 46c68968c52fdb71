import type { Review } from '../../contracts/review.ts';
import type { Attempt } from '../attempt.ts';
import type { Delegation } from '../item.ts';

/** Of what a command printed, the end says what went wrong: whole lines of it. */
const mostLines = 60;
const mostPrinted = 3_000;
const tail = (output: string): string => {
  const lines = output.split('\n');
  let from = Math.max(0, lines.length - mostLines);
  while (from < lines.length - 1 && lines.slice(from).join('\n').length > mostPrinted) from += 1;
  const kept = lines.slice(from).join('\n').slice(-mostPrinted);
  return kept.length < output.length ? `…\n${kept}` : kept;
};

/** Failed checks, what failing commands printed, and what the reviewer lowered it for. */
const reviewFailures = (
  number: number,
  { checks, verification, reasons, recommendation }: Review,
): string[] => {
  const failed = checks.filter(({ verdict }) => verdict === 'fail');
  const outputs = verification.filter(({ passed }) => !passed);
  const lowered = failed.length === 0 && recommendation !== 'accept' ? reasons : [];
  return [
    ...failed.map(({ id, evidence }) => `Attempt ${number} failed ${id}: ${evidence.join('; ')}`),
    ...outputs.map(({ command, output }) => `\`${command}\` printed:\n${tail(output.trim())}`),
    ...(lowered.length > 0 ? [`Attempt ${number} was not recommended: ${lowered.join(' ')}`] : []),
  ];
};

const failuresOf = (attempt: Attempt): string[] => {
  const { outcome } = attempt;
  if (outcome.state === 'returned') return reviewFailures(attempt.number, outcome.review);
  if (outcome.state !== 'failed') return [];
  const ended = outcome.failure === 'blocked-answer' ? 'answered BLOCKED' : 'did not finish';
  return [`Attempt ${attempt.number} ${ended}: ${outcome.detail}`];
};

/** Inputs of a run hold 65,535 characters altogether. */
const mostOfNote = 4_000;
const mostOfNotes = 20_000;

const shortened = (note: string, most: number): string =>
  note.length <= most ? note : `${note.slice(0, most - 1)}…`;

/** The newest notes that fit, oldest first. */
const fitting = (notes: string[]): string[] => {
  let left = mostOfNotes;
  const kept = notes.toReversed().flatMap((note, index) => {
    // the last word is a person's, where there is one
    const shown = shortened(note, index === 0 ? mostOfNotes : mostOfNote);
    left -= shown.length;
    return left >= 0 ? [shown] : [];
  });
  const dropped = notes.length - kept.length;
  return [
    ...(dropped > 0 ? [`${dropped} earlier notes are left out; they stand in the prompts before.`] : []),
    ...kept.toReversed(),
  ];
};

/** What went wrong last time, for the next prompt: failed checks or the agent's own question, then the person's words. */
export const notesForNextAttempt = (delegation: Delegation, words: string): string[] => {
  const { attempts } = delegation;
  // a person's commits were told nothing: what was noted before them still holds
  const from = attempts.findLastIndex(({ pushedBy }) => pushedBy === undefined);
  const since = attempts.slice(Math.max(0, from));
  const noted = attempts[from]?.notes ?? [];
  return fitting([...noted, ...since.flatMap(failuresOf), ...(words ? [words] : [])]);
};
