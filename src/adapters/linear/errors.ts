import { LinearError } from '@linear/sdk';
import { z } from 'zod';
import { RateLimited, Refused, Unavailable } from '../../ports/errors.ts';

const rawSchema = z.object({
  response: z.object({
    errors: z
      .array(
        z.object({
          message: z.string().default(''),
          extensions: z
            .object({
              code: z.string().optional(),
              type: z.string().optional(),
              userPresentableMessage: z.string().optional(),
            })
            .optional(),
        }),
      )
      .optional(),
    headers: z.instanceof(Headers).optional(),
  }),
});

/** What an answer of Linear's says, without the query, the variables and the SDK's own objects. */
interface Answer {
  status: number | null;
  /** `extensions.code` of the first error, e.g. `INPUT_ERROR`. */
  code: string | null;
  text: string;
  headers: Headers;
}

/** fetch says "fetch failed", and why only in the cause. */
const readFailure = (error: unknown): Answer => {
  const parts = error instanceof Error ? [error, error.cause] : [];
  const text = parts.flatMap((part) => (part instanceof Error ? [part.message] : [])).join(': ');
  return { status: null, code: null, text: text || 'unknown failure', headers: new Headers() };
};

const readAnswer = (error: unknown): Answer => {
  if (!(error instanceof LinearError)) return readFailure(error);
  const status = error.status ?? null;
  const raw = rawSchema.safeParse(error.raw);
  const { errors = [], headers = new Headers() } = raw.success ? raw.data.response : {};
  const codes = errors.map((each) => each.extensions?.code);
  const said = errors[0]?.message ?? '';
  const shown = errors[0]?.extensions?.userPresentableMessage;
  return {
    status,
    code: codes.find((code) => code === 'RATELIMITED') ?? codes[0] ?? null,
    text: shown && shown !== said ? `${said} (${shown})` : said || `HTTP ${status ?? 'failure'}`,
    headers,
  };
};

/** Epoch milliseconds of a reset header; some proxies and older answers say seconds. */
const resetTime = (headers: Headers, name: string): number | null => {
  const value = Number(headers.get(name) ?? Number.NaN);
  if (!Number.isFinite(value) || value <= 0) return null;
  return value < 1e11 ? value * 1000 : value;
};

const buckets = ['requests', 'complexity', 'endpoint-requests'];

/**
 * The latest reset among the limits that are used up; `Retry-After` when no header names one; else a minute.
 * Never more than two hours away (Linear's windows are one hour): a wrong clock must not stop us for a day.
 */
const limitedUntil = (headers: Headers, now: Date): Date => {
  const resets = buckets.flatMap((bucket) => {
    const usedUp = Number(headers.get(`x-ratelimit-${bucket}-remaining`) ?? Number.NaN) <= 0;
    const reset = resetTime(headers, `x-ratelimit-${bucket}-reset`);
    return usedUp && reset !== null ? [reset] : [];
  });
  const retryAfter = Number(headers.get('retry-after') ?? Number.NaN);
  const afterSeconds = Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : 60;
  const wanted = resets.length > 0 ? Math.max(...resets) : now.getTime() + afterSeconds * 1000;
  const earliest = now.getTime() + 1000;
  return new Date(Math.min(Math.max(wanted, earliest), now.getTime() + 2 * 3_600_000));
};

const keyRemedy =
  'Set LINEAR_API_KEY to a key that is valid: Linear → Settings → Security & access → Personal API keys ' +
  '(https://linear.app/settings/account/security).';
const accessRemedy =
  'Give the account behind LINEAR_API_KEY access to this team and the key the permissions Read and Write.';
const inputRemedy = 'Look at the message; the same request would be refused again.';

const temporaryCodes = new Set(['INTERNAL_SERVER_ERROR', 'INTERNAL_ERROR', 'LOCK_TIMEOUT', 'NETWORK_ERROR']);
/** Statuses that say the request never was judged. */
const temporaryStatuses = new Set([408, 425]);

/** Conditions that concern the key or the line, not what was asked for: looking the thing up would tell nothing. */
export const concernsAccess = (error: unknown): boolean =>
  error instanceof Refused && (error.status === 401 || error.status === 403);

export const isNotFound = (error: unknown): boolean => error instanceof Refused && error.status === 404;

const refusal = (answer: Answer, message: string): Refused => {
  if (answer.status === 401 || answer.code === 'AUTHENTICATION_ERROR')
    return new Refused(message, { status: 401, remedy: keyRemedy });
  // The SDK would otherwise name a key sent with the wrong scheme an input error.
  if (/api key as a bearer token/i.test(answer.text))
    return new Refused(message, { status: 401, remedy: keyRemedy });
  if (answer.status === 403 || answer.code === 'FORBIDDEN')
    return new Refused(message, { status: 403, remedy: accessRemedy });
  if (/^entity not found/i.test(answer.text))
    return new Refused(message, {
      status: 404,
      remedy: 'It was deleted, or the account behind LINEAR_API_KEY cannot see its team.',
    });
  if (/^conflict on insert/i.test(answer.text))
    return new Refused(message, { status: 409, remedy: inputRemedy });
  const status = answer.status !== null && answer.status >= 400 ? answer.status : 422;
  return new Refused(message, { status, remedy: inputRemedy });
};

/**
 * An SDK or network failure in the words of ports/errors.ts. The original is not kept as cause: it carries the
 * query, its variables and the answer, which belong in no log, and an answer may even repeat the key.
 */
export const toPortError = (error: unknown, context: { what: string; apiKey: string; now: Date }): Error => {
  const answer = readAnswer(error);
  const safe = answer.text.replaceAll(context.apiKey, '[key]').slice(0, 500);
  const message = `Linear, ${context.what}: ${safe}`;
  if (answer.code === 'RATELIMITED' || answer.status === 429)
    return new RateLimited(message, { until: limitedUntil(answer.headers, context.now) });
  const judged = answer.status !== null && answer.status < 500 && !temporaryStatuses.has(answer.status);
  if (!judged || (answer.code !== null && temporaryCodes.has(answer.code))) return new Unavailable(message);
  // HTTP 200 without data and without errors says nothing about what happened.
  if (answer.code === null && answer.status !== null && answer.status < 400 && answer.text.startsWith('HTTP'))
    return new Unavailable(message);
  return refusal(answer, message);
};
