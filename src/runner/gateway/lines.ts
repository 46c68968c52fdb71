import { Trouble } from './trouble.ts';

const lineFeed = 10;
const carriageReturn = 13;

/** Bytes of one line; an event that holds a whole answer is one line. */
const longestLine = 32 * 1024 * 1024;

/**
 * Cuts a stream into pieces that end where a line ends: no character and no key lies across two of them, and no line
 * waits for another. The last piece may have no line end.
 */
export const wholeLines = async function* (bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let pending: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    const end = Math.max(chunk.lastIndexOf(lineFeed), chunk.lastIndexOf(carriageReturn)) + 1;
    if (end > 0) {
      yield Buffer.concat([...pending, chunk.subarray(0, end)]);
      pending = [];
      size = 0;
    }
    if (end === chunk.length) continue;
    pending.push(chunk.subarray(end));
    size += chunk.length - end;
    if (size > longestLine) throw new Trouble('outage', 'sent a line that does not end');
  }
  if (size > 0) yield Buffer.concat(pending);
};

/**
 * Redacts line by line, so that the outcome does not depend on how a stream was cut. A piece with nothing in it, the
 * usual case, is looked at once and stays the bytes it was.
 */
export const redactLines = (options: {
  piece: Buffer;
  text: string;
  redact: (text: string) => string;
}): Buffer => {
  const { piece, text, redact } = options;
  if (redact(text) === text) return piece;
  return Buffer.from(
    text
      .split(/(?<=[\r\n])/)
      .map(redact)
      .join(''),
  );
};
