import type { SearchHit } from '../../ports/git.ts';
import type { NamedThing } from '../named-things.ts';
import { isGlob, isMade, isPlainlyPath, isTestPath, type PathIndex } from '../path-index.ts';
import { type Near, samePath, similarPath } from './nearest.ts';
import { wholeWords } from './words.ts';

/** What a claim comes to; null: nothing can be said, so nothing is. */
export interface Outcome {
  verdict: 'holds' | 'moved' | 'stale' | 'to be created' | 'not run';
  detail: string;
  nearest: string | null;
}

export interface PathContext {
  index: PathIndex;
  hits: readonly SearchHit[];
  /** Named in the same sentence. */
  company: readonly NamedThing[];
  /** Of these, what stands right before and right behind it. */
  beside: readonly NamedThing[];
  /** The task that makes the path; null when none does. */
  creator: string | null;
}

const declaring = /\b(?:function|def|class|const|let|var|func|fn|type|interface|enum|struct|trait|module)\b/;

/** The one source file that declares an identifier named together with the path. */
const declaringFile = ({ company, hits }: PathContext): string | null => {
  for (const { kind, name, intent } of company) {
    if (kind !== 'identifier' || intent === 'create' || intent === 'mention') continue;
    const pattern = new RegExp(`${declaring.source}[^=;]{0,40}?${wholeWords([name]).source}`, 'u');
    const files = new Set(
      hits.filter(({ path, text }) => !isTestPath(path) && pattern.test(text)).map(({ path }) => path),
    );
    const [only] = files;
    if (files.size === 1 && only !== undefined) return only;
  }
  return null;
};

const strong = (thing: NamedThing, company: readonly NamedThing[]): boolean => {
  if (thing.kind === 'line') return thing.intent !== 'create';
  if (
    thing.intent === 'change' ||
    thing.intent === 'remove' ||
    thing.intent === 'rename' ||
    thing.intent === 'forbid'
  )
    return thing.sure;
  return thing.place && company.some(({ intent, sure }) => intent === 'forbid' && sure);
};

const missing = (path: string, near: Near | null): string =>
  near === null
    ? `${path} is not there at the base.`
    : `${path} is not there at the base; nearest: ${near.text}.`;

const found = (thing: NamedThing, files: string[]): Outcome => {
  const [first] = files;
  const path = thing.name.replace(/\/+$/, '');
  const inFolder = files.every((file) => `/${file}`.includes(`/${path}/`));
  if (files.length === 1 && first !== undefined && first !== path && !inFolder) {
    return { verdict: 'holds', detail: `${path} is ${first}.`, nearest: first };
  }
  const detail = files.length === 1 ? `${path} is there.` : `${path} is there: ${files.length} files.`;
  return { verdict: 'holds', detail, nearest: null };
};

/** A path, be it a folder or a glob, that the base has or has not. */
export const judgePath = (thing: NamedThing, context: PathContext): Outcome | null => {
  const path = thing.name.replace(/\/+$/, '');
  if (isMade(path)) return null;
  const files = context.index.resolve(thing.name);
  if (files.length > 0) return found(thing, files);
  if (context.creator !== null) {
    return { verdict: 'to be created', detail: `Task ${context.creator} makes ${path}.`, nearest: null };
  }
  const near =
    samePath(path, context.index, declaringFile(context)) ??
    (thing.intent === 'create' ? null : similarPath(path, context.index));
  const verdict = absent(thing, context, near);
  return verdict === null ? null : { verdict, detail: missing(path, near), nearest: near?.text ?? null };
};

/** What a glob or a bare name is to match may be made by the program, or lie with its users. */
const weighs = (thing: NamedThing, index: PathIndex, near: Near | null): boolean => {
  const path = thing.name.replace(/\/+$/, '');
  if (isGlob(path)) return !thing.place && index.isFolder(path.split('/')[0] ?? '');
  return path.includes('/') || near !== null;
};

/** What it means that a path is not there. */
const absent = (
  thing: NamedThing,
  { index, company }: PathContext,
  near: Near | null,
): 'stale' | 'to be created' | null => {
  if (thing.intent === 'create') return 'to be created';
  const root = thing.name.split('/')[0] ?? '';
  if (!isPlainlyPath(thing.name) && !index.isFolder(root)) return null;
  if (strong(thing, company)) return weighs(thing, index, near) ? 'stale' : 'to be created';
  if (isTestPath(thing.name)) return 'to be created';
  // words that only suggest that it is there are believed when it can be seen what became of it
  if ((thing.place || thing.intent === 'change') && near?.how === 'same') return 'stale';
  return thing.intent === 'change' ? 'to be created' : null;
};

/** `path:line`: the file, then what the sentence names beside it. */
export const judgeLine = (
  thing: NamedThing,
  context: PathContext,
  texts: ReadonlyMap<string, string>,
): Outcome | null => {
  const file = judgePath(thing, context);
  if (file?.verdict !== 'holds') return file;
  const [path] = context.index.resolve(thing.name);
  const text = path === undefined ? undefined : texts.get(path);
  if (thing.line === null || path === undefined || text === undefined) return file;
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const moved = movedTo({ lines, named: thing.line, company: context.beside });
  if (moved === 'there')
    return { verdict: 'holds', detail: `${path}:${thing.line} is there.`, nearest: null };
  if (moved !== null) {
    return {
      verdict: 'moved',
      detail: `${moved.name} is at ${path}:${moved.line}, not at line ${thing.line}.`,
      nearest: `${path}:${moved.line}`,
    };
  }
  if (thing.line > last) {
    return {
      verdict: 'stale',
      detail: `${path} has ${last} lines, so there is no line ${thing.line}.`,
      nearest: `${path}:${last}`,
    };
  }
  return { verdict: 'holds', detail: `${path}:${thing.line} is there.`, nearest: null };
};

const longestLine = 2_000;

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Is the line in the body of what the other line declares? Then nothing as far left is declared between them. */
const isInBody = (lines: string[], declared: number, named: number): boolean => {
  if (named <= declared || named > lines.length) return false;
  const indent = indentOf(lines[declared - 1] ?? '');
  const between = lines.slice(declared, named);
  return !between.some((line) => indentOf(line) <= indent && declaring.test(line.slice(0, longestLine)));
};

const movedTo = (options: {
  lines: string[];
  named: number;
  company: readonly NamedThing[];
}): { name: string; line: number } | 'there' | null => {
  const { lines, named } = options;
  let result: { name: string; line: number } | null = null;
  for (const one of options.company) {
    if (one.intent === 'create' || (one.kind !== 'identifier' && one.kind !== 'text')) continue;
    const pattern = one.kind === 'identifier' ? wholeWords([one.name]) : null;
    const places = lines.flatMap((line, index) => {
      const text = line.slice(0, longestLine);
      return (pattern ? pattern.test(text) : text.includes(one.name)) ? [index + 1] : [];
    });
    const declared = places.filter((place) => declaring.test(lines[place - 1]?.slice(0, longestLine) ?? ''));
    if (places.includes(named) || declared.some((place) => isInBody(lines, place, named))) return 'there';
    const [nearest] = (declared.length > 0 ? declared : places).sort(
      (a, b) => Math.abs(a - named) - Math.abs(b - named),
    );
    if (nearest !== undefined) result ??= { name: one.text, line: nearest };
  }
  return result;
};
