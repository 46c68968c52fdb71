import { failed } from './refusals.ts';

export interface PageArguments {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
}

const most = 100;
const cursorOf = (index: number): string => Buffer.from(`cursor:v1:${index}`).toString('base64');

/** Index behind a cursor; one nobody gave is no place in the list. */
function indexOf(cursor: string): number {
  const found = /^cursor:v1:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (found === undefined)
    throw failed('INVALID_CURSOR_ARGUMENTS', `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(found);
}

function checkSize(name: string, { first, last }: PageArguments): void {
  const size = first ?? last;
  if (size === null || size === undefined) {
    throw failed(
      'MISSING_PAGINATION_BOUNDARIES',
      `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`,
    );
  }
  if (size < 0 || size > most) {
    const which = first === null || first === undefined ? 'last' : 'first';
    throw failed(
      'EXCESSIVE_PAGINATION',
      `Requesting ${size} records on the \`${name}\` connection exceeds the \`${which}\` limit of ${most} records.`,
    );
  }
}

/** A page of a list, as every connection of GitHub's gives it. */
export function connection<T, Shape>(
  items: T[],
  options: { name: string; page: PageArguments; shape: (item: T) => Shape },
) {
  const { name, page, shape } = options;
  checkSize(name, page);
  const lowest = page.after ? indexOf(page.after) + 1 : 0;
  const highest = page.before ? indexOf(page.before) : items.length;
  const from = typeof page.first === 'number' ? lowest : Math.max(lowest, highest - (page.last ?? 0));
  const to = typeof page.first === 'number' ? Math.min(highest, from + page.first) : highest;
  const nodes = items.slice(from, to).map(shape);
  return {
    totalCount: items.length,
    nodes,
    pageInfo: {
      hasPreviousPage: from > 0,
      hasNextPage: to < items.length,
      startCursor: nodes.length > 0 ? cursorOf(from) : null,
      endCursor: nodes.length > 0 ? cursorOf(to - 1) : null,
    },
  };
}
