import type { Item } from '../../core/item.ts';
import type { NotReviewed, Round } from '../../core/rounds/round.ts';
import { inline, link } from '../markdown.ts';
import { said } from './said.ts';
import { ourReviewer, reviewerName } from './words.ts';

export type Missing = Extract<Round['state'], { name: 'not-reviewed' }>;

const causes: Record<NotReviewed, string> = {
  died: 'the run of the review died',
  'timed-out': 'the review ran into its time limit',
  silent: 'no word came from it, and silence is not a clean review',
  unreadable: 'what it answered cannot be read',
  outdated: 'what it says is about an older commit',
  cancelled: 'the review was cancelled',
  stopped: 'the work stopped before it was asked for a review',
  overtaken: 'a newer commit came before the review was over',
  refused: 'it says itself that it did not review',
};

export const causeText = (cause: NotReviewed): string => causes[cause];

const ours: Record<NotReviewed, string> = {
  died: '`/retry` has it reviewed again.',
  'timed-out':
    '`/retry` has it reviewed again with the same time; a longer limit is `caps.minutes` of the configuration.',
  silent: '`/retry` has it reviewed again.',
  unreadable: '`/retry` asks for another answer.',
  outdated: '`/retry` has the head reviewed as it is now.',
  cancelled: '`/retry` starts the review afresh.',
  stopped: 'The status says what stopped it; once that is put right, this head is reviewed.',
  overtaken: 'The newer commit is reviewed once nothing holds it back.',
  refused: 'Put right what it names, then `/retry` has it reviewed again.',
};

/** What is to be done; one sentence. Another reviewer can only be waited for, and asked by its own means. */
export const remedyText = (round: Round, cause: NotReviewed): string =>
  round.reviewer === ourReviewer
    ? ours[cause]
    : `See that ${inline(round.reviewer, 60)} reviews this head, by its own command or page; \`/retry\` then reads what it says.`;

/** The same where the work stands: nothing is reviewed while a pull request is closed, or after its merge. */
export const nextText = ({ stage, pull }: Item, round: Round, cause: NotReviewed): string | null => {
  if (stage.name === 'done') return null;
  if (stage.name === 'cancelled') return '`/delegate` takes the ticket up again.';
  if (stage.name === 'rejected' && pull?.state === 'closed')
    return 'It is reviewed once the pull request is reopened.';
  return remedyText(round, cause);
};

/** Who did not review and why, with the way to look at it; sentences. */
export const missingText = (round: Round, { cause, detail, url }: Missing): string => {
  const why = said(detail, 1_200);
  const seen = url === null ? '' : ` (${link(round.reviewer === ourReviewer ? 'run' : 'its word', url)})`;
  return `By ${reviewerName(round)}: ${causeText(cause)}${seen}.${why === '' ? '' : ` ${why}`}`;
};
