import { html } from 'hono/html';
import type { Html } from './words.ts';

/** What a page shows of one step; the whole log is a plain text page. */
const mostLines = 1_500;

interface Part {
  /** Null: lines outside any group. */
  title: string | null;
  lines: string[];
}

const partsOf = (lines: string[]): Part[] => {
  const parts: Part[] = [];
  let open: Part | null = null;
  for (const line of lines) {
    const [, title] = /^##\[group\](.*)$/.exec(line) ?? [];
    if (title !== undefined) {
      open = { title, lines: [] };
      parts.push(open);
    } else if (line === '##[endgroup]') open = null;
    else {
      if (!open) {
        open = { title: null, lines: [] };
        parts.push(open);
      }
      open.lines.push(line);
    }
  }
  return parts;
};

const marks: [RegExp, string, string][] = [
  [/^##\[error\]/, 'del', 'Error: '],
  [/^##\[warning\]/, 'warn', 'Warning: '],
  [/^##\[notice\]/, 'hunk', 'Notice: '],
  [/^\[command\]/, 'meta', '$ '],
];

const lineView = (line: string): Html => {
  const mark = marks.find(([pattern]) => pattern.test(line));
  if (!mark) return html`${line}\n`;
  const [pattern, kind, words] = mark;
  return html`<span class="${kind}">${line.replace(pattern, words)}\n</span>`;
};

const partView = ({ title, lines }: Part): Html => {
  const text = lines.length === 0 ? '' : html`<pre class="code log scrolls">${lines.map(lineView)}</pre>`;
  return title === null
    ? html`${text}`
    : html`<details class="group"><summary>${title}</summary>${text}</details>`;
};

/** A step's log: groups folded, errors marked, only its end when it is long. */
export const logView = (lines: string[]): Html => {
  const left = lines.length - mostLines;
  const shown = left > 0 ? lines.slice(left) : lines;
  return html`${left > 0 ? html`<p class="quiet">${left} earlier lines are in the whole log.</p>` : ''}${partsOf(shown).map(partView)}`;
};
