import type { Finding } from './round.ts';

/** Comments that programs write carry notes of their own, and marks around what they say. */
const bare = (line: string): string =>
  line
    .replace(/<!--.*?-->|<[^>]*>/g, '')
    .replace(/^[\s>]*(?:#{1,6}\s+|[-*+]\s+|\d+[.)]\s+)?/, '')
    .replace(/^[*_]+|[*_]+$/g, '')
    .trim();

const mostOfTitle = 200;

const shortened = (title: string): string =>
  title.length <= mostOfTitle ? title : `${title.slice(0, mostOfTitle - 1).trimEnd()}…`;

/** A line that is bold as a whole is a title where there is one. */
const bold = /^[ \t]*\*\*([^*\n]{3,300})\*\*[ \t.:]*$/m;

/** What a review thread is about, in a line: its finding's title, else what its first comment begins with. Empty for none. */
export const threadTitle = (body: string, finding: Pick<Finding, 'title'> | null): string => {
  if (finding && finding.title.trim() !== '') return shortened(finding.title.trim());
  const said = body.replace(/\r\n?/g, '\n').replace(/<!--[\s\S]*?-->/g, '');
  const lines = [bold.exec(said)?.[1] ?? '', ...said.split('\n')].map(bare);
  return shortened(lines.find((line) => /\p{L}/u.test(line) && !line.startsWith('/')) ?? '');
};
