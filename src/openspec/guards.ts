import { type Forbidding, forbiddingsIn, isForbidding, isProtecting } from './named/guards.ts';
import { lineAt, type Statement, sourceLines, statementsOf } from './named/statements.ts';
import { sentencesOf, type Token } from './named/tokens.ts';
import { markProse } from './prose.ts';
import type { TasksFile } from './tasks.ts';

/** A name that a sentence of the change protects, or bans. */
export interface Guard extends Forbidding {
  source: { path: string; line: number };
  /** The sentence, for a person. */
  sentence: string;
}

interface Document {
  path: string;
  text: string;
}

const itemPattern = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[.?\]\s+)?(.*)$/;

/** Each cell of a table's row is a text of its own. */
const cellsOf = (line: string, number: number): Statement[] =>
  /^\s*\|/.test(line)
    ? line
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
        .filter((cell) => cell !== '')
        .map((text) => ({ text, starts: [{ at: 0, line: number }], example: false, under: null }))
    : [];

/** Paragraphs and list items of a Markdown text outside code: a sentence may be wrapped, never spread over items. */
const statementsIn = (text: string): Statement[] => {
  const lines = sourceLines(text);
  const prose = markProse(lines);
  const statements: Statement[] = [];
  let open: Statement | null = null;
  for (const [index, line] of lines.entries()) {
    const item = itemPattern.exec(line)?.[1];
    const ends = !prose[index] || line.trim() === '' || /^\s{0,3}#{1,6}\s|^\s*\|/.test(line);
    if (ends) {
      open = null;
      statements.push(...cellsOf(line, index + 1));
      continue;
    }
    const words = (item ?? line).trim();
    if (open && item === undefined) {
      open.starts.push({ at: open.text.length + 1, line: index + 1 });
      open.text = `${open.text} ${words}`;
    } else {
      open = { text: words, starts: [{ at: 0, line: index + 1 }], example: false, under: null };
      statements.push(open);
    }
  }
  return statements;
};

const strictly = /\b(?:SHALL|MUST) NOT\b/;
const shaped = /[_(]|[\p{Ll}\p{N}]\p{Lu}/u;

/** A spec says how the program behaves: only what can mean nothing but code counts there. */
const isOfCode = ({ name, role, what, by }: Forbidding): boolean => {
  if (name.kind !== 'identifier' || !shaped.test(name.text)) return false;
  return what === 'used' ? by !== null || role === 'subject' : role === 'subject';
};

const longestSentence = 240;

/** "Keep `x` exported; do not rename or remove it": what the sentence before it named last. */
const withPronoun = (tokens: Token[], before: Token[]): Token[] => {
  const last = before.findLast(({ kind }) => kind === 'name');
  if (last === undefined || tokens.some(({ kind }) => kind === 'name')) return tokens;
  const at = tokens.findIndex((token) => token.kind === 'word' && /^(?:it|them)$/.test(token.word));
  return at < 0 || !isForbidding(tokens) ? tokens : tokens.with(at, last);
};

const guardsIn = (statements: Statement[], path: string, spec: boolean): Guard[] =>
  statements.flatMap((statement) => {
    const sentences = sentencesOf(statement.text);
    return sentences.flatMap((tokens, index) => {
      const named = withPronoun(tokens, sentences[index - 1] ?? []);
      const from = tokens[0]?.at ?? 0;
      const to = sentences[index + 1]?.[0]?.at ?? statement.text.length;
      const sentence = statement.text.slice(from, to).trim().slice(0, longestSentence);
      const found = forbiddingsIn(named).filter(({ what }) => named === tokens || isProtecting(what));
      if (found.length === 0 || (spec && !strictly.test(sentence))) return [];
      const source = { path, line: lineAt(statement, from) };
      return found.filter((one) => !spec || isOfCode(one)).map((one) => ({ ...one, source, sentence }));
    });
  });

/** Lines of tasks.md above its first section hold for all of them. */
const introOf = (tasks: TasksFile): string =>
  sourceLines(tasks.source)
    .slice(0, Math.max(0, (tasks.sections[0]?.line ?? 1) - 1))
    .join('\n');

/** What the tasks of these sections, and the change's other documents, keep a delegate from; each name once a rule. */
export const guardsOf = (options: {
  tasks: TasksFile | null;
  tasksPath: string;
  sections: string[];
  documents: readonly Document[];
}): Guard[] => {
  const { tasks, tasksPath, sections, documents } = options;
  const lines = tasks ? sourceLines(tasks.source) : [];
  const own = (tasks?.sections ?? [])
    .filter(({ number }) => sections.includes(number))
    .flatMap((section) => section.tasks)
    .flatMap((task) => guardsIn(statementsOf(task, lines), tasksPath, false));
  const intro = tasks ? guardsIn(statementsIn(introOf(tasks)), tasksPath, false) : [];
  const others = documents.flatMap(({ path, text }) =>
    guardsIn(statementsIn(text), path, /(?:^|\/)specs\//.test(path)),
  );
  const all = [...own, ...intro, ...others];
  return [...new Map(all.map((guard) => [keyOf(guard), guard] as const).reverse()).values()].reverse();
};

const keyOf = ({ what, name, by, places }: Guard): string =>
  [what, name.kind, name.name, by?.name ?? '', ...places].join('\0');
