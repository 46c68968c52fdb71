import { describe, expect, it } from 'vitest';
import { scanText } from '../../src/secrets/scan.ts';

const of = (alphabet: string, length: number): string =>
  Array.from({ length }, (_, index) => alphabet[(index * 7 + 3) % alphabet.length]).join('');
const any = (length: number): string => of('Kq7Zb2Xw9Rm4Td5Lp8Vc3Hn6', length);
const hex = (length: number): string => of('3e9b0c7d1a5f2846', length);

/** In two parts, so that nothing here looks like a leak. */
const tokens: [string, string][] = [
  ['ATAT', `T3xFfGF0${any(150)}`],
  ['fig', `d_${any(44)}`],
  ['nt', `n_${any(46)}`],
  ['sb', `p_${hex(40)}`],
  ['sb_', `secret_${any(31)}`],
  ['pscale', `_pw_${any(43)}`],
  ['r', `8_${any(37)}`],
  ['ppl', `x-${any(48)}`],
  ['dp.', `pt.${any(43)}`],
  ['tskey', `-auth-${any(16)}-${any(32)}`],
  ['pu', `l-${hex(40)}`],
  ['sq', `p_${hex(40)}`],
  ['glp', `tt-${hex(40)}`],
  ['CFP', `AT-${any(43)}`],
  ['pat', `-na1-${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`],
  ['pat', `${any(14)}.${hex(64)}`],
  ['LT', `AI5t${any(18)}`],
  [hex(32), '-us12'],
  ['Kq7', `8Q~${any(34)}`],
  ['AAAA', `${any(7)}:APA91b${any(134)}`],
];

describe('a key by the form its maker gave it', () => {
  it.each(tokens)('%s…', async (start, rest) => {
    expect(await scanText(`client.connect("${start}${rest}")\n`)).not.toEqual([]);
  });

  it.each([
    'ghp_1234567890abcdefghijklmnopqrstuvwxyz',
    'sk-1234567890abcdef1234567890abcdef',
    'xoxb-123456789012-123456789012-abcdefghijklmnopqrstuvwx',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
  ])('is none where anybody may know it: %s', async (text) => {
    expect(await scanText(`const token = '${text}';\n`)).toEqual([]);
  });

  it('beside a number that counts up is found', async () => {
    expect(await scanText(`postgres://u123456789:${any(24)}@db.acme.io/x`)).not.toEqual([]);
  });
});
