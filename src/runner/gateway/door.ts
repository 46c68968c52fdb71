import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may come in: whoever shows the token, and means this very address. */
export interface Door {
  token: string;
  /** Why not; null when the request may come in. */
  refusal(request: IncomingMessage): string | null;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `hosts`: Host headers that mean the gateway. A page whose name was made to point at loopback sends its own. */
export const createDoor = (hosts: () => string[]): Door => {
  const token = `tl-${randomBytes(32).toString('hex')}`;
  const expected = digest(token);
  const shown = ({ headers }: IncomingMessage): string[] => [
    (headers.authorization ?? '').replace(/^bearer +/i, ''),
    String(headers['x-api-key'] ?? ''),
    String(headers['api-key'] ?? ''),
  ];
  return {
    token,
    refusal: (request) => {
      if (!hosts().includes(request.headers.host ?? '')) return 'The gateway is not at this host name.';
      // digests have one length, and comparing them takes one time
      const known = shown(request).some((candidate) => timingSafeEqual(digest(candidate), expected));
      return known ? null : 'The gateway wants the token of this run as key.';
    },
  };
};
