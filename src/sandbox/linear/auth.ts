import type { GraphQLError } from 'graphql';
import { apiKeyAsBearer, notAuthenticated } from './errors.ts';
import type { KeyRecord, LinearState, UserRecord } from './state.ts';

type Authentication =
  | { state: 'known'; key: KeyRecord; user: UserRecord }
  | { state: 'refused'; status: 400 | 401; error: GraphQLError };

const unknownKey: Authentication = { state: 'refused', status: 401, error: notAuthenticated() };

/** Personal keys come bare, access tokens with `Bearer`; anything unknown, expired or of a suspended user is refused. */
export const authenticate = (state: LinearState, header: string | undefined, now: Date): Authentication => {
  const bearer = header?.match(/^Bearer\s+(\S+)$/i)?.[1];
  const token = bearer ?? header;
  if (bearer?.startsWith('lin_api_')) return { state: 'refused', status: 400, error: apiKeyAsBearer() };
  const key = state.keys.find((each) => each.token === token);
  if (!key || (key.kind === 'access-token') !== (bearer !== undefined)) return unknownKey;
  if (key.expiresAt !== null && Date.parse(key.expiresAt) <= now.getTime()) return unknownKey;
  const user = state.users.find((each) => each.id === key.userId);
  return user?.active ? { state: 'known', key, user } : unknownKey;
};
