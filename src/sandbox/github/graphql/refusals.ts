import { GraphQLError } from 'graphql';
import { checkAccess, type Need } from '../access.ts';
import type { Repository } from '../model.ts';
import { Problem } from '../problems.ts';
import type { Principal } from '../tokens.ts';

export const failed = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });

export const unresolved = (id: string): GraphQLError =>
  failed('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);

/** What may not be seen is not there; what may be seen and not done is forbidden. */
export function checkNode(
  principal: Principal,
  { repository, id, need }: { repository: Repository; id: string; need: Need },
): void {
  try {
    checkAccess(principal, repository, need);
  } catch (error) {
    if (error instanceof Problem && error.status === 403) throw failed('FORBIDDEN', error.message);
    throw unresolved(id);
  }
}

/** A refusal of the domain's in GraphQL's words. */
export function inGraphql<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw failed(error.status === 403 ? 'FORBIDDEN' : 'UNPROCESSABLE', error.message);
  }
}
