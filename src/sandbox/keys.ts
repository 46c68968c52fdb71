import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** Credentials of one sandbox; made anew each time, valid nowhere else. */
export const makeKeys = (): {
  privateKey: string;
  publicKey: string;
  githubSecret: string;
  linearSecret: string;
} => {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const secret = (): string => randomBytes(24).toString('hex');
  return { ...pair, githubSecret: secret(), linearSecret: secret() };
};
