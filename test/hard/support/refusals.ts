import type { IntakeWorld } from './intake-world.ts';
import { hmac, type Posting } from './post.ts';

/** In every body that must not be kept or shown. */
export const marker = 'MARK-OF-A-REFUSED-BODY';
const mib = 1024 * 1024;

export interface Case {
  name: string;
  expected: number;
  posting: () => Posting;
}

const tooLong = (limit: number): Buffer =>
  Buffer.from(`{"a":"${marker}${'x'.repeat(limit)}`).subarray(0, limit + 1);
const notUtf8 = Buffer.concat([Buffer.from(`{"a":"${marker}`), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
export const deep = (levels: number): string =>
  `{"a":"${marker}","b":${'['.repeat(levels)}${']'.repeat(levels)}}`;

/** Everything a stranger or a broken line may send as GitHub. */
export const githubCases = (world: IntakeWorld): Case[] => {
  const { github } = world;
  const body = `{"zen": "${marker}",  "n": 1.0}`;
  const at = (
    name: string,
    expected: number,
    given: Partial<Posting> & { without?: string[] } = {},
  ): Case => ({
    name,
    expected,
    posting: () => {
      const { without = [], ...rest } = given;
      const headers = { ...world.headersFor(given.body ?? body), ...given.headers };
      for (const header of without) delete headers[header];
      return { url: github.url, body, ...rest, headers };
    },
  });
  const signed = (secret: string, text: Buffer | string) => ({
    'x-hub-signature-256': `sha256=${hmac(secret, text)}`,
  });
  return [
    at('signed with another secret', 401, { headers: signed('another', body) }),
    at('signed with the empty secret', 401, { headers: signed('', body) }),
    at('signed with the secret that Probot falls back to', 401, { headers: signed('development', body) }),
    at('a signature that is none', 401, { headers: { 'x-hub-signature-256': 'sha256=zz' } }),
    at('only the old kind of signature', 401, {
      without: ['x-hub-signature-256'],
      headers: { 'x-hub-signature': `sha1=${hmac(github.secret, body, 'sha1')}` },
    }),
    at('sha1 in the place of sha256', 401, {
      headers: { 'x-hub-signature-256': `sha1=${hmac(github.secret, body, 'sha1')}` },
    }),
    at('no signature', 401, { without: ['x-hub-signature-256'] }),
    at('no event', 400, { without: ['x-github-event'] }),
    at('an event that is no word', 400, { headers: { 'x-github-event': '../ping' } }),
    at('no delivery id', 400, { without: ['x-github-delivery'] }),
    at('a delivery id that is none', 400, { headers: { 'x-github-delivery': "a'; drop table deliveries" } }),
    at('cut short', 401, { body: body.slice(0, -5), headers: signed(github.secret, body) }),
    at('cut short and signed so', 400, { body: body.slice(0, -5) }),
    at('serialised again', 401, {
      body: JSON.stringify(JSON.parse(body)),
      headers: signed(github.secret, body),
    }),
    at('empty', 401, { body: '' }),
    at('not UTF-8, signed over its bytes', 401, { body: notUtf8 }),
    at('deeply nested and not signed', 401, { body: deep(200_000), headers: signed('another', '') }),
    at('a byte too long', 413, { body: tooLong(25 * mib) }),
    at('a byte too long, its length not said', 413, { body: tooLong(25 * mib), chunked: true }),
    at('much too long, its length not said', 413, { body: tooLong(40 * mib), chunked: true }),
    at('hung up half way', 0, { breakOff: true }),
  ];
};

/** And as Linear. */
export const linearCases = (world: IntakeWorld): Case[] => {
  const { linear } = world;
  const body = `{"type": "Issue",  "marker": "${marker}"}`;
  const at = (name: string, expected: number, given: Partial<Posting> = {}): Case => ({
    name,
    expected,
    posting: () => ({
      url: linear.url,
      body,
      ...given,
      headers: {
        'content-type': 'application/json',
        'linear-event': 'Issue',
        'linear-signature': hmac(linear.secret, given.body ?? body),
        ...given.headers,
      },
    }),
  });
  return [
    at('signed with another secret', 401, { headers: { 'linear-signature': hmac('another', body) } }),
    at('no signature', 401, { headers: { 'linear-signature': '' } }),
    at('cut short', 401, {
      body: body.slice(0, -5),
      headers: { 'linear-signature': hmac(linear.secret, body) },
    }),
    at('cut short and signed so', 400, { body: body.slice(0, -5) }),
    at('serialised again', 401, {
      body: JSON.stringify(JSON.parse(body)),
      headers: { 'linear-signature': hmac(linear.secret, body) },
    }),
    at('not UTF-8, signed over its bytes', 400, { body: notUtf8 }),
    at('a byte too long', 413, { body: tooLong(5 * mib) }),
    at('a byte too long, its length not said', 413, { body: tooLong(5 * mib), chunked: true }),
  ];
};
