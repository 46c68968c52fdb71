import { baseNameOf, folderOf } from '../../openspec/path-index.ts';
import type { SearchHit } from '../../ports/git.ts';
import type { Evidence } from '../evidence.ts';
import { type Finding, problem } from '../finding.ts';
import { isDocument, isTestPath } from '../paths.ts';
import { isOnPurpose } from './hits.ts';
import { isOwn, type Move } from './renames.ts';

const importing =
  /^\s*(?:import\b|from\s+[\w.]+\s+import\b|export\s+(?:\*|\{).*\bfrom\b|(?:pub(?:\([^)]*\))?\s+)?use\s|using\s|require\b|include\b)|\brequire\s*\(|\bfrom\s+['"]/;

export const isImport = ({ text }: SearchHit): boolean => importing.test(text);

const longestImport = 60;

/** The import that a line is or stands in, as far as it is wrapped in a text that changed; null when it is none. */
export const importOf = (hit: SearchHit, head: string | null): string | null => {
  if (isImport(hit)) {
    if (head === null || !/[({]\s*$/.test(hit.text)) return hit.text;
  } else if (head === null || !/^\s*[\w$]+(?:\s+as\s+[\w$]+)?,?\s*$/.test(hit.text)) return null;
  const lines = head.split(/\r\n|\r|\n/);
  const at = hit.line - 1;
  const from = Math.max(0, at - longestImport);
  const opened = from + lines.slice(from, at + 1).findLastIndex((line) => /[({]\s*$/.test(line));
  const opens = lines[opened] ?? '';
  if (opened < from || !/^\s*(?:import|from|export|use|(?:pub\s+)?use)\b[^=]*[({]\s*$/.test(opens))
    return null;
  const rest = lines.slice(at + 1, at + longestImport).find((line) => /^\s*[)}]/.test(line)) ?? '';
  return `${opens} ${hit.text.trim()} ${rest.trim()}`;
};

/** From this repository: relative, by an alias of its root, or by a folder that it has. */
export const isInternalImport = ({ text }: SearchHit, folders: ReadonlySet<string>): boolean => {
  const specifier = /(?:from|require\s*\(|import\s*\(?)\s*['"]([^'"]+)['"]/.exec(text)?.[1];
  if (specifier !== undefined)
    return /^(?:\.|@\/|~|#|\/)/.test(specifier) || folders.has(specifier.split('/')[0] ?? '');
  const module =
    /^\s*(?:from\s+([\w.]+)\s+import|import\s+(?:static\s+)?([\w.]+)|(?:pub(?:\([^)]*\))?\s+)?use\s+\\?([\w:\\]+))/.exec(
      text,
    );
  const path = module?.[1] ?? module?.[2] ?? module?.[3];
  if (path === undefined) return false;
  const [first = '', second = ''] = path.split(/\.|::|\\/);
  if (path.startsWith('.') || /^(?:crate|super|self|App)$/.test(first)) return true;
  return folders.has(first) || (/^(?:com|org|io|net|dev)$/.test(first) && folders.has(second));
};

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const withoutEnding = (path: string): string => path.replace(/(?<=[^/])\.\w+$/, '');

const joined = (folder: string, relative: string): string => {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
};

/** Is what a line imports the file that moved? */
const importsMoved = ({ path, text }: SearchHit, { from }: Move): boolean => {
  const wanted = withoutEnding(from);
  const relative = [...text.matchAll(/['"](\.{1,2}\/[^'"\s]+)['"]/g)].map((match) => match[1] ?? '');
  if (
    relative.some((specifier) =>
      [specifier, withoutEnding(specifier)].some((one) => joined(folderOf(path), one) === wanted),
    )
  )
    return true;
  if (!/\.pyi?$/.test(from)) return false;
  const module = wanted.replace(/^(?:src|lib)\//, '').replaceAll('/', '.');
  const last = module.split('.').at(-1) ?? '';
  if (module.includes('.') && new RegExp(`(?:from|import)\\s+${escapeRegExp(module)}(?![\\w.])`).test(text))
    return true;
  return (
    folderOf(path) === folderOf(from) &&
    new RegExp(`^\\s*from\\s+\\.${escapeRegExp(last)}\\s+import\\b`).test(text)
  );
};

/** A written path, from the root or up from where it stands; not the end of a longer one. */
const writtenPath = (path: string): RegExp =>
  new RegExp(`(?<![\\w/.@-])(?:\\.{1,2}/)*${escapeRegExp(path)}(?![\\w-]|\\.\\w|/)`);

const findingsOf = (move: Move, hits: readonly SearchHit[], { stems, paths }: Head): Finding[] => {
  const whole = writtenPath(move.from);
  const replaced = stems.has(withoutEnding(move.from));
  const uses = hits.filter((hit) => {
    if (isOnPurpose(hit, baseNameOf(move.to) === baseNameOf(move.from) ? move.to : baseNameOf(move.to)))
      return false;
    if (!replaced && !isDocument(hit.path) && importsMoved(hit, move)) return true;
    // a fixture may be laid out as the tree once was
    return (
      whole.test(hit.text) &&
      !paths.has(joined(folderOf(hit.path), move.from)) &&
      (!isTestPath(hit.path) || isImport(hit) || move.from.split('/').length > 2)
    );
  });
  return uses
    .slice(0, 5)
    .map((hit) =>
      problem(
        `\`${move.from}\` is now \`${move.to}\`; \`${hit.path}:${hit.line}\` still names it: \`${hit.text.trim().slice(0, 120)}\`. Name the new path.`,
        { path: hit.path, line: hit.line },
      ),
    );
};

interface Head {
  paths: ReadonlySet<string>;
  /** Paths without their endings, and folders that have an index. */
  stems: ReadonlySet<string>;
}

/** Lines that still name a file by the path it had. */
export const leftPaths = (evidence: Evidence, moves: Move[]): Finding[] => {
  const stems = new Set(
    evidence.trees.head.flatMap((path) => [
      withoutEnding(path),
      ...(/\/(?:index|__init__)\.\w+$/.test(path) ? [folderOf(path)] : []),
    ]),
  );
  const paths = new Set(evidence.trees.head);
  const own = evidence.found.head.hits.filter(({ path }) => isOwn(path));
  return moves.flatMap((move) => {
    const stem = baseNameOf(withoutEnding(move.from));
    return findingsOf(
      move,
      own.filter(({ text }) => text.includes(stem)),
      { stems, paths },
    );
  });
};
