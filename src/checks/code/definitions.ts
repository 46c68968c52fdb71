import { withoutLayout } from './layout.ts';

/** Where a name is declared, and how far its definition goes: by the conventions of languages, not by parsing them. */

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const longestLine = 1_000;

const keywords =
  'function\\*?|def|defp|defmodule|defn|class|interface|type|enum|struct|trait|union|const|let|var|val|func|fn|fun|sub|module|namespace|record|object|protocol|extension|typedef|macro_rules!|message|service|rpc|#define|resource|variable|view|table|procedure|local';
const notBefore = '(?<![\\p{L}\\p{N}_$])';
const notBehind = '(?![\\p{L}\\p{N}_$])';
const noCall =
  '(?!\\s*(?:return|await|new|throw|if|else|elif|while|for|yield|go|defer|case|assert|raise|print|import|from|delete|typeof|in|and|or|not|use|using|require|include)\\b)';

/** How plainly a line declares a name: by a keyword, as a method, by an assignment, as a key. */
export type Declaration = 'keyword' | 'method' | 'assignment' | 'key';

const patternsFor = (name: string): [Declaration, RegExp][] => {
  const word = escapeRegExp(name);
  return [
    [
      'keyword',
      new RegExp(
        `(?:^|[\\s({;])(?:${keywords})\\s+(?:mut\\s+|static\\s+|data\\s+|async\\s+)?(?:\\([^)]*\\)\\s*)?(?:self\\.|[A-Z][\\w]*(?:\\.|::))?["']?${word}${notBehind}`,
        'u',
      ),
    ],
    [
      'method',
      new RegExp(
        `^${noCall}\\s*(?:[\\w<>\\[\\],.?*&:]+\\s+){0,6}[*&~#]?(?:[A-Z]\\w*::)?${word}\\s*(?:<[^>]*>)?\\((?:[^()]|\\([^()]*\\))*\\)\\s*(?:const|override|noexcept)?\\s*(?::[^={;]+|->[^{;]+|throws [^{;]+)?(?:\\{.*|=>.*)$`,
        'u',
      ),
    ],
    [
      'method',
      new RegExp(
        `^${noCall}\\s*(?:[\\w<>\\[\\],.?*&:]+\\s+){1,6}[*&]?${word}\\s*\\([^()]*(?:\\)\\s*(?:[:;{].*|throws .*)?)?$`,
        'u',
      ),
    ],
    [
      'assignment',
      new RegExp(
        `^${noCall}\\s*(?:(?:export|public|private|protected|internal|static|final|readonly|pub|abstract)\\s+)*(?:[\\w<>\\[\\],.?]+\\s+)?(?:(?:self|this|exports|module\\.exports|cls|[A-Z]\\w*(?:\\.prototype)?)\\.|@{1,2}|\\$)?${word}(?:\\s+[\\w.\\[\\]*]+)?\\s*(?::\\s*[^=]+?)?(?:=|:=|\\|\\|=|\\?\\?=|\\?=)(?![=>~])`,
        'u',
      ),
    ],
    ['key', new RegExp(`^\\s*(?:-\\s+)?["']?${notBefore}${word}["']?\\??\\s*:(?![:=])`, 'u')],
  ];
};

/** Tells how a line declares the name; null when it only uses it, or does not hold it. */
export const declarer = (name: string): ((line: string) => Declaration | null) => {
  const patterns = patternsFor(name);
  return (line) => {
    if (!line.includes(name)) return null;
    const text = line.slice(0, longestLine);
    return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  };
};

/** Also what binds the name in passing: parameters, imports, destructuring, loop variables. */
export const binder = (name: string): ((line: string) => boolean) => {
  const declares = declarer(name);
  const word = escapeRegExp(name);
  const parameter = new RegExp(
    `(?:\\b(?:function|def|func|fn|fun|sub|lambda|constructor)\\b.*?[(,\\s]|[(,]\\s*(?=[^()]{0,200}\\)\\s*(?:=>|->|\\{|:)))(?:[\\w<>\\[\\]?*&]+\\s+)?[*&$.]{0,3}${word}\\s*[,):=?]`,
    'u',
  );
  const loop = new RegExp(
    `\\b(?:for|as|catch|with|let|const|var|import|use)\\b[^=]*${notBefore}${word}${notBehind}|${notBefore}${word}${notBehind}\\s*(?:=>|->)|\\|[^|]*${notBefore}${word}${notBehind}[^|]*\\|`,
    'u',
  );
  return (line) => {
    if (!line.includes(name)) return false;
    const text = line.slice(0, longestLine);
    return declares(text) !== null || parameter.test(text) || loop.test(text);
  };
};

export interface Definition {
  how: Declaration;
  /** 1-based, decorators above it included. */
  from: number;
  to: number;
  /** Line of the declaration itself. */
  line: number;
  /** Its lines, trimmed, blank ones left out. */
  text: string;
  /** The same however it is formatted. */
  shape: string;
  /** What stands before its body. */
  signature: string;
}

const byIndentation = /\.(?:py|pyi|ya?ml|coffee|nim|sass|pug|haml|slim)$/i;
const byEnd = /\.(?:rb|rake|lua|ex|exs|cr|jl)$/i;
const mostLines = 5_000;

const indentOf = (line: string): number => line.length - line.trimStart().length;
const closers = /^\s*[)\]}]/;

const endByIndentation = (lines: string[], start: number, ended: boolean): number => {
  const indent = indentOf(lines[start] ?? '');
  let end = start;
  for (let at = start + 1; at < lines.length && at - start < mostLines; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const closes = indentOf(line) === indent && closers.test(line);
    if (indentOf(line) > indent || closes) end = at;
    else return ended && indentOf(line) === indent && /^\s*end\b/.test(line) && end > start ? at : end;
  }
  return end;
};

const literals = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\/.*$|\/\*.*?\*\//g;
const goesOn = /(?:[=(,+|&?:{[]|=>|->|\bextends|\bimplements)\s*$/;
const goesOnBefore = /^\s*(?:\{|\.|\?|:(?!:)|\||&|\+|=>|->|where\b|throws\b|extends\b|implements\b|=)/;

const depthOf = (line: string): number => {
  let depth = 0;
  for (const character of line.slice(0, longestLine).replace(literals, '')) {
    if ('({['.includes(character)) depth += 1;
    else if (')}]'.includes(character)) depth -= 1;
  }
  return depth;
};

const endByBraces = (lines: string[], start: number): number => {
  let depth = 0;
  for (let at = start; at < lines.length && at - start < mostLines; at += 1) {
    const line = lines[at] ?? '';
    depth += depthOf(line);
    if (depth > 0) continue;
    const bare = line.replace(literals, '').trimEnd();
    if (/[;}]\s*,?$/.test(bare)) return at;
    const next = lines.slice(at + 1, at + 3).find((one) => one.trim() !== '') ?? '';
    if (!goesOn.test(bare) && !goesOnBefore.test(next)) return at;
  }
  return Math.min(lines.length - 1, start + mostLines);
};

const decorated = (lines: string[], start: number): number => {
  let from = start;
  while (from > 0 && /^\s*(?:@\w|#\[|\[\w+(?:\(.*\))?\]\s*$)/.test(lines[from - 1] ?? '')) from -= 1;
  return from;
};

const trimmed = (lines: string[]): string =>
  lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');

/** Where blanks before a line mean something, as far as they go beyond those of the first line. */
const shapeOf = (lines: string[], path: string): string => {
  if (!byIndentation.test(path)) return withoutLayout(trimmed(lines));
  const indent = indentOf(lines[0] ?? '');
  const dedented = lines.map((line) => line.slice(Math.min(indent, indentOf(line))).trimEnd());
  return withoutLayout(dedented.filter((line) => line !== '').join('\n'), true);
};

const signatureOf = (lines: string[], start: number, end: number): string => {
  const whole: string[] = [];
  let depth = 0;
  for (const line of lines.slice(start, Math.min(end, start + 40) + 1)) {
    whole.push(line);
    depth += depthOf(line.replace(/\{[^{}]*$/, ''));
    if (depth <= 0) break;
  }
  return whole
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/\s*(?:\{.*|=>.*|:)?\s*$/, '')
    .trim();
};

const rank: Declaration[] = ['keyword', 'method', 'assignment', 'key'];

/** Every definition of a name in a file, of the plainest kind that the file has. */
export const definitionsOf = (options: { name: string; path: string; text: string }): Definition[] => {
  const { name, path, text } = options;
  if (!text.includes(name)) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const declares = declarer(name);
  const found = lines.flatMap((line, index) => {
    const how = declares(line);
    return how === null ? [] : [{ how, index }];
  });
  const best = rank.find((how) => found.some((one) => one.how === how));
  const plain: (Declaration | undefined)[] =
    best === 'method' || best === 'keyword' ? ['keyword', 'method'] : [best];
  return found
    .filter(({ how }) => plain.includes(how))
    .map(({ how, index }) => {
      const end =
        byIndentation.test(path) || byEnd.test(path)
          ? endByIndentation(lines, index, byEnd.test(path))
          : endByBraces(lines, index);
      const from = decorated(lines, index);
      return {
        how,
        from: from + 1,
        to: end + 1,
        line: index + 1,
        text: trimmed(lines.slice(from, end + 1)),
        get shape() {
          return shapeOf(lines.slice(from, end + 1), path);
        },
        signature: signatureOf(lines, index, end),
      };
    });
};
