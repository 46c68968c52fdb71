import { type Given, givenIn } from './given.ts';

/** Values that code or configuration gives to a name such as `password` or `apiKey`. */
export interface Assigned {
  kind: string;
  /** Offset in the line. */
  start: number;
  text: string;
}

const longestLine = 2_000;
const passwordName = /(?:password|passwd|passphrase|pwd|(?:^|[_.-])pass|[a-z]Pass)$/i;
const keyName =
  /(?:api[_-]?key|access[_-]?key|secret[_-]?key(?:[_-]?base)?|private[_-]?key|signing[_-]?key|encryption[_-]?key|account[_-]?key|client[_-]?secret|app[_-]?secret|jwt[_-]?secret|webhook[_-]?secret|(?<![a-z])secret|auth[_-]?token|access[_-]?token|bearer[_-]?token|refresh[_-]?token|api[_-]?token|bot[_-]?token)$/i;

const fake =
  /example|sample|dummy|fake|mock|test|placeholder|change[_-]?me|replace|your|insert|redacted|secret|password|passwd|token|todo|lorem|foo|bar|baz|abc|12345|default|none|null|undefined|invalid|local|demo/i;
/** Of hexadecimal digits words are made by chance. */
const fakeHex = /12345|abcdef|deadbeef|(.)\1{7}/i;
const weak =
  /p[a@4][s5$]{2}w[o0]rd|admin|root|guest|postgres|mysql|minio|rabbit|qwerty|letmein|welcome|hunter2/i;
/** A template, a path, an address, a call, a name with dots or dashes: nothing that is itself a value. */
const refers =
  /[{}<>[\]]|\$\(|^[./~@^$!&|*%(]|%[A-Za-z_]+%|:\/\/|\w\(\w*\)|^(?:[A-Za-z]+[._:/-])+[A-Za-z]+$|^[a-z]+(?:[A-Z][a-z]+)+$|^[A-Z_]+$|^[a-z_-]+$/;
/** Filled in by a shell or a language; a long key may hold a dollar by chance. */
const interpolated = /\$[A-Za-z_]|[()*%]/;
/** `web-tls-2024-06`: a thing that is called so, and a password nobody can tell from it. */
const called =
  /^(?:[a-z]{2,}\d{0,3}|\d{1,8})(?:[-._/:](?:[a-z]{2,}\d{0,3}|\d{1,8}|v\d{1,3}|\d{1,4}x\d{1,4}))+$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const leastKey = 20;
const leastBits = 3.3;
const leastBitsOfHex = 2.7;
const longestPassword = 64;

const bitsPerCharacter = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
};

const isHex = (value: string): boolean => /^[0-9a-f]{32,}$/.test(value);

const looksLikeKey = (value: string): boolean =>
  value.length >= leastKey &&
  !called.test(value) &&
  /[A-Za-z]/.test(value) &&
  (value.match(/\d/g) ?? []).length >= 3 &&
  bitsPerCharacter(value) >= (isHex(value) ? leastBitsOfHex : leastBits) &&
  (!interpolated.test(value) || value.length >= 32);

const looksLikePassword = (value: string): boolean =>
  value.length <= longestPassword &&
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length >= 3 &&
  /\d/.test(value) &&
  !weak.test(value) &&
  !interpolated.test(value);

/** What is written in base64, as manifests of a cluster hold it, in clear; the value itself where it is none. */
const inClear = (value: string): string => {
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(value) || value.length % 4 !== 0) return value;
  const clear = atob(value);
  return /^[\x20-\x7e]+$/.test(clear) ? clear : value;
};

const isFake = (value: string): boolean => (isHex(value) ? fakeHex : fake).test(value);

const kindOf = ({ name, text, clear }: Given): string | null => {
  const value = clear ?? inClear(text);
  if (isFake(value) || refers.test(value) || uuid.test(value)) return null;
  if (keyName.test(name) && looksLikeKey(value)) return `a value of \`${name}\` that looks like a key`;
  if (passwordName.test(name) && looksLikePassword(value)) return `a password written out as \`${name}\``;
  return null;
};

/** What looks like a key or a password only because of the name it is given to. For a review, which a person reads. */
export const assignedIn = (whole: string, path = ''): Assigned[] =>
  givenIn(whole.slice(0, longestLine), path).flatMap((given) => {
    const kind = kindOf(given);
    return kind === null ? [] : [{ kind, start: given.start, text: given.text }];
  });
