import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';

/** Steps to a place in the file: keys of maps and indexes of lists. */
export type Path = readonly (string | number)[];

export interface Problem {
  /** 1-based line of the file; null when the whole file is meant. */
  line: number | null;
  text: string;
}

export interface ConfigurationDocument {
  value: unknown;
  /** Line of the place, or of the nearest place around it that is there. */
  line(path: Path): number | null;
}

const maxBytes = 32_768;
/**
 * The YAML library recurses on nesting, and at some thousand levels it ends the whole process (a regular expression
 * too big for V8), which no `catch` stops. So depth is bounded before it sees the text.
 */
const maxBrackets = 200;
const deepLine = /^[ \t]*(?:[-?:][ \t]+){8}/m;

/** Reads YAML into plain data. Anchors, tags and keys that are not text have no use here and are refused. */
export const readDocument = (text: string): ConfigurationDocument | { problems: Problem[] } => {
  const outOfBounds = boundsProblem(text);
  if (outOfBounds) return { problems: [{ line: null, text: outOfBounds }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  const errors = [...document.errors, ...document.warnings].map((error) =>
    wordError(error, { text, lineAt }),
  );
  // What follows the first errors is mostly their consequence.
  const problems = errors.length > 0 ? errors.slice(0, 3) : unsupported(document, lineAt);
  if (problems.length > 0) return { problems };
  return {
    value: document.toJS(),
    line: (path) => {
      const offset = offsetOf(document.contents, path);
      return offset === null ? null : lineAt(offset);
    },
  };
};

const boundsProblem = (text: string): string | null => {
  if (Buffer.byteLength(text) > maxBytes) return `The file is longer than ${maxBytes / 1024} KiB.`;
  const brackets = text.split(/[[{]/).length - 1;
  return brackets > maxBrackets || deepLine.test(text)
    ? 'The file nests too deeply: write it in block style.'
    : null;
};

const wordError = (error: YAMLError, at: { text: string; lineAt: (offset: number) => number }): Problem => {
  const rest = at.text.slice(error.pos[0]);
  // The library may point at the line end before the thing it means.
  const offset = error.pos[0] + (rest.length - rest.trimStart().length);
  const line = at.lineAt(offset);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { line: at.lineAt(error.pos[0]), text: 'a tab indents this line; YAML takes spaces only' };
    case 'DUPLICATE_KEY':
      return { line, text: `${quote(/^[^:\s]*/.exec(rest.trimStart())?.[0] ?? '')} is there twice` };
    case 'MULTIPLE_DOCS':
      return { line, text: '`---` starts a second document; one is read' };
    default:
      return {
        line: at.lineAt(error.pos[0]),
        text: `this is not YAML: ${(error.message.split('\n')[0] ?? '').slice(0, 120)}`,
      };
  }
};

const unsupported = (document: Document, lineAt: (offset: number) => number): Problem[] => {
  const problems: Problem[] = [];
  const add = (node: { range?: readonly number[] | null | undefined }, text: string): symbol => {
    problems.push({ line: lineAt(node.range?.[0] ?? 0), text });
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_, node) => add(node, 'anchors and aliases are not supported; write the value out'),
    Pair: (_, pair) => {
      if (isScalar(pair.key) && typeof pair.key.value === 'string') return undefined;
      return add(pair.key as Node, 'this key is not plain text');
    },
  });
  return problems;
};

const offsetOf = (root: unknown, path: Path): number | null => {
  let node: unknown = root;
  let offset: number | null = null;
  for (const step of path) {
    const found = stepInto(node, step);
    if (!found) return offset;
    offset = found.offset;
    node = found.node;
  }
  return offset;
};

const stepInto = (node: unknown, step: string | number): { node: unknown; offset: number } | null => {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
    return pair && isScalar(pair.key) ? { node: pair.value, offset: pair.key.range?.[0] ?? 0 } : null;
  }
  const item = isSeq(node) && typeof step === 'number' ? (node.items[step] as Node | undefined) : undefined;
  return item ? { node: item, offset: item.range?.[0] ?? 0 } : null;
};

/** Text of the file inside a sentence of ours: on one line, bounded, unable to leave its quotes. */
export const quote = (value: string): string =>
  `\`${value
    .replace(/[`\s]+/g, ' ')
    .trim()
    .slice(0, 60)}\``;
