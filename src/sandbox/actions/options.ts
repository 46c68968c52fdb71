/** Where the two kinds of `uses:` that are not GitHub's own lead. */
export interface Resolve {
  /**
   * The workflow file behind `owner/repo/.github/workflows/file.yml@ref`; null when it is not known. `path` is shown in
   * messages, `sha` is the commit that `ref` stands for.
   */
  workflow(reference: string): Promise<{ path: string; text: string; sha: string } | null>;
  /** The folder with the `action.yml` behind `owner/repo/folder@ref`; null when it is not known. */
  action(reference: string): Promise<{ folder: string } | null>;
  /** References that lead somewhere, for messages. */
  known: string[];
}

/** The machine that jobs run on. */
export interface MachineOptions {
  /** All that processes get besides what GitHub gives them: `PATH`, `HOME`. Nothing of the sandbox's own environment. */
  env: Record<string, string>;
  /**
   * `github-hosted`: every job finds a new folder, gone after it. `self-hosted`: the runners' folders stay, as do the
   * workspaces in them.
   */
  environment: 'github-hosted' | 'self-hosted';
  /** Runners, and so jobs at once; two when absent. */
  count?: number;
  /** The Node that starts JavaScript actions; the sandbox's own when absent. */
  node?: string;
}

export interface ActionsOptions {
  /** Folder for the runners' own folders; made when missing. */
  folder: string;
  machine: MachineOptions;
  resolve: Resolve;
  /** For tests: how long a minute of `timeout-minutes` is (60,000 ms), and how long a process may take to end after SIGTERM (5,000 ms). */
  timing?: { minuteMs?: number; graceMs?: number };
}
