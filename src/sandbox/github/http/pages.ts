import type { World } from '../world.ts';
import type { ApiContext } from './api.ts';

const positive = (text: string | undefined, fallback: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
};

interface Page {
  number: number;
  size: number;
}

/** `per_page` is 30 unless asked for, and never more than 100. */
const pageOf = (c: ApiContext): Page => ({
  number: positive(c.req.query('page'), 1),
  size: Math.min(100, positive(c.req.query('per_page'), 30)),
});

function linkTo(c: ApiContext, world: World, query: Record<string, string>): string {
  const url = new URL(c.req.path, world.baseUrl);
  for (const [name, value] of Object.entries({ ...c.req.query(), ...query }))
    url.searchParams.set(name, value);
  return url.toString();
}

const linkHeader = (links: Record<string, string>): string =>
  Object.entries(links)
    .map(([rel, url]) => `<${url}>; rel="${rel}"`)
    .join(', ');

/** The asked page of a list; writes the Link header when there are others. */
export function paginate<T>(c: ApiContext, world: World, items: T[]): T[] {
  const { number, size } = pageOf(c);
  const last = Math.max(1, Math.ceil(items.length / size));
  const to = (page: number): string => linkTo(c, world, { page: String(page), per_page: String(size) });
  const links: Record<string, string> = {
    ...(number > 1 ? { prev: to(number - 1), first: to(1) } : {}),
    ...(number < last ? { next: to(number + 1), last: to(last) } : {}),
  };
  if (Object.keys(links).length > 0) c.header('link', linkHeader(links));
  return items.slice((number - 1) * size, number * size);
}

/** The asked page of a list that GitHub walks by cursor; `items` newest first. */
export function paginateByCursor<T extends { id: number }>(c: ApiContext, world: World, items: T[]): T[] {
  const { size } = pageOf(c);
  const cursor = /^v1_(\d+)$/.exec(c.req.query('cursor') ?? '')?.[1];
  const rest = cursor === undefined ? items : items.filter((item) => item.id < Number(cursor));
  const page = rest.slice(0, size);
  const lastOnPage = page.at(-1);
  if (rest.length > size && lastOnPage) {
    c.header('link', linkHeader({ next: linkTo(c, world, { cursor: `v1_${lastOnPage.id}` }) }));
  }
  return page;
}
