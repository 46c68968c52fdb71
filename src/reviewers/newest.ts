import type { Asked } from './reader.ts';

/** When something was said, and of which commit. */
export interface Dated {
  createdAt: string;
  /** Of the last edit. */
  updatedAt: string;
  /** Commit it says it is about, full or shortened; null where it names none. */
  commit: string | null;
}

/** Shorter is no name of a commit but a coincidence. */
const shortest = 7;

/** `named` is that commit, or a beginning of its name. */
export const isCommit = (named: string, commit: string): boolean =>
  named.length >= shortest && commit.toLowerCase().startsWith(named.toLowerCase());

/**
 * When this became a word on the commit that is asked about, in milliseconds; null: it never did.
 * An edit counts only where the text names the commit: otherwise anything may have been edited. GitHub's times are
 * whole seconds, so what names no commit has to be later than the push, not in the same second.
 */
export const saidOfHead = (said: Dated, asked: Pick<Asked, 'head' | 'pushedAt'>): number | null => {
  const pushed = Date.parse(asked.pushedAt);
  const created = Date.parse(said.createdAt);
  if (said.commit === null) return created > pushed ? created : null;
  if (!isCommit(said.commit, asked.head)) return null;
  const edited = Date.parse(said.updatedAt);
  const at = edited > created ? edited : created;
  return at >= pushed ? at : null;
};

/** The newest word on the commit that is asked about; what is older, or about another commit, never counts. */
export const newest = <T>(
  words: readonly T[],
  asked: Pick<Asked, 'head' | 'pushedAt'>,
  dated: (word: T) => Dated,
): T | null => {
  let best: { word: T; at: number } | null = null;
  for (const word of words) {
    const at = saidOfHead(dated(word), asked);
    if (at !== null && (best === null || at >= best.at)) best = { word, at };
  }
  return best?.word ?? null;
};
