/** The first lines, then how many more there are: no part of a prompt grows without an end. */
export const atMost = (lines: string[], most: number, what: string): string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `… and ${lines.length - most} more ${what}`];

/** A command or name exactly as it is, in a code span that nothing inside can end; it has to be one line. */
export const codeSpan = (text: string): string => {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const ticks = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${text}${pad}${ticks}`;
};

/** Order that depends on nothing but the texts. */
export const byText = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};
