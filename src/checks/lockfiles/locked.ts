/** One locked package. */
export interface LockedEntry {
  name: string;
  version: string;
  /** Where it is fetched from; null when the lock does not say. */
  resolved: string | null;
  /** Hash of what is fetched; null when there is none. */
  integrity: string | null;
  /** A folder of the repository, or a repository of git: nothing to hash. */
  local: boolean;
}

/** What a lockfile says, as far as its form lets it. */
export interface Locked {
  entries: Map<string, LockedEntry>;
  /** The spec it recorded for a request of a member; undefined: this form records none, null: it has no such request. */
  specOf?(request: { group: string; name: string; folder: string }): string | null | undefined;
  /** Names that a package of the repository asks for, where the lock lists them; null: it does not know the package. */
  namesOf?(packageName: string): ReadonlySet<string> | null;
  /** Versions that a request of a member may have come to. */
  versionsOf(request: { name: string; folder: string; spec: string }): string[];
  /** Whether a folder (relative to the lock's) is a member; null when the lock does not say. */
  member(folder: string): boolean | null;
  /** Name and version of the package itself, where the lock repeats them. */
  own(folder: string): { name: string | null; version: string | null } | null;
}
