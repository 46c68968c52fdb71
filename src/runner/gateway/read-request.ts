import type { IncomingMessage } from 'node:http';

export type RequestBody = { kind: 'read'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'gone' };

export const largestRequest = 32 * 1024 * 1024;

/** A client that is refused while it sends does not read the refusal, so some more is taken and thrown away. */
const mostThrownAway = 2 * largestRequest;

export const readRequest = async (request: IncomingMessage): Promise<RequestBody> => {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= largestRequest) chunks.push(chunk);
      else chunks.length = 0;
      if (size > mostThrownAway) break;
    }
  } catch {
    return { kind: 'gone' };
  }
  return size > largestRequest ? { kind: 'too-large' } : { kind: 'read', bytes: Buffer.concat(chunks) };
};
