export interface KeptEnds<T> {
  add(item: T): void;
  items(): T[];
}

/** Keeps the beginning and the end of what is added, within `capacity`; `gap` stands for what was left out between them. */
export const keepEnds = <T>(options: {
  capacity: number;
  size: (item: T) => number;
  gap: (left: { items: number; size: number }) => T;
}): KeptEnds<T> => {
  const { size, gap } = options;
  const half = options.capacity / 2;
  const head: T[] = [];
  let headSize = 0;
  let tail: T[] = [];
  let tailSize = 0;
  const left = { items: 0, size: 0 };

  const trim = (): void => {
    let from = 0;
    while (tailSize > half && from < tail.length - 1) {
      const item = tail[from];
      from += 1;
      if (item === undefined) continue;
      tailSize -= size(item);
      left.items += 1;
      left.size += size(item);
    }
    tail = tail.slice(from);
  };

  return {
    add: (item) => {
      if (tail.length === 0 && headSize + size(item) <= half) {
        head.push(item);
        headSize += size(item);
        return;
      }
      tail.push(item);
      tailSize += size(item);
      // Trimmed at twice its size only, so that a flood of small items is not moved each time.
      if (tailSize > 2 * half) trim();
    },
    items: () => {
      trim();
      return left.items === 0 ? [...head, ...tail] : [...head, gap({ ...left }), ...tail];
    },
  };
};
