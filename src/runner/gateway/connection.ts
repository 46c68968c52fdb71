import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from './clock.ts';
import { networkTrouble, Trouble } from './trouble.ts';
import type { Upstream, UpstreamCall } from './upstream.ts';
import { watchSilence } from './watch.ts';

/** One request to a provider whose answer has begun. */
export interface Connection {
  status: number;
  headers: IncomingHttpHeaders;
  /** Read once. Throws `Trouble`, also for silence and when the agent is gone. */
  bytes: AsyncGenerator<Buffer, void>;
  /** Ends the request wherever it stands; idempotent. */
  close(): void;
}

export interface ConnectionOptions {
  upstream: Upstream;
  call: UpstreamCall;
  clock: Clock;
  silenceMs: number;
  onSign: () => void;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Throws `Trouble`. */
export const connect = async (options: ConnectionOptions): Promise<Connection> => {
  const { upstream, call, clock, silenceMs, onSign, signal } = options;
  const ended = new AbortController();
  const watch = watchSilence({ clock, ms: silenceMs, onSilent: () => ended.abort() });
  const leave = (): void => close();
  const close = (): void => {
    signal.removeEventListener('abort', leave);
    watch.stop();
    ended.abort();
  };
  const troubleOf = (error: unknown): Trouble => {
    if (error instanceof Trouble) return error;
    if (signal.aborted) return new Trouble('gone', 'the agent hung up');
    if (watch.fired()) return new Trouble('silence', `sent nothing for ${silenceMs / 1000} s`);
    return networkTrouble(error);
  };
  const waitFor = async <T>(step: Promise<T>): Promise<T> => {
    watch.arm();
    try {
      return await step;
    } catch (error) {
      close();
      throw troubleOf(error);
    } finally {
      watch.disarm();
    }
  };

  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) close();
  const response = await waitFor(upstream.request(call, ended.signal));
  // a body that nobody reads to its end fails when it is closed, and that would end the process
  response.body.on('error', () => {});
  onSign();
  const iterator: AsyncIterator<Buffer> = response.body[Symbol.asyncIterator]();
  const bytes = async function* (): AsyncGenerator<Buffer, void> {
    for (;;) {
      const next = await waitFor(iterator.next());
      if (next.done) return;
      onSign();
      yield next.value;
    }
  };
  return { status: response.statusCode, headers: response.headers, bytes: bytes(), close };
};

/** The first bytes of a body, at most `limit`; what went wrong while it was read is not told. */
export const readSome = async (bytes: AsyncIterable<Buffer>, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= limit) break;
    }
  } catch (error) {
    if (error instanceof Trouble && error.kind === 'gone') throw error;
  }
  return Buffer.concat(chunks).subarray(0, limit);
};

/** A whole body. Throws `Trouble` when it is larger. */
export const readWhole = async (bytes: AsyncIterable<Buffer>, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) throw new Trouble('outage', 'answered with more than the gateway takes in one piece');
  }
  return Buffer.concat(chunks);
};
