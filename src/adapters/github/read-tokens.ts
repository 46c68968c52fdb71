import { LRUCache } from 'lru-cache';
import type { RepositoryRef } from '../../ports/github.ts';
import type { Requester } from './request.ts';

interface ReadToken {
  token: string;
  /** ISO 8601. */
  expires_at: string;
}

export interface Wanted {
  ref: RepositoryRef;
  /** Its name without the owner's. */
  repo: string;
  /** A token that was not accepted, and is not given again. */
  refused?: string | undefined;
}

/** A fetch that begins with a token must not outlive it. */
const leastLifeMs = 10 * 60_000;

/** Keeps each token for git for as long as it lives. An App that was installed anew has another installation, and other tokens. */
export function createReadTokens(app: Requester, now: () => Date): (wanted: Wanted) => Promise<string> {
  const kept = new LRUCache<string, ReadToken>({ max: 1_000 });
  const asked = new Map<string, Promise<ReadToken>>();

  async function ask(key: string, { ref, repo }: Wanted): Promise<ReadToken> {
    try {
      const { data } = await app.send('POST /app/installations/{installation_id}/access_tokens', {
        installation_id: ref.installationId,
        repositories: [repo],
        permissions: { contents: 'read' },
      });
      kept.set(key, data);
      return data;
    } finally {
      asked.delete(key);
    }
  }

  const lives = ({ expires_at }: ReadToken): boolean =>
    Date.parse(expires_at) - now().getTime() >= leastLifeMs;

  return async (wanted) => {
    const key = `${wanted.ref.installationId}:${wanted.ref.fullName}`;
    const known = kept.get(key);
    if (known && known.token !== wanted.refused && lives(known)) return known.token;
    const answer = asked.get(key) ?? ask(key, wanted);
    asked.set(key, answer);
    return (await answer).token;
  };
}
