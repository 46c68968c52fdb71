import { randomInt } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const some = (length: number, alphabet = letters): string =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
/** Without the run of one character that documentation writes. */
const key = (length: number): string => `${some(length - 2)}a1`;
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const digits = '0123456789';
const block = (kind: string): string => {
  const label = `${kind}PRIVATE ${'KEY'}`;
  return [
    `-----BEGIN ${label}-----`,
    ...Array.from({ length: 12 }, () => some(64)),
    `-----END ${label}-----`,
  ].join('\n');
};

/** What looks like a credential; put together here, so that no file of ours looks like a leak. */
export const makeSamples = (): Record<string, string> => ({
  'a GitHub token': ['gh', 'p_', key(36)].join(''),
  'a token of a run': ['gh', 's_', key(36)].join(''),
  'a fine-grained GitHub token': ['github', '_pat_', key(22), '_', key(59)].join(''),
  'an AWS key': ['AK', 'IA', some(16, upper)].join(''),
  'an AWS secret': ['aws_secret_', 'access_key = ', key(40)].join(''),
  'a Slack token': ['xo', 'xb-', some(12, digits), '-', some(12, digits), '-', key(24)].join(''),
  'an npm token': ['np', 'm_', key(36)].join(''),
  'an OpenAI key': ['s', 'k-proj-', key(48)].join(''),
  'an older OpenAI key': ['s', 'k-', key(20), 'T3Blbk', 'FJ', key(20)].join(''),
  'an Anthropic key': ['sk', '-ant-api03-', key(93), 'AA'].join(''),
  'a Linear key': ['lin', '_api_', key(40)].join(''),
  'a private key': block('RSA '),
  'an SSH key': block('OPENSSH '),
  'a connection string': ['postgres', '://app:', key(18), '@db.acme.io:5432/prod'].join(''),
  'a connection string of Mongo': ['mongodb', '+srv://app:', key(16), '@cluster0.abcde.mongodb.net/x'].join(
    '',
  ),
  'a Google key': ['AI', 'za', key(35)].join(''),
  'a JSON Web Token': ['ey', 'J', key(20), '.', key(60), '.', key(40)].join(''),
});
