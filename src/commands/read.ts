import type { Command } from '../core/event.ts';
import type { CommandDefinition } from './command.ts';
import { type Prose, readProse } from './prose.ts';
import { findCommand } from './registry.ts';
import { suggest } from './suggest.ts';

export type CommandLine =
  | { state: 'command'; command: Command }
  /** Looks like a command of ours and cannot be run. `name` is the word as typed; `problem` is for the person. */
  | { state: 'unreadable'; name: string; problem: string };

/** A line whose first word is `/name`. */
interface Candidate {
  name: string;
  /** Offset of the slash, and of what follows the name. */
  at: number;
  after: number;
  definition: CommandDefinition | null;
}

interface Found extends Candidate {
  /** Why it does not count although it is plainly ours. */
  problem: string | null;
}

/** Reading Markdown takes quadratic time on hostile text; GitHub allows 65,536 characters. */
const maxLength = 20_000;
const maxCommands = 20;
/** Nested quotes, lists and footnotes on one line: nobody writes so many, and the parser recurses on them. */
const deepNesting =
  /(?<![^\r\n])(?:[ \t]{0,8}(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|\[\^[^\]\s]{1,40}\]:)){40}/;
/**
 * Only a newline starts a line and only a blank ends a name: not U+2028, not a no-break or zero-width space.
 * So `/confirm` is those eight characters, and nothing that merely looks like them.
 */
const candidatePattern = /(?<![^\r\n])([ \t]*)\/([A-Za-z][A-Za-z-]{2,19})(?![^ \t\r\n])/g;

/**
 * The commands of a comment, in order. One counts only as the first word of its own line in ordinary paragraph text:
 * not in code, quotes, lists, headings, tables, links or HTML.
 */
export const readCommands = (markdown: string): CommandLine[] => {
  const candidates = findCandidates(markdown);
  if (candidates.length === 0) return [];
  const ours = candidates.find((candidate) => candidate.definition);
  if (markdown.length > maxLength || deepNesting.test(markdown)) return ours ? [tooMuch(ours.name)] : [];
  const prose = readProse(withoutByteOrderMark(markdown));
  const found = candidates.map((candidate) => judge(candidate, prose)).filter((line) => line !== null);
  const lines = found
    .slice(0, maxCommands)
    .map((line, index) => readLine(line, { markdown, prose, next: found[index + 1]?.at ?? markdown.length }));
  const rest = found[maxCommands];
  return rest ? [...lines, tooMany(rest.name)] : lines;
};

/** The parser drops a mark and counts from after it; a stand-in keeps its offsets ours. */
const withoutByteOrderMark = (markdown: string): string => markdown.replace(/^\uFEFF/, '\uFFFD');

const findCandidates = (markdown: string): Candidate[] =>
  [...markdown.matchAll(candidatePattern)]
    .map((match) => ({
      name: match[2] ?? '',
      at: match.index + (match[1] ?? '').length,
      after: match.index + match[0].length,
      definition: findCommand((match[2] ?? '').toLowerCase()),
    }))
    .filter((candidate) => candidate.definition !== null || suggest(candidate.name) !== null);

const judge = (candidate: Candidate, prose: Prose): Found | null => {
  const standing = prose.standing(candidate.at);
  if (standing === 'prose') return { ...candidate, problem: null };
  if (standing !== 'lazy' || candidate.definition === null) return null;
  const problem = `\`/${candidate.name}\` belongs to the quote or list above it. Leave an empty line before it.`;
  return { ...candidate, problem };
};

const readLine = (line: Found, around: { markdown: string; prose: Prose; next: number }): CommandLine => {
  if (line.problem) return { state: 'unreadable', name: line.name, problem: line.problem };
  if (line.definition === null) return mistyped(line.name);
  const parsed = line.definition.parse(argumentsOf(line, { ...around, definition: line.definition }));
  return 'ok' in parsed
    ? { state: 'command', command: parsed.ok }
    : { state: 'unreadable', name: line.name, problem: parsed.problem };
};

const argumentsOf = (
  line: Found,
  around: { markdown: string; prose: Prose; next: number; definition: CommandDefinition },
): string => {
  const block = around.markdown.slice(line.after, around.next);
  const length = around.definition.takes === 'block' ? block.length : block.search(/[\r\n]|$/);
  const text = around.prose.visible({ from: line.after, to: line.after + length });
  return text.replace(/\r\n?/g, '\n').trim();
};

const mistyped = (name: string): CommandLine => ({
  state: 'unreadable',
  name,
  problem: `\`/${name}\` is not a command. Did you mean \`/${suggest(name)}\`?`,
});

const tooMuch = (name: string): CommandLine => ({
  state: 'unreadable',
  name,
  problem: `This comment is too long or too deeply nested to be read for commands. Write \`/${name}\` in a comment of its own.`,
});

const tooMany = (name: string): CommandLine => ({
  state: 'unreadable',
  name,
  problem: `A comment may hold ${maxCommands} commands; those from \`/${name}\` on were not run.`,
});
