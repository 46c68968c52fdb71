import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyLinear } from '../../../src/adapters/linear/verify.ts';

const sign = (secret: string, body: Uint8Array): string =>
  createHmac('sha256', secret).update(body).digest('hex');

const body = Buffer.from(JSON.stringify({ type: 'Issue', webhookTimestamp: 1 }));

describe('the signature of a Linear webhook', () => {
  it('verifies, however old the signed time is, and names the body by its hash', () => {
    expect(verifyLinear({ body, signature: sign('s1', body), secrets: ['s1'] })).toEqual({
      state: 'verified',
      id: createHash('sha256').update(body).digest('hex'),
    });
  });

  it.each(['old', 'new'])('verifies with the %s secret while one is rotated', (secret) => {
    const signature = sign(secret, body);
    expect(verifyLinear({ body, signature, secrets: ['old', 'new'] }).state).toBe('verified');
  });

  it.each([
    ['no header', undefined, ['s1'], 'missing'],
    ['an empty header', '', ['s1'], 'missing'],
    ['another secret', sign('s2', body), ['s1'], 'does not match'],
    ['too short', sign('s1', body).slice(2), ['s1'], 'not a hex SHA-256'],
    ['not hex', 'z'.repeat(64), ['s1'], 'not a hex SHA-256'],
    ['GitHub’s prefix', `sha256=${sign('s1', body)}`, ['s1'], 'not a hex SHA-256'],
    ['no secret set', sign('', body), [], 'no Linear webhook secret'],
    ['an empty secret', sign('', body), [''], 'no Linear webhook secret'],
  ])('refuses %s', (_what, signature, secrets, reason) => {
    const result = verifyLinear({ body, signature, secrets });
    expect(result).toMatchObject({ state: 'refused', reason: expect.stringContaining(reason) });
  });

  it('refuses any other bytes, and verifies those bytes under their own signature', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.string({ minLength: 1 }), (a, b, secret) => {
        fc.pre(Buffer.compare(a, b) !== 0);
        const signature = sign(secret, a);
        expect(verifyLinear({ body: a, signature, secrets: [secret] }).state).toBe('verified');
        expect(verifyLinear({ body: b, signature, secrets: [secret] }).state).toBe('refused');
      }),
    );
  });
});
