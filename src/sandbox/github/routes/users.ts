import type { Api } from '../http/api.ts';
import { numberParam } from '../http/call.ts';
import { notFound } from '../problems.ts';
import { type Schemas, userShape } from '../shapes/user.ts';

const joined = '2020-01-01T00:00:00Z';

/** Public data of accounts, for everybody. */
export function userRoutes({ hono, world }: Api): void {
  hono.get('/user/:id', (c) => {
    const id = numberParam(c, 'id');
    const account = [...world.accounts.values()].find((each) => each.id === id);
    if (!account) throw notFound();
    return c.json({
      ...userShape(world, account),
      name: null,
      company: null,
      blog: '',
      location: null,
      email: null,
      hireable: null,
      bio: null,
      public_repos: 0,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: joined,
      updated_at: joined,
      user_view_type: 'public',
    } satisfies Schemas['public-user']);
  });
}
