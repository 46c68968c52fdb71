/** More files than a change has; nothing of such a one is read. */
export const mostFiles = 200;

/** What a proposal's commits hold, as git has it. */
export interface ProposedFiles {
  /** Every path that differs between base and head. */
  changed: string[];
  /** Whether the head builds on the base. */
  descends: boolean;
  /** Git's mode at the head of each of these paths that is there. */
  modes: ReadonlyMap<string, string>;
  /**
   * Text at the head of those below `openspec/changes/<change>/` that are no link and no submodule, by repository-relative
   * path; empty when more than `mostFiles` differ.
   */
  files: ReadonlyMap<string, string>;
  /** Paths below `openspec/specs/` at the base. */
  specs: string[];
  /** Whether the change's folder was there at the base. */
  existed: boolean;
  /** First line of each commit between base and head, oldest first. */
  subjects: string[];
}
