import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

export interface HalfSent {
  /** Sends the rest and gives the status of the answer. */
  finish(): Promise<number>;
}

/** A POST whose second half has yet to be sent. */
export const sendHalf = async (options: {
  url: string;
  headers: Record<string, string>;
  body: string;
}): Promise<HalfSent> => {
  const body = Buffer.from(options.body);
  const half = Math.floor(body.length / 2);
  const sent: ClientRequest = request(options.url, {
    method: 'POST',
    agent: false,
    headers: { ...options.headers, 'content-length': String(body.length) },
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  answered.catch(() => undefined);
  await new Promise<void>((resolve) => sent.write(body.subarray(0, half), () => resolve()));
  return {
    finish: async () => {
      sent.end(body.subarray(half));
      const [answer] = await answered;
      answer.resume();
      return answer.statusCode ?? 0;
    },
  };
};

/** Resolves once nothing new is let in there. */
export const refused = async (url: string): Promise<void> => {
  for (;;) {
    try {
      await (await fetch(url, { headers: { connection: 'close' } })).text();
    } catch {
      return;
    }
  }
};
