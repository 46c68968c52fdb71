import { invalidArgument } from './errors.ts';

export interface PageArgs {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
}

export interface Connection<V> {
  nodes: V[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

/** Page size when none is asked for. */
export const defaultPage = 50;
const largestPage = 250;

const checkSize = (name: string, size: number | null | undefined): void => {
  if (size === null || size === undefined) return;
  if (size < 1 || size > largestPage) throw invalidArgument(`${name} must be from 1 to ${largestPage}.`);
};

const position = <T extends { id: string }>(records: T[], cursor: string | null | undefined): number => {
  if (!cursor) return -1;
  const index = records.findIndex((record) => record.id === cursor);
  if (index < 0) throw invalidArgument('The cursor is not one of this list.');
  return index;
};

/** One page of records that are in their order already. Cursors are the records' ids. */
export const paginate = <T extends { id: string }, V>(
  records: T[],
  args: PageArgs,
  view: (record: T) => V,
): Connection<V> => {
  checkSize('first', args.first);
  checkSize('last', args.last);
  if (args.first && args.last) throw invalidArgument('Ask for `first` or for `last`, not for both.');
  let start = position(records, args.after) + 1;
  const before = position(records, args.before);
  let end = before < 0 ? records.length : before;
  if (args.last) start = Math.max(start, end - args.last);
  else end = Math.min(end, start + (args.first ?? defaultPage));
  const page = records.slice(start, end);
  return {
    nodes: page.map(view),
    pageInfo: {
      hasNextPage: end < records.length,
      hasPreviousPage: start > 0,
      startCursor: page[0]?.id ?? null,
      endCursor: page.at(-1)?.id ?? null,
    },
  };
};

/** Linear's order: newest first, by creation unless asked otherwise. Equal times fall back to the id. */
export const newestFirst = <T extends { id: string; createdAt: string; updatedAt: string }>(
  records: T[],
  orderBy: 'createdAt' | 'updatedAt' | null | undefined,
): T[] => {
  const field = orderBy ?? 'createdAt';
  return [...records].sort((a, b) => b[field].localeCompare(a[field]) || b.id.localeCompare(a.id));
};
