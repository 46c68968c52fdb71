export type FoundChange =
  | { state: 'found'; id: string }
  | { state: 'none' }
  | { state: 'several'; ids: string[] };

/**
 * The change whose proposal names the ticket, as a whole word: `PER-20` is not in `PER-206` or `SUPER-20`.
 * Case does not count, because branch names and links carry keys in lower case.
 */
export const findChange = (changes: { id: string; proposal: string }[], ticketKey: string): FoundChange => {
  const key = ticketKey.trim().replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  if (key === '') return { state: 'none' };
  const names = new RegExp(`(?<![\\p{L}\\p{N}_-])${key}(?![\\p{L}\\p{N}_])`, 'iu');
  const ids = changes.filter((change) => names.test(change.proposal)).map((change) => change.id);
  const [first, ...others] = ids;
  if (first === undefined) return { state: 'none' };
  return others.length === 0 ? { state: 'found', id: first } : { state: 'several', ids };
};
