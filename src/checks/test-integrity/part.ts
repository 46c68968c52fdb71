import type { Brackets } from './extent.ts';
import type { Language } from './language.ts';
import type { Masked } from './mask.ts';

/** A part of a text with its name: a test case, a group of them, a function. */
export interface Part {
  name: string;
  /** 1-based line of its name. */
  line: number;
  /** Offsets; decorators and annotations above it belong to it. */
  start: number;
  end: number;
  /** Where its own text begins, behind what stands above it. */
  own: number;
}

/** A text that is being read. */
export interface Reading {
  language: Language;
  masked: Masked;
  brackets: Brackets;
  /** Offset of each line. */
  lines: number[];
}

export const lineStarts = (text: string): number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
};

/** 1-based line of an offset. */
export const lineAt = (lines: number[], offset: number): number => {
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
};

/** The smallest part around an offset. */
export const innermost = (parts: readonly Part[], offset: number): Part | null => {
  let best: Part | null = null;
  for (const part of parts)
    if (part.start <= offset && offset < part.end && (best === null || part.start >= best.start)) best = part;
  return best;
};
