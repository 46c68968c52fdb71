import type { Severity } from '../../contracts/rounds/finding.ts';
import { plainLine } from '../../text/sanitize.ts';
import type { Answer, Decided, Finding, Priority } from './round.ts';

export interface FiledTicket {
  key: string;
  url: string;
}

/** A ticket to be filed for a finding. */
export interface FollowUp {
  finding: string;
  /** One line, defused. */
  title: string;
  priority: Priority;
  /** Key of the item's ticket, to which it is related. */
  parent: string;
  relation: 'related';
  /** Key of the later ticket that it blocks; null for none. */
  blocks: string | null;
  fingerprint: string;
  /** What its text cites. */
  cites: { pull: number; severity: Severity; url: string | null; path: string | null; line: number | null };
}

export type Filing = ({ kind: 'new' } & FollowUp) | ({ kind: 'filed-before' } & FiledTicket);

/**
 * What filing a finding comes to: a new ticket, or the one that stands for its fingerprint already. `findings`: all of the
 * item. `parent`: key of its ticket; `pull`: number of its pull request.
 */
export const followUpOf = (options: {
  finding: Finding;
  decided: Extract<Decided, { to: 'file' }>;
  findings: readonly Finding[];
  parent: string;
  pull: number;
}): Filing => {
  const { finding, decided, findings, parent, pull } = options;
  const before = alreadyFiled([...findings, finding], finding.fingerprint);
  if (before !== null) return { kind: 'filed-before', ...before };
  const { severity, url, path, line } = finding;
  return {
    kind: 'new',
    finding: finding.id,
    title: plainLine(decided.title.trim() === '' ? finding.title : decided.title),
    priority: decided.priority,
    parent,
    relation: 'related',
    blocks: decided.blocks === parent ? null : decided.blocks,
    fingerprint: finding.fingerprint,
    cites: { pull, severity, url, path, line },
  };
};

/** The ticket of a fingerprint, also of an answer that did not last; null while there is none. */
export const alreadyFiled = (findings: readonly Finding[], fingerprint: string): FiledTicket | null => {
  const answers = findings
    .filter((finding) => finding.fingerprint === fingerprint)
    .flatMap(({ answer, earlier }): Answer[] => [...(answer === null ? [] : [answer]), ...(earlier ?? [])]);
  const filed = answers.find((answer) => answer.kind === 'filed');
  return filed?.kind === 'filed' ? { key: filed.key, url: filed.url } : null;
};
