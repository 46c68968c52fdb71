import { Refused, Unavailable } from '../../ports/errors.ts';
import { GitFailure } from './process.ts';

interface Known {
  pattern: RegExp;
  status: number;
  remedy: string;
}

/** What servers say to a token that may not read the repository: GitHub shows none that is private. */
const denials: Known[] = [
  {
    pattern:
      /returned error: 401|Authentication failed|could not read (Username|Password)|terminal prompts disabled/i,
    status: 401,
    remedy: 'Check that the App is installed on this repository and that its private key is the current one.',
  },
  {
    pattern: /returned error: 403|Permission .*denied|not granted/i,
    status: 403,
    remedy: 'Give the App the repository permission `contents: read and write`.',
  },
  {
    pattern:
      /returned error: 404|repository .*not found|does not appear to be a git repository|does not exist/i,
    status: 404,
    remedy: 'Check the name of the repository and that the App is installed on it.',
  },
];

/** What git and the servers it talks to say when asking again would not help. */
const refusals: Known[] = [
  ...denials,
  {
    pattern: /couldn't find remote ref/i,
    status: 404,
    remedy: 'The branch or evidence ref is gone or was never pushed: start the attempt again.',
  },
  {
    pattern:
      /not our ref|unadvertised object|bad object|not a valid object|unknown revision|Not a valid commit/i,
    status: 404,
    remedy: 'The commit is not in the repository any more: start the attempt again.',
  },
  {
    pattern: /error in object|fsck error|bad tree|invalid .*object/i,
    status: 422,
    remedy: 'The pushed objects are malformed: recreate the branch with an ordinary git client.',
  },
  {
    pattern: /unable to update url base from redirection|returned error: 30\d/i,
    status: 301,
    remedy: 'The repository moved: use its current name.',
  },
];

/** What is read from our own disk takes long for one reason only. */
const isTooMuch = ({ answer, command }: GitFailure): boolean =>
  answer.ended === 'too-large' || (answer.ended === 'timeout' && !['fetch', 'ls-remote'].includes(command));

/** Throws it as the ports name failures: `Refused` with a remedy, or `Unavailable` when another try may help. */
export const raise = (error: unknown, doing: string): never => {
  if (!(error instanceof GitFailure)) throw error;
  const message = `${doing}: ${error.message}`;
  if (isTooMuch(error)) {
    throw new Refused(message, {
      status: 413,
      remedy: 'The change is too large to be reviewed: split it up.',
      cause: error,
    });
  }
  // the network's fault or the change's: worth some tries, and not one for ever
  if (error.answer.ended === 'timeout') throw new Error(message, { cause: error });
  const known = refusals.find((refusal) => refusal.pattern.test(error.answer.stderr));
  if (error.answer.ended === 'itself' && known) {
    throw new Refused(message, { status: known.status, remedy: known.remedy, cause: error });
  }
  throw new Unavailable(message, { cause: error });
};

/** Whether another token might be let in. */
export const isDenied = (error: unknown): boolean =>
  error instanceof GitFailure &&
  error.answer.ended === 'itself' &&
  denials.some(({ pattern }) => pattern.test(error.answer.stderr));

/** A lock file left by a killed git; nobody else uses the cache, so it can only be stale. */
export const isStaleLock = (error: unknown): boolean =>
  error instanceof GitFailure && /lock.*: File exists/i.test(error.answer.stderr);
