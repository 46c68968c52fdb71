import type { CommandName, NotUpdated } from './event.ts';
import type { Barred } from './facts.ts';
import type { Rewritten } from './feature.ts';
import type { Why } from './grill/answering.ts';
import type { StageName } from './item.ts';
import type { CapUse } from './rounds/cap-use.ts';

/**
 * What Throughline has to say in a comment of its own, decided here and worded in `text/`.
 * Everything the wording needs beside the item.
 */
export type Reply =
  | { kind: 'not-permitted'; to: string; command: CommandName | 'label'; why: string; remedy: string }
  | { kind: 'stale'; to: string; command: CommandName; current: string | null }
  | { kind: 'wrong-stage'; to: string; command: CommandName | 'label'; stage: StageName; why: string }
  | { kind: 'unreadable'; to: string; problem: string }
  | { kind: 'unknown-sections'; to: string; asked: string[]; known: string[]; why: string }
  /** `several`: agents of the kind that the asked name is short for. */
  | { kind: 'unknown-agent'; to: string; asked: string; allowed: string[]; several?: string[] }
  /** `known`: models that would work; `providers`: of which any model may be named. */
  | {
      kind: 'unknown-model';
      to: string;
      asked: string;
      agent: string;
      why: string;
      known: string[];
      providers: string[];
    }
  | { kind: 'change-missing'; to: string }
  | { kind: 'changes-several'; to: string; ids: string[] }
  | { kind: 'change-empty'; to: string; id: string }
  | { kind: 'configuration-absent'; to: string }
  | { kind: 'configuration-broken'; to: string; problems: string[] }
  /** What the decision rests on cannot be read. */
  | { kind: 'facts-refused'; to: string; detail: string; remedy: string }
  | { kind: 'help'; to: string }
  | { kind: 'status'; to: string }
  | { kind: 'prompt'; to: string; assignmentId: string | null; runUrl: string | null }
  | { kind: 'blocked'; to: string }
  /** Attempts are used up, or auto mode stopped: a person has to decide. */
  | { kind: 'needs-decision'; to: string; why: string }
  | { kind: 'unfinished-merge'; to: string; open: string[] }
  /** Takes the place of `unfinished-merge` once it is answered. */
  | { kind: 'merge-answered'; by: string; with: 'drop' | 'continue' }
  /** `why` and `caps` are absent in those of earlier releases. */
  | {
      kind: 'handed-over';
      to: string;
      why?: 'clean' | 'no-reviewer';
      caps?: CapUse[];
      /** Logins of people without the right to demand, one for each thing they ask for. */
      passedBy?: string[];
    }
  /** Caps ended the rounds: those that are `reached`, and how much of the others is used. */
  | { kind: 'rounds-stopped'; to: string; reached: CapUse[]; caps: CapUse[] }
  | { kind: 'pull-opened'; url: string; number: number }
  | { kind: 'done'; mergeSha: string; url: string }
  /** The pull request goes to `base` now. */
  | { kind: 'retargeted'; to: string; from: string; base: string; by: string | null }
  | { kind: 'rewritten'; to: string; rewritten: Rewritten }
  | { kind: 'branch-deleted'; to: string; sha: string; by: string | null }
  | { kind: 'rejected'; to: string }
  | { kind: 'cancelled'; by: string }
  | { kind: 'unknown-direction'; to: string; asked: number; shown: number }
  /** Words that were meant as an answer, and are none. */
  | { kind: 'no-answer'; to: string; why: Why }
  /** Plain words, as they were understood. */
  | { kind: 'read-back'; to: string; node: string; answer: string }
  /** The decisions of a grill, for the ticket. */
  | { kind: 'decisions' }
  /** A GitHub issue and its ticket: `filed` from it, or found although it is worked on elsewhere. */
  | { kind: 'recorded'; to: string; filed: boolean }
  /** `/update` found nothing to merge, or could not. `refused`: GitHub's word and what would help. */
  | { kind: 'not-updated'; to: string; why: NotUpdated; base: string; paths: string[] }
  | { kind: 'update-refused'; to: string; detail: string; remedy: string }
  | { kind: 'triage-refused'; to: string; why: string }
  /** What a person demands, and the triage could not answer. */
  | { kind: 'demand-undecided'; to: string; findings: string[] }
  /** Which priority? */
  /** `ofThread`: the title is that of the thread it was asked in, and need not be said. */
  | { kind: 'follow-up-priority'; to: string; title: string; ofThread?: boolean }
  /** `key` null: it is being filed; `before`: it was there already. */
  | {
      kind: 'follow-up-filed';
      to: string;
      title: string;
      key: string | null;
      url: string | null;
      before?: boolean;
    }
  /** A ticket of a finding that a person answered otherwise while it was being filed. */
  | { kind: 'follow-up-needless'; to: string; finding: string; key: string; url: string }
  /** Of a finding, or of what a person asked for by its title. */
  | {
      kind: 'follow-up-refused';
      to: string;
      finding: string | null;
      title: string | null;
      detail: string;
      remedy: string;
    }
  | { kind: 'absorbed'; to: string; key: string; title: string; url: string }
  | {
      kind: 'absorb-refused';
      to: string;
      asked: string;
      why: Barred | { why: 'unknown' | 'already' | 'merged' };
    };
