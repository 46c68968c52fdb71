/** What may be known of a file at a commit. */
export type Looked =
  | { state: 'text'; text: string }
  /** It is there, and its text was not read. */
  | { state: 'there' }
  /** Nothing of that name, or no text. */
  | { state: 'absent' };

export type Look = (path: string) => Looked;

/** What is wrong with a place that is cited; null when there is something to see. */
export const placeProblem = ({ path, line }: { path: string; line: number }, look: Look): string | null => {
  const looked = look(path);
  if (looked.state === 'there') return null;
  if (looked.state === 'absent') return `\`${path}\` is no text file of the repository at this commit`;
  const lines = looked.text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const shown = lines[line - 1];
  if (shown === undefined)
    return `\`${path}:${line}\` is behind the end of the file, which has ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`;
  return shown.trim() === '' ? `\`${path}:${line}\` is an empty line` : null;
};
