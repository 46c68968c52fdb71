import type { RepositoryRef } from '../ports/github.ts';
import type { Actor } from './event.ts';

/**
 * A webhook, translated at the edge into our own words, before anybody knows which item it concerns.
 * Adapters make these from payloads; `route` turns them into events.
 */
interface Common {
  /** Unique per thing that happened: `comment:123`, `comment-edit:123:<updated_at>`, `run:55:1`, `pull:12:merged`. */
  key: string;
  /** The platform's own time of it, ISO 8601. */
  at: string;
  actor: Actor;
  /** False for bots, Apps and organizations. */
  human: boolean;
}

interface OnGithub extends Common {
  repository: RepositoryRef;
}

export type Heard =
  | (OnGithub & {
      kind: 'github-comment';
      issue: number;
      isPull: boolean;
      commentId: number;
      body: string;
      title: string;
      issueBody: string;
    })
  /** On a line of a pull request, or a reply there. */
  | (OnGithub & { kind: 'github-review-comment'; pull: number; commentId: number; body: string })
  | (OnGithub & {
      kind: 'github-comment-edited';
      issue: number;
      commentId: number;
      /** Of the comment, not of the edit. */
      authorLogin: string | null;
      before: string;
      after: string;
    })
  | (OnGithub & {
      kind: 'github-labelled';
      issue: number;
      isPull: boolean;
      label: string;
      title: string;
      issueBody: string;
    })
  | (OnGithub & {
      kind: 'pull';
      action: 'merged' | 'closed' | 'reopened' | 'retargeted' | 'drafted' | 'ready';
      number: number;
      headBranch: string;
    })
  /** A review or a conversation of people or reviewers, or a check of another App. */
  | (OnGithub & {
      kind: 'reviewed';
      /** Of its pull requests. */
      pulls: number[];
      /** Of a check, whose pull requests GitHub may not name. */
      branch: string | null;
      /** Slug of the App a check belongs to; null for what is no check. */
      check: string | null;
    })
  | (OnGithub & { kind: 'push'; ref: string; before: string; after: string; toDefaultBranch: boolean })
  /** `name` is the run's display name, which carries the assignment id. */
  | (OnGithub & { kind: 'run-completed'; runId: number; runAttempt: number; name: string; path: string })
  | (Common & { kind: 'linear-comment'; ticketId: string; commentId: string; body: string })
  /** `addedLabels` are names; `delegated`: the ticket was given to the App's own user. */
  | (Common & {
      kind: 'linear-ticket';
      ticketId: string;
      ticketKey: string;
      teamKey: string;
      addedLabels: string[];
      delegatedTo: string | null;
      changed: string[];
      /** The ticket it is a sub-issue of. */
      parentId?: string | null;
      /** It is closed as a duplicate of another one, or closed without being done, as older teams close duplicates. */
      setAside?: boolean;
    })
  /** Known, and of no consequence. */
  | { kind: 'nothing'; reason: string };

/** Lists items by this: `gh:owner/name:issue:12`, `gh:owner/name:branch:feat/x`, `run:<assignment id>`, `linear:<uuid>`, `absorbed:<uuid>`. */
export const subjects = {
  issue: (fullName: string, number: number): string => `gh:${fullName.toLowerCase()}:issue:${number}`,
  branch: (fullName: string, branch: string): string => `gh:${fullName.toLowerCase()}:branch:${branch}`,
  repository: (fullName: string): string => `gh:${fullName.toLowerCase()}`,
  assignment: (id: string): string => `run:${id}`,
  ticket: (id: string): string => `linear:${id}`,
  /** A ticket that another one took in: leads to the item that did. */
  absorbed: (id: string): string => `absorbed:${id}`,
};

/** A run that waits for an approval completes once more when it has it: that is another end of the same attempt. */
export const runKey = (run: { id: number; attempt: number; conclusion: string | null }): string =>
  `run:${run.id}:${run.attempt}${run.conclusion === 'action_required' ? ':needs-approval' : ''}`;
