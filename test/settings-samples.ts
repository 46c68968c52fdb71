import { generateKeyPairSync } from 'node:crypto';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** Everything `npm start` needs; the secrets are marked, so that they are found wherever they leak to. */
export const complete = {
  APP_ID: '206',
  PRIVATE_KEY: privateKey,
  WEBHOOK_SECRET: 'marked-github-secret',
  LINEAR_API_KEY: 'lin_api_marked-linear-key',
  LINEAR_WEBHOOK_SECRET: 'marked-linear-secret',
};
