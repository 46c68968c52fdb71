import type { IncomingHttpHeaders } from 'node:http';
import { answerHeaders } from './answer-headers.ts';
import { type Connection, type ConnectionOptions, connect, readSome, readWhole } from './connection.ts';
import { readEvents } from './events.ts';
import { at, parseJson } from './json.ts';
import { redactLines, wholeLines } from './lines.ts';
import type { Meter } from './meter.ts';
import type { Protocol } from './protocols/protocol.ts';
import { retryAfterMs } from './retry.ts';
import { proxyRefuses, Trouble } from './trouble.ts';

export interface AttemptOptions extends ConnectionOptions {
  protocol: Protocol;
  streaming: boolean;
  meter: Meter;
  redact: (text: string) => string;
}

/**
 * `foreign`: something answers, but it is none of the protocol's answers. `busy`: a failure that passes. `credit`: the
 * account is empty. `proxy`: the runner's own proxy does not let requests out.
 */
export type OutageCause = 'network' | 'silence' | 'busy' | 'foreign' | 'credit' | 'proxy';

/** What became of one request to one model. */
export type Outcome =
  /** `chunks` are clean and throw `Trouble` when the provider breaks off; they end the request when they are left. */
  | {
      kind: 'answer';
      status: number;
      headers: Record<string, string>;
      chunks: AsyncIterable<Buffer>;
      broken: () => boolean;
    }
  /** The provider does not want this request; it would not want it a second time either. */
  | { kind: 'refused'; status: number; headers: Record<string, string>; body: string }
  /** `taken`: the provider may have worked on the request. */
  | { kind: 'outage'; trouble: string; cause: OutageCause; retryAfterMs: number | null; taken: boolean }
  | { kind: 'gone' };

/** Bytes of an error's body. */
const largestError = 64 * 1024;
/** Bytes of an answer in one piece, and of what may come before the first event of a stream. */
const largestWhole = 32 * 1024 * 1024;
const largestPrelude = 1024 * 1024;

const outage = (
  cause: OutageCause,
  trouble: string,
  rest: { retryAfterMs?: number | null; taken?: boolean } = {},
): Outcome => ({ kind: 'outage', trouble, cause, retryAfterMs: null, taken: false, ...rest });

/** One try. Resolves when it is known what it will be: for an answer, with its first event or as a whole. Never rejects. */
export const attempt = async (options: AttemptOptions): Promise<Outcome> => {
  let connection: Connection | null = null;
  try {
    connection = await connect(options);
    const outcome = await read(connection, options);
    if (outcome.kind !== 'answer') connection.close();
    return outcome;
  } catch (error) {
    connection?.close();
    if (!(error instanceof Trouble)) throw error;
    if (error.kind === 'gone') return { kind: 'gone' };
    const cause = error.kind === 'outage' ? 'network' : error.kind;
    return outage(cause, error.message, { taken: error.taken });
  }
};

/** Client errors that are the server's state of the moment. */
const passing = [408, 425, 429];

const read = async (connection: Connection, options: AttemptOptions): Promise<Outcome> => {
  const { status, headers } = connection;
  const clean = answerHeaders(headers, options.redact);
  if (status >= 300 && status < 400) return outage('foreign', redirected(status, headers));
  if (status >= 400) return await readRefusal(connection, { ...options, clean });
  if (isPage(headers))
    return outage('foreign', 'answered with a web page instead of an answer', { taken: true });
  return options.streaming
    ? await readStream(connection, { ...options, clean })
    : await readBody(connection, { ...options, clean });
};

const redirected = (status: number, headers: IncomingHttpHeaders): string => {
  const location = headers.location ?? '';
  const host = URL.canParse(location) ? ` to ${new URL(location).host}` : '';
  return `answered HTTP ${status}, a redirect${host}, which is not followed`;
};

type Reading = AttemptOptions & { clean: Record<string, string> };

const isPage = (headers: IncomingHttpHeaders): boolean => /html/i.test(headers['content-type'] ?? '');

/** How providers say, with several statuses, that somebody has to pay first. */
const outOfCredit = /credit balance is too low|insufficient_quota|billing_hard_limit_reached/;

const readRefusal = async (connection: Connection, options: Reading): Promise<Outcome> => {
  const { status, headers } = connection;
  if (status === 407) return outage('proxy', proxyRefuses);
  const body = (await readSome(connection.bytes, largestError)).toString();
  if (status === 402 || (status < 500 && outOfCredit.test(body)))
    return outage('credit', `is out of credit (HTTP ${status})`);
  if (status >= 500 || passing.includes(status))
    return outage('busy', `answered HTTP ${status}`, { retryAfterMs: retryAfterMs(headers, options.clock) });
  if (isPage(headers))
    return outage('foreign', `answered with a web page instead of an answer (HTTP ${status})`);
  return { kind: 'refused', status, headers: options.clean, body: options.redact(body) };
};

const readBody = async (connection: Connection, options: Reading): Promise<Outcome> => {
  const { protocol, meter, redact, clean } = options;
  const text = (await readWhole(connection.bytes, largestWhole)).toString();
  connection.close();
  const body = parseJson(text);
  if (!protocol.isAnswer(body))
    return protocol.meaningOf(body) === 'error' || at(body, 'status') === 'failed'
      ? outage('busy', 'answered with an error under HTTP 200')
      : outage('foreign', `answered with something that is no answer of ${protocol.path}`, { taken: true });
  meter.add(body);
  const chunks = async function* (): AsyncGenerator<Buffer, void> {
    yield Buffer.from(redact(text));
  };
  return {
    kind: 'answer',
    status: connection.status,
    headers: { ...clean, 'content-type': 'application/json' },
    chunks: chunks(),
    broken: () => false,
  };
};

const readStream = async (connection: Connection, options: Reading): Promise<Outcome> => {
  const { protocol, meter, redact, clean } = options;
  const reader = readEvents(protocol, meter);
  const pieces = wholeLines(connection.bytes);
  const take = (piece: Buffer): Buffer => {
    const text = piece.toString();
    reader.feed(text);
    return redactLines({ piece, text, redact });
  };

  const held: Buffer[] = [];
  let size = 0;
  while (reader.state() === 'waiting' && size <= largestPrelude) {
    const next = await pieces.next();
    if (next.done) {
      // the blank line after the last event may be missing
      reader.feed('\n\n');
      break;
    }
    size += next.value.length;
    held.push(take(next.value));
  }
  if (reader.state() === 'refused') return outage('busy', 'answered with an error event');
  if (reader.state() !== 'answering')
    return outage('foreign', `sent a stream without an answer of ${protocol.path}`, { taken: true });

  const chunks = async function* (): AsyncGenerator<Buffer, void> {
    try {
      yield Buffer.concat(held);
      for await (const piece of pieces) yield take(piece);
      reader.feed('\n\n');
      if (!reader.complete() && !reader.failed())
        throw new Trouble('outage', 'ended its answer before it was complete');
    } finally {
      connection.close();
    }
  };
  return {
    kind: 'answer',
    status: connection.status,
    headers: { ...clean, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    chunks: chunks(),
    broken: reader.failed,
  };
};
