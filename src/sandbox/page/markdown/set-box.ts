import { createHash } from 'node:crypto';

const boxLine = /^((?:[ \t]|>)*(?:[-*+]|\d{1,9}[.)])[ \t]+\[)([ xX])(\](?:[ \t]|$).*)$/;

/** Tells whether a comment is still the one that was looked at. */
export const bodyVersion = (body: string): string =>
  createHash('sha256').update(body).digest('hex').slice(0, 16);

/** The body with the mark of the box on that line (from 1) changed and every other character as it was; null where no box is. */
export const setBox = (body: string, box: { line: number; ticked: boolean }): string | null => {
  // Line ends stand at the odd places.
  const parts = body.split(/(\r\n|\n|\r)/);
  const at = (box.line - 1) * 2;
  const match = boxLine.exec(parts[at] ?? '');
  if (!match) return null;
  parts[at] = `${match[1]}${box.ticked ? 'x' : ' '}${match[3]}`;
  return parts.join('');
};
