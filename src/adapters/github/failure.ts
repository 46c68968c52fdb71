/** What an Octokit error says, read without trusting its shape. */
export interface Failure {
  /** HTTP status GitHub answered; null when no answer came. */
  status: number | null;
  message: string;
  headers: Record<string, string>;
  /** Path that was asked for; differs from the caller's when getting a token failed. */
  path: string;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

function pathOf(url: unknown): string {
  if (typeof url !== 'string') return '';
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

function headersOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).map(([name, text]) => [name.toLowerCase(), String(text)]),
  );
}

const graphqlStatus: Record<string, number> = {
  RATE_LIMITED: 429,
  RATE_LIMIT: 429,
  FORBIDDEN: 403,
  INSUFFICIENT_SCOPES: 403,
  NOT_FOUND: 404,
};

/** GraphQL says no inside a 200 answer; its words for it become the status REST would have had. */
function readGraphqlErrors(error: Record<string, unknown>, errors: unknown[]): Failure {
  const { type, message } = record(errors[0]);
  const text = typeof message === 'string' ? message : 'unknown GraphQL error';
  const status = /something went wrong|timeout/i.test(text) ? 502 : (graphqlStatus[String(type)] ?? 422);
  return { status, message: text, headers: headersOf(error.headers), path: '/graphql' };
}

/** A request that got no answer carries the made-up status 500 in Octokit, and no `response`. */
export function readFailure(error: unknown): Failure {
  const { status, response, request, headers, message, errors } = record(error);
  if (Array.isArray(errors) && status === undefined) return readGraphqlErrors(record(error), errors);
  const answered = response !== undefined && typeof status === 'number';
  return {
    status: answered ? status : null,
    message: typeof message === 'string' ? message : String(error),
    headers: headersOf(answered ? record(response).headers : headers),
    path: pathOf(record(request).url),
  };
}
