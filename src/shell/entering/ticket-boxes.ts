/** A question that stands where no item is yet: which of these tickets an issue means. What was asked waits in it. */
interface Question {
  /** A label of ours, or the comment with the commands. */
  asked: string;
  /** `label` is Markdown on one line. */
  candidates: { key: string; label: string }[];
}

const boxPattern = /^([ \t]*- \[)([ xX])(\] .*<!-- box:ticket:([a-z0-9-]+) -->)$/;
const askedPattern = /^<!-- asked:([\w%.~!*'()]*) -->$/m;

/** Hyphens as well: two of them would end the comment it is hidden in. */
const hide = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD')).replaceAll('-', '%2D');

/** The boxes of the question, and hidden behind them what goes on once one is ticked. */
export const ticketBoxes = ({ asked, candidates }: Question): string =>
  [
    ...candidates.map(
      ({ key, label }) =>
        `- [ ] ${label.replace(/\s+/g, ' ').trim()} <!-- box:ticket:${key.toLowerCase()} -->`,
    ),
    '',
    `<!-- asked:${hide(asked)} -->`,
  ].join('\n');

const linesOf = (body: string): string[] => body.replace(/\r\n?/g, '\n').trimEnd().split('\n');

/** What was asked before the question was put; null where a comment is no such question. */
const askedIn = (body: string): string | null => {
  const hidden = askedPattern.exec(body.replace(/\r\n?/g, '\n'))?.[1];
  if (hidden === undefined || !linesOf(body).some((line) => boxPattern.test(line))) return null;
  try {
    return decodeURIComponent(hidden);
  } catch {
    return null;
  }
};

export type TicketTick =
  | { state: 'no-question' }
  | { state: 'none' }
  /** More than one box, or more than a box. */
  | { state: 'unclear' }
  | { state: 'ticked'; key: string; asked: string };

/** Which ticket an edit of the question has chosen; counts only when nothing but one box has changed. */
export const readTicketTick = (before: string, after: string): TicketTick => {
  const asked = askedIn(before);
  if (asked === null) return { state: 'no-question' };
  const old = linesOf(before);
  const now = linesOf(after);
  if (old.length !== now.length) return { state: 'unclear' };
  const ticked: string[] = [];
  for (const [index, line] of now.entries()) {
    if (line === old[index]) continue;
    const was = boxPattern.exec(old[index] ?? '');
    const is = boxPattern.exec(line);
    if (!was || !is || was[1] !== is[1] || was[3] !== is[3]) return { state: 'unclear' };
    if (is[2] !== ' ') ticked.push((is[4] ?? '').toUpperCase());
  }
  const [key, ...more] = ticked;
  if (key === undefined) return { state: 'none' };
  return more.length > 0 ? { state: 'unclear' } : { state: 'ticked', key, asked };
};
