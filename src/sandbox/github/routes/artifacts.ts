import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Artifact, ArtifactStore, RuntimeClaim } from '../../actions/artifacts.ts';
import { timestamp } from '../ids.ts';
import { notFound, Problem } from '../problems.ts';

const mostBytes = 256 * 1024 * 1024;
const mostDays = 90;

const shape = ({ id, attempt, name, digest, content, createdAt, expiresAt }: Artifact) => ({
  id,
  attempt,
  name,
  size: content.length,
  digest,
  created_at: timestamp(createdAt),
  expires_at: timestamp(expiresAt),
});

/**
 * The store behind `ACTIONS_RESULTS_URL`. GitHub's own is not public, so these paths are the sandbox's; what it lets
 * whom do is GitHub's: a job's `ACTIONS_RUNTIME_TOKEN` (Bearer) opens the artifacts of its whole run, to delete them too,
 * until the run ends.
 *
 * - `PUT artifacts/{name}?digest=<SHA-256, hex>&retention-days=<n>`, the bytes as body: 201 and the artifact; 409 when
 *   this attempt has one of that name, 422 when name or digest are wrong
 * - `GET artifacts`: `{ "artifacts": [{ id, attempt, name, size, digest, created_at, expires_at }] }`, newest first
 * - `GET artifacts/{name}`: the bytes, with `x-artifact-digest`; 404
 * - `DELETE artifacts/{name}`: 204; 404
 *
 * Refusals are `{ "message": … }`, 401 without a token that lives.
 */
export function createResults(store: ArtifactStore): Hono {
  const hono = new Hono();
  const claimOf = (header: string | undefined): RuntimeClaim => {
    const claim = store.claim(header?.replace(/^Bearer /i, '') ?? '');
    if (claim) return claim;
    throw new Problem(401, 'The runtime token is none, or its run is over');
  };
  hono.onError((error, c) => {
    if (error instanceof Problem) return c.json(error.body(), error.status);
    console.error('local artifacts:', error);
    return c.json({ message: 'Server Error' }, 500);
  });
  hono.notFound((c) => c.json(notFound().body(), 404));
  const base = '/_results/artifacts';
  const at = `${base}/:name`;

  hono.get(base, (c) => {
    const { run } = claimOf(c.req.header('authorization'));
    return c.json({ artifacts: store.list(run).map(shape) });
  });
  hono.get(at, (c) => {
    const { run } = claimOf(c.req.header('authorization'));
    const found = store.find(run, c.req.param('name'));
    if (!found) throw notFound();
    return c.body(new Uint8Array(found.content), 200, { 'x-artifact-digest': found.digest });
  });
  hono.put(at, bodyLimit({ maxSize: mostBytes }), async (c) => {
    const claim = claimOf(c.req.header('authorization'));
    const content = Buffer.from(await c.req.arrayBuffer());
    const { digest = '', 'retention-days': days = '' } = c.req.query();
    const kept = Math.min(Number.parseInt(days, 10) || mostDays, mostDays);
    return c.json(
      shape(store.create(claim, { name: c.req.param('name'), digest, content, days: kept })),
      201,
    );
  });
  hono.delete(at, (c) => {
    const claim = claimOf(c.req.header('authorization'));
    if (!store.remove(claim, c.req.param('name'))) throw notFound();
    return c.body(null, 204);
  });
  return hono;
}
