import { RateLimited, Refused, Unavailable } from '../../ports/errors.ts';
import { type Failure, readFailure } from './failure.ts';
import { readLimit } from './limits.ts';
import { redact } from './redact.ts';
import { remedyFor } from './remedies.ts';

const tokenPath = /\/app\/installations\/\d+\/access_tokens$/;

/** What was being done when an error came, for the message. */
export interface Attempt {
  operation: string;
  /** Repository or installation it was done on. */
  on: string;
  now: Date;
}

const isOurs = (error: unknown): error is Refused | RateLimited | Unavailable =>
  error instanceof Refused || error instanceof RateLimited || error instanceof Unavailable;

/**
 * No token, no answer: a 404 while getting a token says that the installation is gone, never that the
 * thing asked for is missing, so it must not reach the code that reads 404 as an answer.
 */
function noToken(attempt: Attempt, failure: Failure): Refused {
  return new Refused(
    `GitHub gives no access to ${attempt.on}: ${failure.status} ${redact(failure.message)}`,
    {
      status: 401,
      remedy:
        failure.status === 401
          ? remedyFor(attempt.operation, failure)
          : 'Install the App on this repository, or unsuspend it, under the account’s Settings → GitHub Apps.',
    },
  );
}

/**
 * Turns whatever a client threw into an error of the port. The original is not kept as `cause`: it
 * carries the request with its headers and body.
 */
export function toPortError(error: unknown, attempt: Attempt): Refused | RateLimited | Unavailable {
  if (isOurs(error)) return error;
  const failure = readFailure(error);
  const { status } = failure;
  const what = `${attempt.operation} on ${attempt.on}`;
  if (status === null) return new Unavailable(`No answer from GitHub: ${what}: ${redact(failure.message)}`);
  if (status >= 500 || status === 408) {
    return new Unavailable(`GitHub failed: ${what}: ${status} ${redact(failure.message)}`);
  }
  const limited = readLimit(failure, attempt.now);
  if (limited !== null) return limited;
  const gettingToken = tokenPath.test(failure.path) && !attempt.operation.endsWith('/access_tokens');
  if (gettingToken) return noToken(attempt, failure);
  return new Refused(`GitHub refused: ${what}: ${status} ${redact(failure.message)}`, {
    status,
    remedy: remedyFor(attempt.operation, failure),
  });
}

/** For `.catch`: these statuses are ordinary answers, all else stays an error. */
export const when =
  <A>(statuses: readonly number[], answer: (refusal: Refused) => A) =>
  (error: unknown): A => {
    if (error instanceof Refused && statuses.includes(error.status)) return answer(error);
    throw error;
  };
