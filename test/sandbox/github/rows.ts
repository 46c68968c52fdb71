import type { Fixtures } from './fixtures.ts';

/** A request that is well-formed enough to be judged by the state of things. */
export interface Control {
  what: string;
  request: string | ((f: Fixtures) => string);
  body?: (f: Fixtures) => unknown;
  status: number;
  /** `app`: the App's own token; a login: that person's; absent: the installation's. */
  as?: string;
}

export interface Refusal extends Control {
  says: RegExp;
}
