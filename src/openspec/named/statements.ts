import { splitLines } from '../lines.ts';
import { markProse } from '../prose.ts';
import type { Task } from '../tasks.ts';

/** A paragraph or list item of a task, its lines joined by blanks. */
export interface Statement {
  text: string;
  /** For each joined line: where it begins in `text`, and its 1-based line in the file. */
  starts: { at: number; line: number }[];
  /** An example, a test case, a note: what it names is not asked for. */
  example: boolean;
  /** What the item above it, which ends in a colon, asks for; null for a statement of its own. */
  under: Statement | null;
}

const itemPattern = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(.*)$/;
const label =
  /^[*_]{0,2}(?:TC\s*\d+|AC\s*\d+|Case\s*\d*|Given|When|Then|Input|Output|Expected(?: output)?|Example|Note|Notes|Requirement|Scenario|Covers|Goal|Why|Rationale|Background|Context|Evidence|Result|Depends on|See|Refs?)\b[^:]{0,40}:/i;
const validation = /^[*_]{0,2}Validation[*_]{0,2}:/i;
const bdd = /^[*_]{2}(?:GIVEN|WHEN|THEN|AND)[*_]{2}/;

interface PlacedLine {
  text: string;
  line: number;
}

/** Where the lines below a task stand in the file: its detail leaves out blank lines at its head, and blocks. */
const detailLines = (task: Task, source: readonly string[]): PlacedLine[] => {
  if (task.detail === '') return [];
  let at = task.line;
  return task.detail.split('\n').map((text) => {
    const found = source.indexOf(text, at);
    if (found >= 0) at = found + 1;
    return { text, line: found >= 0 ? found + 1 : task.line };
  });
};

/** Lines of a file, to place the lines of its tasks. */
export const sourceLines = (source: string): string[] => splitLines(source).map(({ text }) => text);

const startOf = (text: string, line: number, above: Statement | undefined): Statement => ({
  text,
  starts: [{ at: 0, line }],
  example: label.test(text) || bdd.test(text) || validation.test(text),
  under: above && /:\s*$/.test(above.text) ? above : null,
});

const append = (statement: Statement, text: string, line: number): void => {
  statement.starts.push({ at: statement.text.length + 1, line });
  statement.text = `${statement.text} ${text}`;
};

/** The statements of a task: its own line, then what stands below it. Fenced code says nothing. */
export const statementsOf = (task: Task, source: readonly string[]): Statement[] => {
  const lines = detailLines(task, source);
  const prose = markProse(lines.map(({ text }) => text));
  const statements = [startOf(task.text, task.line, undefined)];
  let parent = statements[0];
  let closed = false;
  for (const [index, { text, line }] of lines.entries()) {
    const item = itemPattern.exec(text)?.[1];
    const open = statements.at(-1);
    const isProse = prose[index] === true && text.trim() !== '';
    if (!isProse) closed = true;
    else if (item !== undefined || closed || !open) {
      const next = startOf((item ?? text).trim(), line, parent);
      statements.push(next);
      // items below a paragraph that ends in a colon belong to it
      if (item === undefined || /:\s*$/.test(next.text)) parent = next;
      closed = false;
    } else append(open, text.trim(), line);
  }
  return statements;
};

/** 1-based line in the file of a character of the statement. */
export const lineAt = ({ starts }: Statement, at: number): number =>
  starts.findLast((start) => start.at <= at)?.line ?? starts[0]?.line ?? 1;
