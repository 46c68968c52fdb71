import { join } from 'node:path';
import { createBareRepository, type RepositorySource } from './git/bare.ts';
import type { Account, GithubApp, Installation, Permissions, Repository, UserRole } from './model.ts';
import { installationShape } from './shapes/app.ts';
import { repositoryShape } from './shapes/repository.ts';
import { issueToken } from './tokens.ts';
import { emitToApp } from './webhooks.ts';
import { accountOf, findRepository, findUser, now, type World } from './world.ts';

export interface AppOptions {
  id: number;
  slug: string;
  name: string;
  /** Login of the account that owns the App. */
  owner: string;
  /** PEM of the public key that belongs to the App's private key. */
  publicKey: string;
  /** As in the App's manifest. */
  permissions: Permissions;
  events: string[];
}

type AccountBook = Pick<World, 'accounts' | 'apps' | 'nextId' | 'clock'>;

export function addApp(
  world: AccountBook,
  options: Omit<AppOptions, 'publicKey'> & { publicKey: string | null },
): GithubApp {
  const app: GithubApp = {
    id: options.id,
    slug: options.slug,
    name: options.name,
    owner: accountOf(world, { login: options.owner, type: 'Organization' }),
    bot: accountOf(world, { login: `${options.slug}[bot]`, type: 'Bot' }),
    publicKey: options.publicKey,
    permissions: options.permissions,
    events: options.events,
    createdAt: world.clock.now(),
    hook: { target: null, deliveries: [], tail: Promise.resolve() },
  };
  world.apps.set(app.id, app);
  return app;
}

export interface RepositoryOptions {
  fullName: string;
  from: RepositorySource;
  /** Whether draft pull requests are to be had; true when absent. */
  drafts?: boolean;
  /** True when absent. */
  private?: boolean;
  defaultBranch?: string;
}

async function createRepository(world: World, options: RepositoryOptions): Promise<Repository> {
  const [owner, name] = options.fullName.split('/');
  if (!owner || !name || !/^[\w.-]+\/[\w.-]+$/.test(options.fullName)) {
    throw new Error(`"${options.fullName}" is not a repository's name; write owner/name`);
  }
  if (world.repositories.has(options.fullName.toLowerCase()))
    throw new Error(`${options.fullName} exists already`);
  const gitDir = join(world.root, owner, `${name}.git`);
  const at = now(world);
  const { defaultBranch } = await createBareRepository({
    dir: gitDir,
    from: options.from,
    defaultBranch: options.defaultBranch,
    at,
  });
  const repository: Repository = {
    id: world.nextId(),
    name,
    owner: accountOf(world, { login: owner, type: 'Organization' }),
    fullName: options.fullName,
    private: options.private ?? true,
    drafts: options.drafts ?? true,
    defaultBranch,
    gitDir,
    createdAt: at,
    pushedAt: at,
    nextNumber: 1,
    roles: new Map(),
    issues: new Map(),
    comments: new Map(),
    reviews: new Map(),
    reviewThreads: new Map(),
    reviewComments: new Map(),
    labels: [],
    checks: new Map(),
    statuses: [],
    secrets: new Map(),
    workflowIds: new Map(),
    writes: Promise.resolve(),
  };
  world.repositories.set(options.fullName.toLowerCase(), repository);
  world.changed({ repository: repository.fullName, kind: 'setup' });
  return repository;
}

/** `roles` by `owner/name`; a person without one does not see a private repository. */
function addUser(world: World, options: { login: string; roles?: Record<string, UserRole> }): Account {
  const account = accountOf(world, { login: options.login, type: 'User' });
  if (account.type !== 'User') throw new Error(`${options.login} is not a person on the local GitHub`);
  for (const [fullName, role] of Object.entries(options.roles ?? {})) {
    findRepository(world, fullName).roles.set(options.login.toLowerCase(), role);
  }
  return account;
}

const createUserToken = (world: World, login: string): string =>
  issueToken(world, {
    principal: { kind: 'user', account: findUser(world, login).account },
    expiresAt: null,
  });

/** As the settings page takes it: any case, kept in upper case, over an earlier value. */
function setSecret(world: World, options: { repository: string; name: string; value: string }): void {
  const { secrets } = findRepository(world, options.repository);
  const name = options.name.toUpperCase();
  if (!/^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/.test(name)) {
    throw new Error(
      `Secret names can only contain letters, digits and underscores, and begin with neither a digit nor GITHUB_; '${options.name}' does not`,
    );
  }
  const at = now(world);
  secrets.set(name, {
    value: options.value,
    createdAt: secrets.get(name)?.createdAt ?? at,
    updatedAt: at,
  });
}

export interface InstallOptions {
  appId: number;
  /** `owner/name`, all of one owner. */
  repositories: string[];
  /** Less than the manifest asks for, when the owner has not approved it all. */
  permissions?: Permissions;
  events?: string[];
}

function installApp(world: World, options: InstallOptions): Installation {
  const app = world.apps.get(options.appId);
  if (!app) throw new Error(`No App ${options.appId} in the local GitHub`);
  const repositories = options.repositories.map((fullName) => findRepository(world, fullName));
  const account = repositories[0]?.owner ?? app.owner;
  const installation: Installation = {
    id: world.nextId(),
    app,
    account,
    repositoryIds: new Set(repositories.map(({ id }) => id)),
    permissions: options.permissions ?? app.permissions,
    events: options.events ?? app.events,
    createdAt: now(world),
    suspended: false,
  };
  world.installations.set(installation.id, installation);
  emitToApp(world, {
    installation,
    name: 'installation',
    action: 'created',
    payload: {
      installation: installationShape(world, installation),
      repositories: repositories.map((repository) => {
        const { id, node_id, name, full_name, private: hidden } = repositoryShape(world, repository);
        return { id, node_id, name, full_name, private: hidden };
      }),
      requester: null,
    },
  });
  return installation;
}

/** How the world comes to be. */
export interface Seeds {
  registerApp(options: AppOptions): GithubApp;
  createRepository(options: RepositoryOptions): Promise<Repository>;
  addUser(options: { login: string; roles?: Record<string, UserRole> }): Account;
  /** A personal access token of one of the people. */
  createUserToken(login: string): string;
  /** A secret of a repository's workflows (`owner/name`); its value is never read back. */
  setSecret(options: { repository: string; name: string; value: string }): void;
  installApp(options: InstallOptions): Installation;
  suspend(installationId: number): void;
}

export const createSeeds = (world: World): Seeds => ({
  registerApp: (options) => addApp(world, options),
  createRepository: (options) => createRepository(world, options),
  addUser: (options) => addUser(world, options),
  createUserToken: (login) => createUserToken(world, login),
  setSecret: (options) => setSecret(world, options),
  installApp: (options) => installApp(world, options),
  suspend(installationId) {
    const installation = world.installations.get(installationId);
    if (installation) installation.suspended = true;
  },
});
