import type { Answer, Operation } from './request.ts';

export const perPage = 100;

const hasNext = (link: string | undefined): boolean => /rel="?next"?/.test(link ?? '');

/** Every page's answer, one after another, until GitHub names no next one or the reader stops. */
export async function* pages<O extends Operation>(
  fetchPage: (page: number) => Promise<Answer<O>>,
): AsyncGenerator<Answer<O>> {
  for (let page = 1; ; page += 1) {
    const answer = await fetchPage(page);
    yield answer;
    if (!hasNext(answer.headers.link)) return;
  }
}

/** Where lists are paged by cursor, the next page's stands in the `link` header. */
export function nextCursor(link: string | undefined): string | null {
  const next = (link ?? '').split(',').find((each) => hasNext(each));
  const address = /<([^>]+)>/.exec(next ?? '')?.[1];
  return address === undefined ? null : new URL(address, 'https://api.github.com').searchParams.get('cursor');
}
