import type { AccessLevel, Actor, Installation, Permissions, Repository, UserRole } from './model.ts';
import { badCredentials, notByIntegration, notFound, Problem } from './problems.ts';
import type { Principal } from './tokens.ts';
import type { World } from './world.ts';

/**
 * What an operation asks for. A token of an App or a run needs one of `permissions` at `level`; a person
 * needs `role` or better.
 */
export interface Need {
  permissions: string[];
  level: AccessLevel;
  role: UserRole;
}

export const needRead = (...permissions: string[]): Need => ({ permissions, level: 'read', role: 'read' });
export const needWrite = (role: UserRole, ...permissions: string[]): Need => ({
  permissions,
  level: 'write',
  role,
});

const ranks: UserRole[] = ['read', 'triage', 'write', 'maintain', 'admin'];
export const roleAtLeast = (role: UserRole | null, wanted: UserRole): boolean =>
  role !== null && ranks.indexOf(role) >= ranks.indexOf(wanted);

export function roleOf(repository: Repository, login: string): UserRole | null {
  if (repository.owner.login.toLowerCase() === login.toLowerCase()) return 'admin';
  return repository.roles.get(login.toLowerCase()) ?? (repository.private ? null : 'read');
}

export const grants = (permissions: Permissions, name: string, level: AccessLevel): boolean =>
  name === 'metadata' || permissions[name] === 'write' || permissions[name] === level;

function grantsNeed(permissions: Permissions, need: Need): boolean {
  return need.permissions.some((name) => grants(permissions, name, need.level));
}

function checkIntegration(
  options: { covered: boolean; permissions: Permissions },
  target: { repository: Repository; need: Need },
): void {
  const { repository, need } = target;
  if (!options.covered) {
    if (repository.private) throw notFound();
    if (need.level === 'read') return;
    throw notByIntegration();
  }
  if (!grantsNeed(options.permissions, need)) throw notByIntegration();
}

function checkAnonymous(repository: Repository, need: Need): void {
  if (need.level === 'write') throw badCredentials('Requires authentication');
  if (repository.private) throw notFound();
}

function checkPerson(repository: Repository, target: { login: string; need: Need }): void {
  const role = roleOf(repository, target.login);
  if (role === null) throw notFound();
  if (!roleAtLeast(role, target.need.role)) {
    throw new Problem(403, 'Must have push access to repository');
  }
}

/** Refuses as GitHub does: 401 without or with the wrong kind of token, 404 for what may not be seen, else 403. */
export function checkAccess(principal: Principal, repository: Repository, need: Need): void {
  if (principal.kind === 'app') throw badCredentials('Requires authentication');
  if (principal.kind === 'anonymous') {
    checkAnonymous(repository, need);
  } else if (principal.kind === 'user') {
    checkPerson(repository, { login: principal.account.login, need });
  } else {
    const covered =
      principal.kind === 'run'
        ? principal.repositoryId === repository.id
        : principal.repositoryIds.has(repository.id);
    checkIntegration({ covered, permissions: principal.permissions }, { repository, need });
  }
}

/** Workflow files are behind a permission of their own; run tokens can never have it. */
export function mayWriteWorkflows(principal: Principal): boolean {
  if (principal.kind === 'user') return true;
  return principal.kind === 'installation' && principal.permissions.workflows === 'write';
}

export function actorOf(world: World, principal: Principal): Actor {
  switch (principal.kind) {
    case 'user':
      return { account: principal.account, app: null };
    case 'installation':
      return { account: principal.installation.app.bot, app: principal.installation.app };
    case 'run':
      return { account: world.actionsApp.bot, app: world.actionsApp };
    default:
      throw badCredentials('Requires authentication');
  }
}

/** Repositories of the installation that a token may be limited to. */
export const coveredRepositories = (world: World, installation: Installation): Repository[] =>
  [...world.repositories.values()].filter((repository) => installation.repositoryIds.has(repository.id));
