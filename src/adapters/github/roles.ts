import type { GithubRepository, Role } from '../../ports/github.ts';
import type { Context } from './context.ts';
import { when } from './errors.ts';
import type { Answer } from './request.ts';

type Data = Answer<'GET /repos/{owner}/{repo}/collaborators/{username}/permission'>['data'];

const base: readonly Role[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
const asRole = (name: string): Role | undefined => base.find((role) => role === name);

/** A custom role is told by what it may do; it never counts for more than the base role it covers. */
function toRole({ role_name: name, permission, user }: Data): Role {
  const known = asRole(name);
  if (known !== undefined) return known;
  const can = user?.permissions;
  if (can?.admin) return 'admin';
  if (can?.maintain) return 'maintain';
  if (can?.push) return 'write';
  if (can?.triage) return 'triage';
  if (can?.pull) return 'read';
  return asRole(permission) ?? 'none';
}

export function roles({ send, at }: Context): Pick<GithubRepository, 'permission'> {
  return {
    async permission(login) {
      const answer = await send('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
        ...at,
        username: login,
      }).catch(when([404], () => null));
      if (answer === null) return { role: 'none', userId: null };
      return {
        role: toRole(answer.data),
        userId: answer.data.user === null ? null : Number(answer.data.user.id),
      };
    },
  };
}
