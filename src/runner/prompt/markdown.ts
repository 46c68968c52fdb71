import { capText } from '../../text/sanitize.ts';

export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Key and title in one line: whoever wrote the title, it is no Markdown and opens or closes nothing. */
export const ticketLine = ({ key, title }: { key: string; title: string }): string =>
  oneLine(`${key}: ${capText(title.replace(/[`*_<>[\]]/g, ''), 200)}`);

export const bullets = (lines: string[], otherwise: string): string =>
  lines.length === 0 ? otherwise : lines.map((line) => `- ${line}`).join('\n');
