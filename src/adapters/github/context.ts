import type { RepositoryRef } from '../../ports/github.ts';
import type { Identity } from './identity.ts';
import type { Requester } from './request.ts';

/** What every family of operations works with. */
export interface Context extends Requester {
  ref: RepositoryRef;
  at: { owner: string; repo: string };
  identity: () => Promise<Identity>;
}
