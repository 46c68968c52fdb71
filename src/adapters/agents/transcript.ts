import { keepEnds } from './kept-ends.ts';

const transcriptBytes = 1024 * 1024;
/** A line beyond it is kept in pieces, so that one long line does not push out everything else. */
const pieceLength = 16 * 1024;

/** Lines as they were printed, capped; what is cut is noted between beginning and end. */
export const keepTranscript = () => {
  const pieces = keepEnds<string>({
    capacity: transcriptBytes,
    size: (piece) => piece.length,
    gap: ({ size }) => `\n[… ${size} characters cut …]\n`,
  });
  return {
    add: (line: string): void => {
      for (let at = 0; at + pieceLength < line.length; at += pieceLength)
        pieces.add(line.slice(at, at + pieceLength));
      pieces.add(`${line.slice(Math.floor(Math.max(0, line.length - 1) / pieceLength) * pieceLength)}\n`);
    },
    text: (): string => pieces.items().join(''),
  };
};
