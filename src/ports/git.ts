/** Port to git objects as a run returned them: a bare, partial fetch; never a checkout. */

export interface CommitInfo {
  sha: string;
  parents: string[];
  message: string;
  /** Whatever the commit claims: nothing may rest on these. */
  authorName: string;
  authorEmail: string;
  committerEmail: string;
  /** Repository-relative paths this commit changes against its first parent. */
  paths: string[];
}

export type FileStatus = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type-changed';

export interface FileChange {
  path: string;
  /** Before a rename or copy. */
  oldPath: string | null;
  status: FileStatus;
  /** Git file modes, `000000` where there is no file. `120000` is a symlink, `160000` a submodule. */
  oldMode: string;
  newMode: string;
  /** null for binary files, and where it was too much to count. */
  additions: number | null;
  deletions: number | null;
  /** Size of the new file; `unfetched` when it is over 1 MiB and was left at the remote, null when there is none. */
  bytes: number | 'unfetched' | null;
}

export interface CommitRange {
  base: string;
  head: string;
  /** base..head, oldest first. */
  commits: CommitInfo[];
  /** Diff of the two trees, renames detected. */
  files: FileChange[];
  /** True when `base` is an ancestor of `head`. */
  descends: boolean;
}

/** A line of a text, without its end; `number` is 1-based. */
export interface Line {
  number: number;
  text: string;
}

/** Lines of one place that differ: what was there, and what is there now. */
export interface Hunk {
  removed: Line[];
  added: Line[];
}

/** Lines that hold a word. */
export interface Search {
  hits: SearchHit[];
  /** False when there was too much to list: what is not among the hits may be there all the same. */
  complete: boolean;
}

export interface SearchHit {
  path: string;
  /** 1-based. */
  line: number;
  text: string;
}

export interface GitReader {
  /**
   * Fetches the refs unless both commits are here, then describes base..head. Throws Refused when a ref or commit is not there (404), when objects
   * are malformed or a ref has no proper name (422), and when there is more than can be reviewed (413).
   */
  range(options: { refs: string[]; base: string; head: string }): Promise<CommitRange>;
  /** Fetches the refs unless both are here, then tells where two commits parted; null when they have nothing in common. */
  mergeBase(options: { refs: string[]; commits: [string, string] }): Promise<string | null>;
  /** SHA of a remote ref (`refs/...`) or null. */
  refSha(ref: string): Promise<string | null>;
  /** Text of a file at a commit, null when absent, not text, or over 1 MiB. Fetches the ref, when given, for a commit that is not here. */
  readFile(options: { commit: string; path: string; ref?: string }): Promise<string | null>;
  /** Texts of those of these files that are text and at most 1 MiB, by path; of commits that were fetched. Stops at 64 MiB. */
  readFiles(options: { commit: string; paths: string[] }): Promise<Map<string, string>>;
  /** Files directly in a folder or below it at a commit; `path` empty: all of them. */
  listFiles(options: { commit: string; path: string }): Promise<string[]>;
  /** What differs between two fetched commits, by path (the new one of a rename); binary files have nothing. Renames are detected. */
  hunks(options: { base: string; head: string }): Promise<Map<string, Hunk[]>>;
  /** Lines of text files at a fetched commit that hold one of the words, upper and lower case alike. Texts are cut at 1,000 characters. */
  search(options: { commit: string; words: string[] }): Promise<Search>;
}

export interface Git {
  /**
   * `url` is the clone address; the token authenticates the fetch and is never written to disk. One that is refused is
   * handed back, once, for another.
   */
  open(options: { fullName: string; url: string; token: (refused?: string) => Promise<string> }): GitReader;
}
