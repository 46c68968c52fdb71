import type { StateType } from '../ports/tracker.ts';

/** How the commits of a pull request came to its base. */
export type MergedHow = 'merge' | 'squash' | 'rebase' | 'merge-queue';

/** The branch that the sections are merged into. */
export interface Feature {
  /** `feat/<key>-<change>`; a second pull request of the same item gets `-2`. */
  branch: string;
  head: string | null;
  pushed?: Pushed;
  /** A push that did not go on from what was there; until that is there again. */
  rewritten?: Rewritten;
  /** Where it was when it was deleted; until it is back. */
  deleted?: { sha: string; by: string | null };
}

/** `by`: login, null where nobody told. `lost`: delegations whose merges it does not hold any more. */
export interface Rewritten {
  from: string;
  to: string;
  by: string | null;
  lost: number[];
}

/** The tracker's own word on the ticket, as it was seen last. */
export interface Tracked {
  name: string;
  type: StateType;
  /** What was wanted of it and was there: whatever it shows after that is somebody's will. */
  reached: 'started' | 'completed' | null;
}

/** When a head was pushed, ISO 8601: as GitHub told, or when it was first seen here, which is no earlier. */
export interface Pushed {
  sha: string;
  at: string;
  by: 'told' | 'seen';
}
