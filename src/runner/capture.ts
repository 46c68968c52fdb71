/** Keeps the beginning and the end of a stream within `capBytes`; what is dropped is counted, not forgotten. */
export const createCapture = (capBytes: number) => {
  const half = Math.max(1, Math.floor(capBytes / 2));
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail = Buffer.alloc(0);
  let cut = 0;

  const trimTail = (): void => {
    const excess = tail.length - half;
    if (excess <= 0) return;
    cut += excess;
    tail = Buffer.from(tail.subarray(excess));
  };

  return {
    add: (chunk: Buffer): void => {
      const room = Math.max(0, half - headBytes);
      const first = chunk.subarray(0, room);
      if (first.length > 0) head.push(Buffer.from(first));
      headBytes += first.length;
      const rest = chunk.subarray(first.length);
      if (rest.length === 0) return;
      tail = Buffer.concat([tail, rest]);
      // Trimmed at twice its size only, so that a flood of small chunks is not copied each time.
      if (tail.length > 2 * half) trimTail();
    },
    text: (): string => {
      trimTail();
      const start = Buffer.concat(head);
      if (cut === 0) return Buffer.concat([start, tail]).toString('utf8');
      const whole = { start: start.toString('utf8'), end: tail.toString('utf8') };
      return `${whole.start}\n[… ${cut} bytes cut …]\n${whole.end}`;
    },
  };
};
