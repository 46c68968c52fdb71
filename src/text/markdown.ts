import { capText, cleanText, plainLine, sanitize, verbatim } from './sanitize.ts';
import { redactSecrets } from './secrets.ts';

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));

/** A stranger's words as one line of plain text: no character of it is read as Markdown or HTML. */
export const inline = (text: string, max = 200): string =>
  plainLine(text, max).replace(/[\\`*_[\]<>|~#!&]/g, '\\$&');

/** No span is longer, so that cleaning it stays cheap. */
const spanLimit = 4000;

/** A code span on one line; backticks inside cannot end it, pipes cannot end a table cell. */
export const code = (text: string, max = 200): string => {
  const line = capText(verbatim(text, spanLimit).replace(/\s+/g, ' ').trim(), max);
  if (line === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
};

/** A fenced block whose fence is longer than any run inside it. */
export const fenced = (text: string, options: { max: number; info?: string }): string => {
  const body = verbatim(text, options.max).trimEnd();
  const fence = '`'.repeat(Math.max(3, longestRun(body) + 1));
  return `${fence}${options.info ?? ''}\n${body}\n${fence}`;
};

/** A person's or an agent's own words; whatever they open ends with the quotation. */
export const quoted = (text: string, max = 2000): string =>
  sanitize(text, max)
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

/** One line of our own wording in which strangers' names occur: Markdown stays, nothing can leave the line. */
export const line = (text: string, max = 500): string => sanitize(text.replace(/\s+/g, ' ').trim(), max);

/** A link, or its label alone when the address is not plain http(s) or carries a secret. `label` is Markdown of ours. */
export const link = (label: string, url: string): string => {
  const address = cleanText(url).trim();
  const readable = address.replace(/%[0-9a-f]{2}/gi, ' ');
  if (!/^https?:\/\/[^\s<>]+$/.test(address) || redactSecrets(readable) !== readable) return label;
  const escaped = address.replace(/[()\\|`]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return `[${label}](${escaped})`;
};

/** Table rows whose cells are Markdown of ours; a pipe in a cell is escaped, also inside code, as GFM wants it. */
export const table = (header: string[], rows: string[][]): string => {
  const cell = (text: string): string =>
    text
      .replace(/\s+/g, ' ')
      .replace(/(\\*)\|/g, (pipe, slashes: string) => (slashes.length % 2 === 0 ? `${slashes}\\|` : pipe));
  const row = (cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n');
};

/** Folded on GitHub; Linear has no HTML, there it stands open. */
export const folded = (summary: string, body: string, on: 'github' | 'linear'): string =>
  on === 'github'
    ? `<details><summary>${escapeHtml(summary)}</summary>\n\n${body}\n\n</details>`
    : `**${inline(summary)}**\n\n${body}`;

const escapeHtml = (text: string): string =>
  plainLine(text).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

export const bullets = (items: string[]): string => items.map((item) => `- ${item}`).join('\n');

/** Parts with a blank line between them; empty ones are left out. */
export const paragraphs = (...parts: (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join('\n\n');

export const shortSha = (sha: string): string => sha.slice(0, 7);
