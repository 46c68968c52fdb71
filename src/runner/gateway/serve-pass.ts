import { answerHeaders } from './answer-headers.ts';
import { connect, readWhole } from './connection.ts';
import type { House, Visit } from './house.ts';
import { sendError } from './respond.ts';
import { Trouble } from './trouble.ts';

const largestAnswer = 32 * 1024 * 1024;

/** Passes one request to the first model's provider and its answer back: once, in one piece, uncounted. */
export const servePass = async (
  visit: Visit,
  asked: { method: 'GET' | 'POST'; path: string; query: string; body: string | Buffer | null },
  { first, means }: House,
): Promise<string> => {
  const { request, response, protocol, signal } = visit;
  try {
    const connection = await connect({
      upstream: means.upstream,
      clock: means.clock,
      onSign: means.onSign,
      silenceMs: first.silenceSeconds * 1000,
      signal,
      call: { model: first, headers: request.headers, ...asked },
    });
    try {
      const { status, headers } = connection;
      if (status >= 300 && status < 400) throw new Trouble('outage', `answered HTTP ${status}, a redirect`);
      const bytes = await readWhole(connection.bytes, largestAnswer);
      response.writeHead(status, answerHeaders(headers, means.redact));
      response.end(redactBytes(bytes, means.redact));
      return `${status} from ${first.provider}`;
    } finally {
      connection.close();
    }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (error.kind === 'gone') return 'the agent hung up';
    sendError(response, { protocol, status: 503, message: `${first.provider} ${error.message}.` });
    return `503, ${first.provider} ${error.message}`;
  }
};

/** What is allowed by name may be no text; read as latin1, every byte comes back as it was. */
const redactBytes = (bytes: Buffer, redact: (text: string) => string): Buffer => {
  const text = bytes.toString('latin1');
  const clean = redact(text);
  return clean === text ? bytes : Buffer.from(clean, 'latin1');
};
