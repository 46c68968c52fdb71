/** Which parts of a text are code, well enough to tell a use from a remark; strings stay. */

const hashEnds =
  /\.(?:py|pyi|rb|rake|sh|bash|zsh|ya?ml|toml|pl|pm|r|ex|exs|jl|tf|hcl|coffee|nim|cr|gradle|cfg|conf|ini|ps1|mk|env|graphql)$|(?:^|\/)(?:Makefile|Dockerfile|Gemfile|Rakefile|Justfile|\.env[\w.]*)$/i;
const dashEnds = /\.(?:sql|lua|hs|elm|ada|vhd)$/i;
const markupEnds = /\.(?:html?|xml|vue|svelte|svg|xaml)$/i;
const noComments = /\.(?:json|csv|tsv|lock)$/i;

type Family = 'hash' | 'dash' | 'markup' | 'slash' | 'none';

const familyOf = (path: string): Family => {
  if (noComments.test(path)) return 'none';
  if (hashEnds.test(path)) return 'hash';
  if (dashEnds.test(path)) return 'dash';
  return markupEnds.test(path) ? 'markup' : 'slash';
};

const lineComment: Record<Family, RegExp> = {
  hash: /^\s*#/,
  dash: /^\s*--/,
  markup: /^\s*<!--/,
  // a line of a block comment begins with a star, and so does nothing else but a pointer that is written to
  slash: /^\s*(?:\/\/|\/\*|\*(?:\s|\/|$)|\{\/\*|<!--)/,
  none: /(?!)/,
};

/** Nothing but a remark, judged by the line alone. */
export const isCommentLine = (path: string, text: string): boolean => lineComment[familyOf(path)].test(text);

const longestLine = 2_000;
const strings = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g;
const mask = (text: string): string => text.replace(strings, (literal) => 'x'.repeat(literal.length));

const tail: Record<Family, RegExp | null> = {
  hash: /(?:^|\s)#(?!\{).*$/,
  dash: /(?:^|\s)--\s.*$/,
  markup: null,
  slash: /(?:^|[^:])\/\/.*$/,
  none: null,
};

const withoutTail = (line: string, family: Family): string => {
  const pattern = tail[family];
  const at = pattern ? mask(line).search(pattern) : -1;
  return at < 0 ? line : line.slice(0, at + (family === 'slash' && line.charAt(at) !== '/' ? 1 : 0));
};

interface Block {
  opens: RegExp;
  close: string;
}

/** A docstring is a string that is a statement of its own. */
const blocksOf = (family: Family, path: string): Block[] => {
  if (family === 'slash') return [{ opens: /\/\*/, close: '*/' }];
  if (family === 'markup') return [{ opens: /<!--/, close: '-->' }];
  if (/\.(?:py|pyi)$/i.test(path))
    return [
      { opens: /^\s*[rbu]?"""/i, close: '"""' },
      { opens: /^\s*[rbu]?'''/i, close: "'''" },
    ];
  return /\.rb$/i.test(path) ? [{ opens: /^=begin/, close: '=end' }] : [];
};

interface Reading {
  family: Family;
  blocks: Block[];
  /** What closes the comment that goes on. */
  closing: string | null;
}

const codeOf = (raw: string, reading: Reading): string => {
  const line = raw.slice(0, longestLine);
  if (reading.closing !== null) {
    const end = line.indexOf(reading.closing);
    if (end < 0) return '';
    const rest = line.slice(end + reading.closing.length);
    reading.closing = null;
    return codeOf(rest, reading);
  }
  if (lineComment[reading.family].test(line) && !/^\s*\/\*|^\s*<!--|^\s*\{\/\*/.test(line)) return '';
  const masked = reading.family === 'slash' ? mask(line) : line;
  for (const { opens, close } of reading.blocks) {
    const match = opens.exec(masked);
    if (!match) continue;
    const behind = match.index + match[0].length;
    const end = line.indexOf(close, behind);
    const before = match[0].trimStart() === match[0] ? line.slice(0, match.index) : '';
    if (end >= 0) return `${before} ${codeOf(line.slice(end + close.length), reading)}`;
    reading.closing = close;
    return withoutTail(before, reading.family);
  }
  return withoutTail(line, reading.family);
};

/** The lines of a text without comments and docstrings; as many as the text has. */
export const codeLines = (path: string, text: string): string[] => {
  const family = familyOf(path);
  const reading: Reading = { family, blocks: blocksOf(family, path), closing: null };
  return text.split(/\r\n|\r|\n/).map((line) => codeOf(line, reading));
};
