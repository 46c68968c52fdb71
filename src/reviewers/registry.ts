import { checkRun } from './check-run.ts';
import { coderabbit } from './coderabbit.ts';
import { copilot } from './copilot.ts';
import { markdown } from './markdown.ts';
import type { Reader } from './reader.ts';

/** Our own bot answers an assignment: its word is no text on the pull request. */
export type ReadKind = Exclude<Reader['kind'], 'throughline'>;

/** By the name in the configuration. */
export const readers: Record<ReadKind, Reader> = {
  markdown,
  coderabbit,
  copilot,
  'check-run': checkRun,
};
