import type { ProbotOctokit } from 'probot';

/**
 * What the adapter needs of an Octokit: `probot.auth()` and `probot.auth(installationId)` give one. Its
 * throttling and retry plugins must be off: waiting and trying again are decided by the shared budget.
 */
export type GithubClient = Pick<ProbotOctokit, 'request' | 'graphql'>;

export interface GithubLog {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface GithubOptions {
  /** A client that speaks with the App's own token (JWT). */
  app: () => Promise<GithubClient>;
  installation: (id: number) => Promise<GithubClient>;
  log: GithubLog;
  now: () => Date;
  /** Time for one request, getting a token for it included. Milliseconds; 15,000 if not given. */
  timeoutMs?: number;
}
