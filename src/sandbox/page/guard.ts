import type { Context, MiddlewareHandler } from 'hono';
import { NONCE, secureHeaders } from 'hono/secure-headers';

const thisMachine = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).host : null);

/** The page that sent a form, as the browser names it; `null` of an opaque origin is no page of ours. */
const senderOf = (c: Context): string | null | undefined => {
  const address = c.req.header('origin') ?? c.req.header('referer');
  return address === undefined ? undefined : hostOf(address);
};

/**
 * Whoever can reach this port can act as Ada. So no name but this machine's own is answered (another one may have been
 * made to point here), and nothing that a page of another host sends is done.
 */
export const onlyFromHere: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!thisMachine.test(host)) return c.text('This page answers as 127.0.0.1 or localhost only.\n', 421);
  const writes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
  const sender = senderOf(c);
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  const foreign =
    (sender !== undefined && sender !== host.toLowerCase()) || !/^(same-origin|none)$/.test(site);
  if (writes && foreign) return c.text('Refused: this form was sent by a page of another host.\n', 403);
  await next();
};

/** `same-origin` and not stricter: without a referrer browsers send forms with the origin `null`. */
export const headers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: [NONCE],
    styleSrc: [NONCE],
    connectSrc: ["'self'"],
    imgSrc: ['data:'],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin',
  strictTransportSecurity: false,
  xFrameOptions: 'DENY',
});
