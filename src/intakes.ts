import { verifyWithFallback } from '@octokit/webhooks-methods';
import { verifyLinear } from './adapters/linear/verify.ts';
import type { Settings } from './settings.ts';
import { bodyHash, type Intake } from './shell/accept.ts';

const one = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

/** Digits too: `projects_v2_item`. */
const deliveryName = /^[a-z0-9_]{1,64}$/;
const deliveryId = /^[\w-]{1,100}$/;

/** GitHub: `X-Hub-Signature-256` over the raw bytes, any of the secrets; a delivery is known by its GUID. */
export const githubIntake = (settings: Settings): Intake => ({
  source: 'github',
  path: '/api/github/webhooks',
  limit: 25 * 1024 * 1024,
  accepted: 202,
  verify: async (body, headers) => {
    const signature = one(headers['x-hub-signature-256']);
    if (!signature?.startsWith('sha256=')) return false;
    const [first, ...others] = settings.webhookSecrets;
    // bytes that are not UTF-8 cannot have been signed as text; the decoder would replace them
    const text = body.toString('utf8');
    if (!Buffer.from(text, 'utf8').equals(body)) return false;
    return verifyWithFallback(first, text, signature, others).catch(() => false);
  },
  identify: (_body, headers) => {
    const name = one(headers['x-github-event']);
    const id = one(headers['x-github-delivery']);
    if (!name || !deliveryName.test(name))
      return { problem: 'the X-GitHub-Event header is missing or malformed' };
    if (!id || !deliveryId.test(id))
      return { problem: 'the X-GitHub-Delivery header is missing or malformed' };
    return { name, id };
  },
});

/** Linear: bare hex `Linear-Signature`; a delivery is known by the hash of its bytes. */
export const linearIntake = (settings: Settings): Intake => ({
  source: 'linear',
  path: '/api/linear/webhooks',
  limit: 5 * 1024 * 1024,
  accepted: 200,
  verify: async (body, headers) =>
    verifyLinear({
      body,
      signature: one(headers['linear-signature']),
      secrets: settings.linear.webhookSecrets,
    }).state === 'verified',
  identify: (body, headers) => ({ name: one(headers['linear-event']) ?? 'unknown', id: bodyHash(body) }),
});
