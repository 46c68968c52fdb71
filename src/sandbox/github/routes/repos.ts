import { needRead, roleOf } from '../access.ts';
import type { Api } from '../http/api.ts';
import { onRepository, param } from '../http/call.ts';
import type { Account, Repository, UserRole } from '../model.ts';
import { notFound } from '../problems.ts';
import { fullRepositoryShape } from '../shapes/repository.ts';
import { userShape } from '../shapes/user.ts';
import type { World } from '../world.ts';

/** The older, coarser names: maintain is write, triage is read. */
const legacy = { admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read' } as const;
const order: UserRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];

function permissionShape(world: World, repository: Repository, account: Account) {
  const role = account.type === 'User' ? roleOf(repository, account.login) : null;
  const rank = role === null ? -1 : order.indexOf(role);
  const permissions = {
    pull: rank >= 0,
    triage: rank >= 1,
    push: rank >= 2,
    maintain: rank >= 3,
    admin: rank >= 4,
  };
  return {
    permission: role === null ? 'none' : legacy[role],
    role_name: role ?? 'none',
    user: { ...userShape(world, account), permissions, role_name: role ?? 'none' },
  };
}

/** A repository and who may do what on it. */
export function repositoryRoutes(api: Api): void {
  const { hono, world } = api;
  hono.get(
    '/repos/:owner/:repo',
    onRepository(api, needRead('metadata'), ({ c, repository }) =>
      c.json(fullRepositoryShape(world, repository)),
    ),
  );
  hono.get(
    '/repos/:owner/:repo/collaborators/:username/permission',
    onRepository(api, { permissions: ['metadata'], level: 'read', role: 'write' }, ({ c, repository }) => {
      const account = world.accounts.get(param(c, 'username').toLowerCase());
      if (!account || account.type === 'Organization')
        throw notFound(`${param(c, 'username')} is not a user`);
      return c.json(permissionShape(world, repository, account));
    }),
  );
}
