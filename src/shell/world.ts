import type { Logger } from 'pino';
import type { ConfigurationFact } from '../core/facts.ts';
import type { Heard } from '../core/heard.ts';
import type { Clock } from '../ports/clock.ts';
import type { Git } from '../ports/git.ts';
import type { Github, GithubRepository } from '../ports/github.ts';
import type { DeliverySource, Store } from '../ports/store.ts';
import type { Tracker } from '../ports/tracker.ts';

/** Everything the shell may touch. Built once by a composition root. */
export interface World {
  store: Store;
  github: Github;
  tracker: Tracker;
  git: Git;
  /** `.github/throughline.yml` of the default branch. */
  readConfiguration: (repository: GithubRepository) => Promise<ConfigurationFact>;
  clock: Clock;
  log: Logger;
  /** Random v4 UUID. */
  freshId: () => string;
  /** Payload to our words, per platform; never throws. */
  readers: Record<DeliverySource, (name: string, payload: unknown) => Heard>;
  /** Called around every write, by name; a place to stop in tests of recovery. Does nothing in production. */
  failpoint: (name: string) => void;
}
