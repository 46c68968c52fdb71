/** Values that code or configuration gives to a name such as `password` or `apiKey`. */
export interface Assigned {
  kind: string;
  /** Offset in the line. */
  start: number;
  text: string;
}

const longestLine = 2_000;
/** `password: "…"`, `API_KEY='…'`, `"clientSecret": "…"`, `client_secret => "…"`, `Token := "…"`. */
const assignment =
  /([A-Za-z][\w.-]{0,60})["'`\])]{0,2}\s{0,8}(?::=|=>|[:=])\s{0,8}(?:str\s*=\s*)?(["'`])([^"'`\s]{8,200})\2/g;
const passwordName = /(?:password|passwd|passphrase|pwd)$/i;
const keyName =
  /(?:api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|signing[_-]?key|encryption[_-]?key|account[_-]?key|client[_-]?secret|app[_-]?secret|jwt[_-]?secret|webhook[_-]?secret|(?<![a-z])secret|auth[_-]?token|access[_-]?token|bearer[_-]?token|refresh[_-]?token|api[_-]?token|bot[_-]?token)$/i;

const fake =
  /example|sample|dummy|fake|mock|test|placeholder|change[_-]?me|replace|your|insert|redacted|secret|password|passwd|token|todo|lorem|foo|bar|baz|abc|12345|default|none|null|undefined|invalid|local|demo/i;
/** A template, a path, an address, a call, a name with dots or dashes: nothing that is itself a value. */
const refers =
  /[${}<>()[\]*%]|^[./~@]|:\/\/|^(?:[A-Za-z]+[._:/-])+[A-Za-z]+$|^[a-z]+(?:[A-Z][a-z]+)+$|^[A-Z_]+$|^[a-z_-]+$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const leastKey = 20;
const leastBits = 3.3;

const bitsPerCharacter = (text: string): number => {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
};

const looksLikeKey = (value: string): boolean =>
  value.length >= leastKey &&
  /[A-Za-z]/.test(value) &&
  (value.match(/\d/g) ?? []).length >= 3 &&
  bitsPerCharacter(value) >= leastBits;

const looksLikePassword = (value: string): boolean =>
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length >= 3 && /\d/.test(value);

const kindOf = (name: string, value: string): string | null => {
  if (fake.test(value) || refers.test(value) || uuid.test(value)) return null;
  if (keyName.test(name) && looksLikeKey(value)) return `a value of \`${name}\` that looks like a key`;
  if (passwordName.test(name) && looksLikePassword(value)) return `a password written out as \`${name}\``;
  return null;
};

/** What looks like a key or a password only because of the name it is given to. For a review, which a person reads. */
export const assignedIn = (line: string): Assigned[] =>
  [...line.slice(0, longestLine).matchAll(assignment)].flatMap((match) => {
    const [, name = '', , text = ''] = match;
    const kind = kindOf(name, text);
    return kind === null ? [] : [{ kind, start: match.index, text }];
  });
