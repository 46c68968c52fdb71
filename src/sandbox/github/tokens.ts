import { createPublicKey, randomInt, verify } from 'node:crypto';
import { z } from 'zod';
import type { Account, GithubApp, Installation, Permissions } from './model.ts';
import { badCredentials, notFound, Problem } from './problems.ts';
import { now, type World } from './world.ts';

/** Whom a request comes from. */
export type Principal =
  | { kind: 'anonymous' }
  | { kind: 'app'; app: GithubApp }
  | { kind: 'installation'; installation: Installation; repositoryIds: Set<number>; permissions: Permissions }
  | { kind: 'run'; runId: number; repositoryId: number; permissions: Permissions }
  | { kind: 'user'; account: Account };

export interface TokenRecord {
  principal: Exclude<Principal, { kind: 'anonymous' } | { kind: 'app' }>;
  /** Null: until revoked. */
  expiresAt: Date | null;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const random = (length: number): string =>
  Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');

export function issueToken(world: World, record: TokenRecord): string {
  const token = `${record.principal.kind === 'user' ? 'ghp_' : 'ghs_'}${random(36)}`;
  world.tokens.set(token, record);
  return token;
}

const headerSchema = z.object({ alg: z.literal('RS256') });
const claimsSchema = z.object({
  iss: z.union([z.string(), z.number()]),
  iat: z.number().optional(),
  exp: z.number().optional(),
});

function decodePart(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function checkTimes(claims: { iat?: number | undefined; exp?: number | undefined }, seconds: number): void {
  if (claims.exp === undefined || claims.exp <= seconds) {
    throw badCredentials(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (claims.exp > seconds + 600) {
    throw badCredentials("'Expiration time' claim ('exp') is too far in the future");
  }
  if (claims.iat === undefined || claims.iat > seconds + 60) {
    throw badCredentials(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}

const undecodable = (): Problem => badCredentials('A JSON web token could not be decoded');

/** The App that signed this JSON web token with its own key, within GitHub's ten minutes. */
function verifyAppJwt(world: World, token: string): GithubApp {
  const [header, payload, signature, ...rest] = token.split('.');
  const claims = claimsSchema.safeParse(decodePart(payload));
  if (
    rest.length > 0 ||
    !signature ||
    !headerSchema.safeParse(decodePart(header)).success ||
    !claims.success
  ) {
    throw undecodable();
  }
  const app = world.apps.get(Number(claims.data.iss));
  if (!app?.publicKey) throw notFound('Integration not found');
  const signed = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    createPublicKey(app.publicKey),
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) throw undecodable();
  checkTimes(claims.data, now(world).getTime() / 1000);
  return app;
}

const looksLikeJwt = (token: string): boolean => token.split('.').length === 3;

export function resolveToken(world: World, token: string): Principal {
  if (looksLikeJwt(token)) return { kind: 'app', app: verifyAppJwt(world, token) };
  const record = world.tokens.get(token);
  if (!record || (record.expiresAt && record.expiresAt <= now(world))) throw badCredentials();
  if (record.principal.kind === 'installation' && record.principal.installation.suspended) {
    throw new Problem(403, 'This installation has been suspended');
  }
  return record.principal;
}

/** `Bearer T`, `token T`, or Basic with the token as its password; null when there is no header. */
export function tokenFromHeader(header: string | undefined): string | null {
  if (header === undefined) return null;
  const [scheme = '', value = ''] = header.split(' ', 2);
  if (/^(bearer|token)$/i.test(scheme) && value) return value;
  if (/^basic$/i.test(scheme)) {
    const [name = '', password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':', 2);
    return password || name;
  }
  throw badCredentials();
}
