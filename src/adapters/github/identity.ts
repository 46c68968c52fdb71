import { Unavailable } from '../../ports/errors.ts';
import type { Requester } from './request.ts';

export interface Identity {
  id: number;
  slug: string;
  botLogin: string;
}

/** Asks once; a failed answer is not kept. */
export function createIdentity(send: Requester['send']): () => Promise<Identity> {
  let known: Promise<Identity> | null = null;
  const ask = async (): Promise<Identity> => {
    const { data } = await send('GET /app', {});
    if (data === null || data.slug === undefined) throw new Unavailable('GitHub did not name the App');
    return { id: data.id, slug: data.slug, botLogin: `${data.slug}[bot]` };
  };
  return () => {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}
