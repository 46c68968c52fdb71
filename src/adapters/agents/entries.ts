import type { TranscriptEntry } from '../../contracts/transcript.ts';

const most = { said: 16_384, input: 4096, output: 4096, detail: 1000, text: 2000 };

/** Whole code points only; the cut is noted in the text. */
const cut = (text: string, length: number): string => {
  if (text.length <= length) return text;
  const start = text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
  return `${start} [… ${text.length - start.length} characters cut]`;
};

/** What is kept of an entry. */
export const cutEntry = (entry: TranscriptEntry): TranscriptEntry => {
  switch (entry.kind) {
    case 'said':
      return { ...entry, text: cut(entry.text, most.said) };
    case 'called':
      return { ...entry, input: cut(entry.input, most.input), output: cut(entry.output, most.output) };
    case 'denied':
    case 'invalid':
    case 'problem':
    case 'ended':
      return { ...entry, detail: cut(entry.detail, most.detail) };
    case 'printed':
      return { ...entry, text: cut(entry.text, most.text) };
    case 'started':
    case 'step':
      return entry;
  }
};

/** One line of at most 300 characters. */
export const oneLine = (text: string): string => cut(text.replace(/\s+/g, ' ').trim(), 300);

/** What a person who watches is shown of it; null for nothing. */
export const lineOf = (entry: TranscriptEntry): string | null => {
  switch (entry.kind) {
    case 'started':
      return entry.model === null ? 'started' : `started with ${entry.model}`;
    case 'said':
      return cut(entry.text.trim(), 2000);
    case 'called':
      return `${entry.ok ? '✓' : '✗'} ${entry.tool} ${oneLine(entry.input)}`;
    case 'denied':
      return `✗ ${entry.tool} was denied: ${oneLine(entry.detail)}`;
    case 'invalid':
      return `✗ ${entry.tool} made no sense: ${oneLine(entry.detail)}`;
    case 'problem':
      return `! ${oneLine(entry.detail)}`;
    case 'ended':
      return entry.detail === '' ? entry.how : `${entry.how}: ${oneLine(entry.detail)}`;
    case 'printed':
      return oneLine(entry.text);
    case 'step':
      return null;
  }
};
