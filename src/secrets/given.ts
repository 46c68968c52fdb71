/** A value and the name that it is given to, in one of the ways of a language, a configuration or a command. */
export interface Given {
  name: string;
  text: string;
  /** Offset in the line. */
  start: number;
  /** What it says; otherwise it is as it stands, or in base64. */
  clear?: string;
}

const value = '[^"\'`\\s]{8,200}';
/** `password: "…"`, `"clientSecret": "…"`, `apiKey: string = '…'`, `getenv("API_KEY", "…")`, `X || '…'`, `\"api_key\" = \"…\"`. */
const quoted =
  /([A-Za-z][\w.-]{0,60})(?:\\?["'`\])]){0,2}(?:\s{0,4}:\s{0,4}&?(?:'static\s)?[A-Za-z][\w.<>?]{0,30}(?=\s{0,4}=))?\s{0,8}(:=|=>|\|\|=?|\?\?=?|[:=,(])\s{0,8}(?:str\s*=\s*)?(\\?["'`])(?=((?:(?!\3)[^"'`\s]){8,200})\3)/g;
/** A variable and its value in one string. */
const inString = new RegExp(`["'\`]([A-Z][A-Z0-9_]{0,60})=(${value})["'\`]`, 'g');
const defined = /^\s*#\s*define\s+(\w{1,60})\s+"([^"\s]{8,200})"/;
/** `Server=db;Password=…;`, `?user=a&password=…`, `dbname=app password=…`: inside a string, behind another pair. */
const connection = /([?&;]\s?|\s)(password|pwd|AccountKey|SharedAccessKey)=([^\s;&"'`,\\]{8,200})/gi;
const element = /<([\w.:-]{1,60})>([^<\s]{8,200})<\//g;
const attribute = new RegExp(`\\b(?:key|name)="([\\w.:-]{1,60})"\\s{1,4}value="(${value})"`, 'g');
const sql = /\b(?:(password)\s+|identified\s+by\s+)'([^'\s]{8,200})'/gi;
const header = /\b(Basic|Bearer)\s([A-Za-z0-9+/_.~-]{16,200}={0,2})(?=["'`\\\s]|$)/g;
const commands =
  /(?:\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =]?["']?[\w.@-]{1,60}:|\bsshpass\s{1,4}-p\s{0,4}["']?|\s--pass(?:word|wd)?[ =]["']?)([^\s"']{8,200})/g;

/** Formats without quotes: a line gives one name one value. */
const plain =
  /^\s*(?:-\s+)?(?:(?:export|ENV|ARG|set)\s+)?["']?([A-Za-z][\w.-]{0,60})["']?\s{0,8}[:=]\s{0,8}([^\s"'`]{8,200})\s*(?:#.*)?$/;
const variable = /(?:^|[\s;&])([A-Za-z_][A-Za-z0-9_]{0,60})=([^\s"'`;&|]{8,200})(?=[\s;]|$)/g;
const plainPath =
  /\.(?:ya?ml|properties|ini|conf|cfg|cnf|env(?:\.[\w.-]+)?|envrc|sh|bash|zsh|fish|bat|cmd|service|desktop|tpl|j2|erb)$|(?:^|\/)(?:Dockerfile[\w.-]*|Containerfile|Makefile|Procfile|\.env[\w.-]*)$/i;

const translations = /(?:^|\/)(?:locales?|i18n|lang|languages?|translations?|messages)(?:\/|[._-])/i;

const codeQuotes = ['"', "'", '`'];
/** In a string that holds another pair before. */
const isPair = (line: string, at: number, path: string): boolean => {
  const before = line.slice(0, at);
  const quote = Math.max(...codeQuotes.map((one) => before.lastIndexOf(one)));
  return (quote >= 0 || plainPath.test(path)) && /[=?]/.test(before.slice(Math.max(quote, 0)));
};

const each = (line: string, pattern: RegExp, [name, text]: [number | string, number]): Given[] =>
  [...line.matchAll(pattern)].map((match) => ({
    name: typeof name === 'string' ? name : (match[name] ?? 'password'),
    text: match[text] ?? '',
    start: match.index,
  }));

/** `user:password` in base64; of a bearer the token. */
const headersIn = (line: string): Given[] =>
  each(line, header, [1, 2]).flatMap((given) => {
    if (given.name === 'Bearer') return [{ ...given, name: 'bearer_token' }];
    if (given.text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(given.text)) return [];
    const [, password] = /^[\x20-\x7e]+?:([\x20-\x7e]+)$/.exec(atob(given.text)) ?? [];
    return password === undefined ? [] : [{ ...given, name: 'password', clear: password }];
  });

const plainIn = (line: string, path: string): Given[] => {
  if (!plainPath.test(path) || translations.test(path)) return [];
  const [, name, text] = plain.exec(line) ?? [];
  const whole = name === undefined ? [] : [{ name, text: text ?? '', start: 0 }];
  return [...whole, ...each(line, variable, [1, 2])];
};

/** Behind a comma only what stands in for a variable: `getenv("API_KEY", "…")`, `{password, "…"}`; other words are labels. */
const quotedIn = (line: string): Given[] =>
  [...line.matchAll(quoted)].flatMap(({ 1: name = '', 2: sign, 4: text = '', index }) => {
    const stands = sign !== ',' || /^[A-Z][A-Z0-9_]*$/.test(name) || line[index - 1] === '{';
    return stands ? [{ name, text, start: index }] : [];
  });

/** Most lines name nothing of the kind. */
const mayGive = /pass|pwd|secret|key|token|basic|bearer|identified|curl/i;

/** `line` is cut already. */
export const givenIn = (line: string, path: string): Given[] => {
  if (!mayGive.test(line)) return [];
  const [, name, text] = defined.exec(line) ?? [];
  return [
    ...quotedIn(line),
    ...(name === undefined ? [] : [{ name, text: text ?? '', start: 0 }]),
    ...each(line, connection, [2, 3]).filter(({ start }) => isPair(line, start + 1, path)),
    ...each(line, inString, [1, 2]),
    ...each(line, element, [1, 2]),
    ...each(line, attribute, [1, 2]),
    ...each(line, sql, ['password', 2]),
    ...headersIn(line),
    ...each(line, commands, ['password', 1]),
    ...plainIn(line, path),
  ];
};
