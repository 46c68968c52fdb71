/** Longer lines are cut: no event of an agent is, and a program that prints without newlines shall not fill the memory. */
const longest = 4 * 1024 * 1024;

/** Calls `onLine` with each complete line of a stream of UTF-8, without its newline; `end` hands over what is left. */
export const splitLines = (onLine: (line: string) => void) => {
  const decoder = new TextDecoder();
  let pending: string[] = [];
  let length = 0;

  const keep = (text: string): void => {
    const room = text.slice(0, Math.max(0, longest - length));
    if (room !== '') pending.push(room);
    length += text.length;
  };
  const emit = (): void => {
    const note = length > longest ? ` [${length - longest} characters cut]` : '';
    const line = pending.join('').replace(/\r$/, '');
    pending = [];
    length = 0;
    onLine(`${line}${note}`);
  };
  const take = (text: string): void => {
    const parts = text.split('\n');
    const last = parts.pop() ?? '';
    for (const part of parts) {
      keep(part);
      emit();
    }
    keep(last);
  };

  return {
    add: (chunk: Buffer): void => take(decoder.decode(chunk, { stream: true })),
    end: (): void => {
      take(decoder.decode());
      if (length > 0) emit();
    },
  };
};
