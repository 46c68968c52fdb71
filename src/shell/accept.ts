import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeliverySource, NewDelivery } from '../ports/store.ts';
import { describe } from './backoff.ts';
import type { World } from './world.ts';

export interface Intake {
  source: DeliverySource;
  path: string;
  /** Bytes; GitHub never sends more than 25 MB. */
  limit: number;
  /** Status of an accepted delivery: GitHub 202, Linear 200. */
  accepted: 200 | 202;
  /** Checks the signature over the raw bytes. */
  verify: (body: Buffer, headers: IncomingMessage['headers']) => Promise<boolean>;
  /** Name and id of the delivery, or what is wrong with the request. */
  identify: (
    body: Buffer,
    headers: IncomingMessage['headers'],
  ) => { name: string; id: string } | { problem: string };
}

const answer = (response: ServerResponse, status: number, text: string): true => {
  if (!response.headersSent) response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
  return true;
};

class TooLarge extends Error {}

/**
 * Too much is let fall as it comes and refused at its end: a sender whose connection is cut while it still sends
 * never reads the answer. Twice too much is cut all the same.
 */
const readBody = (request: IncomingMessage, limit: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > 2 * limit) reject(new TooLarge());
    });
    request.once('end', () => (size > limit ? reject(new TooLarge()) : resolve(Buffer.concat(chunks))));
    request.once('error', reject);
  });

/** Invalid UTF-8 is refused: what is stored must be what was signed, readable again. */
const isJsonText = (body: Buffer): boolean => {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return true;
  } catch {
    return false;
  }
};

/**
 * Takes a webhook: cap, verify the raw bytes, insert, answer. Nothing is handled in the request, and the
 * answer is sent only after the insert is committed. A refused payload is neither stored nor logged.
 */
export const createIntake = (options: { world: World; intake: Intake; wake: () => void }) => {
  const { world, intake, wake } = options;
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<true> => {
    const body = await readBody(request, intake.limit);
    if (!(await intake.verify(body, request.headers)))
      return answer(response, 401, 'signature missing or wrong');
    const identity = intake.identify(body, request.headers);
    if ('problem' in identity) return answer(response, 400, identity.problem);
    if (!isJsonText(body)) return answer(response, 400, 'the body is not JSON in UTF-8');
    const delivery: NewDelivery = { source: intake.source, body, ...identity };
    const state = await world.store.insertDelivery(delivery, world.clock.now());
    world.failpoint('accept:stored');
    world.log.info(
      { delivery: delivery.id, event: delivery.name, source: intake.source, state },
      'delivery accepted',
    );
    wake();
    return answer(response, intake.accepted, state === 'new' ? 'accepted' : 'known already');
  };

  const notTaken = (request: IncomingMessage, response: ServerResponse, error: unknown): true => {
    if (error instanceof TooLarge) {
      response.setHeader('connection', 'close');
      return answer(response, 413, `the body is over ${intake.limit} bytes`);
    }
    if (request.destroyed && !request.complete) return true;
    world.log.error({ source: intake.source, err: describe(error) }, 'delivery not stored');
    return answer(response, 503, 'not stored; please deliver again');
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = (request.url ?? '').split('?')[0];
    if (path !== intake.path) return false;
    if (request.method !== 'POST') return answer(response, 405, 'send webhooks with POST');
    try {
      return await take(request, response);
    } catch (error) {
      return notTaken(request, response, error);
    }
  };
};

/** Linear sends retries with the same bytes: the hash of the body is the delivery's identity. */
export const bodyHash = (body: Buffer): string => createHash('sha256').update(body).digest('hex');
