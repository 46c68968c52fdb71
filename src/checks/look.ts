import type { Look } from '../openspec/place.ts';
import type { Evidence } from './evidence.ts';

/** Of a file that did not change only its name is known. */
export const lookAt = ({ trees, texts }: Evidence): Look => {
  const there = new Set(trees.head);
  const changed = new Map(texts.map(({ file, head }) => [file.path, head]));
  return (path) => {
    const text = changed.get(path);
    if (typeof text === 'string') return { state: 'text', text };
    return there.has(path) && text !== null ? { state: 'there' } : { state: 'absent' };
  };
};
