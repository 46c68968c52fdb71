import type { Clock } from '../../ports/clock.ts';
import type { Account, Actor, Check, GithubApp, Installation, Issue, Repository } from './model.ts';
import { notFound } from './problems.ts';
import type { TokenRecord } from './tokens.ts';

/** What changed, for pages that follow along. `repository` is `owner/name`. */
export interface Change {
  repository: string | null;
  kind: 'issue' | 'comment' | 'pull' | 'check' | 'run' | 'git' | 'delivery' | 'setup';
  number?: number;
}

export interface World {
  clock: Clock;
  /** Folder of the bare repositories. */
  root: string;
  /** Address of the API and of git, without a slash at its end; known once listening. */
  baseUrl: string;
  /** Address of the pages people open, without a slash at its end. */
  webUrl: () => string;
  accounts: Map<string, Account>;
  apps: Map<number, GithubApp>;
  installations: Map<number, Installation>;
  repositories: Map<string, Repository>;
  /** By token. */
  tokens: Map<string, TokenRecord>;
  actionsApp: GithubApp;
  /** Ids grow over all kinds of things, as GitHub's do over each. */
  nextId(): number;
  changed(change: Change): void;
  /** Aborted when the local GitHub stops. */
  closing: AbortSignal;
}

export const now = (world: World): Date => world.clock.now();

export function accountOf(
  world: Pick<World, 'accounts' | 'nextId'>,
  options: { login: string; type: Account['type'] },
): Account {
  const known = world.accounts.get(options.login.toLowerCase());
  if (known) return known;
  const account: Account = { id: world.nextId(), login: options.login, type: options.type };
  world.accounts.set(options.login.toLowerCase(), account);
  return account;
}

export function findRepository(world: World, fullName: string): Repository {
  const repository = world.repositories.get(fullName.toLowerCase());
  if (!repository) throw notFound();
  return repository;
}

export function findUser(world: World, login: string): Actor {
  const account = world.accounts.get(login.toLowerCase());
  if (account?.type !== 'User') {
    throw new Error(`No user "${login}" in the local GitHub; add them with addUser first`);
  }
  return { account, app: null };
}

export function findIssue(repository: Repository, number: number): Issue {
  const issue = repository.issues.get(number);
  if (!issue) throw notFound();
  return issue;
}

export function findPull(
  repository: Repository,
  number: number,
): Issue & { pull: NonNullable<Issue['pull']> } {
  const issue = findIssue(repository, number);
  const { pull } = issue;
  if (!pull) throw notFound();
  // Same object: what is changed here is changed for everybody.
  return Object.assign(issue, { pull });
}

export function findCheck(repository: Repository, id: number): Check {
  const check = repository.checks.get(id);
  if (!check) throw notFound();
  return check;
}

/** Installations that cover a repository. */
export const installationsOn = (world: World, repository: Repository): Installation[] =>
  [...world.installations.values()].filter(
    (installation) => installation.repositoryIds.has(repository.id) && !installation.suspended,
  );
