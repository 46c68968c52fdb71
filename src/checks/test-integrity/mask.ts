/** How a language writes what is no code. */
export interface Syntax {
  /** Begin of a comment that ends with its line. */
  line: readonly string[];
  block: readonly (readonly [string, string])[];
  /** Longest first. `multiline`: goes on over the end of a line; others end there, or the rest of a file would be text. */
  strings: readonly { open: string; close: string; multiline: boolean; raw?: boolean }[];
  /** JavaScript's `/…/`, which may hold quotes. */
  regex?: boolean;
}

/** Same length and same lines as the text. */
export interface Masked {
  /** Without comments. */
  bare: string;
  /** Without comments and what stands in strings; their quotes stay. */
  code: string;
  /** With everything. */
  text: string;
}

/** Generated and minified lines are nobody's tests. */
const longestLine = 4_000;

const regexMayBegin = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void))\s*$/;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** Reads once from left to right: linear in the text. */
export const maskText = (source: string, syntax: Syntax): Masked => {
  const text = source
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => (line.length > longestLine ? ' '.repeat(longestLine) : line))
    .join('\n');
  const bare: string[] = [];
  const code: string[] = [];
  const starts = firstCharacters(syntax);
  let at = 0;
  let plain = 0;
  const flush = (end: number): void => {
    const piece = text.slice(plain, end);
    bare.push(piece);
    code.push(piece);
  };
  while (at < text.length) {
    if (!starts.has(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at, syntax);
    if (token === null) {
      at += 1;
      continue;
    }
    flush(at);
    const piece = text.slice(at, token.end);
    bare.push(token.kind === 'comment' ? blank(piece) : piece);
    code.push(
      token.kind === 'comment'
        ? blank(piece)
        : piece.slice(0, token.open) +
            blank(piece.slice(token.open, piece.length - token.close)) +
            piece.slice(piece.length - token.close),
    );
    at = token.end;
    plain = at;
  }
  flush(text.length);
  return { bare: bare.join(''), code: code.join(''), text };
};

interface Token {
  kind: 'comment' | 'string';
  end: number;
  /** Lengths of its marks. */
  open: number;
  close: number;
}

const firstCharacters = ({ line, block, strings, regex }: Syntax): Set<string> =>
  new Set(
    [
      ...line,
      ...block.map(([open]) => open),
      ...strings.map(({ open }) => open),
      ...(regex ? ['/'] : []),
    ].map((mark) => mark.charAt(0)),
  );

const tokenAt = (text: string, at: number, syntax: Syntax): Token | null => {
  for (const [open, close] of syntax.block)
    if (text.startsWith(open, at)) {
      const end = text.indexOf(close, at + open.length);
      return { kind: 'comment', end: end < 0 ? text.length : end + close.length, open: 0, close: 0 };
    }
  for (const mark of syntax.line)
    if (text.startsWith(mark, at)) {
      const end = lineEnd(text, at + mark.length);
      return { kind: 'comment', end, open: 0, close: 0 };
    }
  for (const string of syntax.strings)
    if (text.startsWith(string.open, at)) return stringAt(text, at, string);
  return syntax.regex && text.charAt(at) === '/' ? regexAt(text, at) : null;
};

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

const stringAt = (
  text: string,
  at: number,
  { open, close, multiline, raw }: Syntax['strings'][number],
): Token => {
  const most = multiline ? text.length : lineEnd(text, at);
  for (let index = at + open.length; index < most; index += 1) {
    if (!raw && text.charAt(index) === '\\') index += 1;
    else if (text.startsWith(close, index))
      return { kind: 'string', end: index + close.length, open: open.length, close: close.length };
  }
  // A lone mark, such as the apostrophe of a lifetime: it stands for itself.
  return multiline
    ? { kind: 'string', end: text.length, open: open.length, close: 0 }
    : { kind: 'string', end: at + open.length, open: open.length, close: 0 };
};

const regexAt = (text: string, at: number): Token | null => {
  if (!regexMayBegin.test(text.slice(Math.max(0, at - 30), at))) return null;
  const most = lineEnd(text, at);
  let inClass = false;
  for (let index = at + 1; index < most; index += 1) {
    const character = text.charAt(index);
    if (character === '\\') index += 1;
    else if (character === '[') inClass = true;
    else if (character === ']') inClass = false;
    else if (character === '/' && !inClass) return { kind: 'string', end: index + 1, open: 1, close: 1 };
  }
  return null;
};
