import { needRead } from '../access.ts';
import type { Api } from '../http/api.ts';
import { onRepository, param } from '../http/call.ts';
import { paginate } from '../http/pages.ts';
import { timestamp } from '../ids.ts';
import type { Secret } from '../model.ts';
import { notFound } from '../problems.ts';

const secretShape = ([name, { createdAt, updatedAt }]: [string, Secret]) => ({
  name,
  created_at: timestamp(createdAt),
  updated_at: timestamp(updatedAt),
});

/** Names of a repository's secrets; no answer holds a value. */
export function secretRoutes(api: Api): void {
  const { hono, world } = api;
  const base = '/repos/:owner/:repo/actions/secrets';
  const read = { ...needRead('secrets'), role: 'write' } as const;

  hono.get(
    base,
    onRepository(api, read, ({ c, repository }) =>
      c.json({
        total_count: repository.secrets.size,
        secrets: paginate(c, world, [...repository.secrets]).map(secretShape),
      }),
    ),
  );
  hono.get(
    `${base}/:name`,
    onRepository(api, read, ({ c, repository }) => {
      const name = param(c, 'name').toUpperCase();
      const secret = repository.secrets.get(name);
      if (!secret) throw notFound();
      return c.json(secretShape([name, secret]));
    }),
  );
}
