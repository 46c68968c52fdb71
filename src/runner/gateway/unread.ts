import type { Readable } from 'node:stream';
import { Trouble } from './trouble.ts';

/** Bytes of all answers together that providers sent and agents have not read yet; more than any usual answer has. */
const mostUnread = 128 * 1024 * 1024;

/**
 * undici fails an assertion, outside of every promise, when a provider ends its answer by closing the connection while
 * the reader has made it pause (nodejs/undici#5360). So it is never made to pause: answers are taken as they come, up to
 * this bound, and the one that passes it is broken off.
 */
export const neverPaused = { highWaterMark: 8 * mostUnread };

/** Bounds what waits in several bodies together. */
export const createUnread = (most = mostUnread) => {
  const bodies = new Set<Readable>();
  const unread = (): number => [...bodies].reduce((sum, body) => sum + body.readableLength, 0);
  return {
    watch: (body: Readable): void => {
      bodies.add(body);
      body.once('close', () => bodies.delete(body));
      const push = body.push.bind(body);
      body.push = (chunk, encoding) => {
        const room = push(chunk, encoding);
        if (chunk !== null && unread() > most)
          body.destroy(new Trouble('gone', 'the agent does not read its answers'));
        return room;
      };
    },
  };
};
