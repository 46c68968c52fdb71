import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

type LinearSignature =
  /** `id` is the SHA-256 of the body, hex: the key a delivery is stored under. */
  { state: 'verified'; id: string } | { state: 'refused'; reason: string };

/**
 * Checks `linear-signature` (hex HMAC-SHA256 of the raw bytes) against every secret: two while one is rotated.
 *
 * Why not the SDK's `LinearWebhookClient.verify`: it refuses a body whose signed `webhookTimestamp` is more than a
 * minute old. Linear retries after 1 minute, 1 hour and 6 hours with the same bytes, so each retry would be lost,
 * and retries are what carries us over a restart. What that rule guards against, replay, is met by the delivery
 * store instead: the same bytes have the same `id`, and a known `id` has no effect. The id comes from the body
 * because nothing in the headers is signed.
 */
export const verifyLinear = (options: {
  body: Uint8Array;
  /** Value of the `linear-signature` header. */
  signature: string | null | undefined;
  secrets: readonly string[];
}): LinearSignature => {
  const { body, signature } = options;
  const secrets = options.secrets.filter((secret) => secret !== '');
  if (secrets.length === 0) return { state: 'refused', reason: 'no Linear webhook secret is set' };
  if (!signature) return { state: 'refused', reason: 'the linear-signature header is missing' };
  if (!/^[0-9a-f]{64}$/i.test(signature))
    return { state: 'refused', reason: 'the linear-signature header is not a hex SHA-256' };
  const given = Buffer.from(signature, 'hex');
  const matches = secrets.map((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given),
  );
  if (!matches.includes(true)) return { state: 'refused', reason: 'the Linear signature does not match' };
  return { state: 'verified', id: createHash('sha256').update(body).digest('hex') };
};
