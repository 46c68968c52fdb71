import type { Severity } from '../../contracts/rounds/finding.ts';
import { plainLine } from '../../text/sanitize.ts';
import type { Answer, AskedFollowUp, Decided, Finding, Priority } from './round.ts';

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

export type Filing =
  | ({ kind: 'new' } & FollowUp)
  | ({ kind: 'filed-before' } & FiledTicket)
  /** A person's own ticket for it is on its way. */
  | { kind: 'being-filed' };

/**
 * What filing a finding comes to: a new ticket, or the one that stands for it already: by its fingerprint, or because a
 * person asked for it. `findings`, `followUps`: all of the item. `parent`: key of its ticket; `pull`: number of its pull request.
 */
export const followUpOf = (options: {
  finding: Finding;
  decided: Extract<Decided, { to: 'file' }>;
  findings: readonly Finding[];
  followUps?: readonly AskedFollowUp[];
  parent: string;
  pull: number;
}): Filing => {
  const { finding, decided, findings, followUps = [], parent, pull } = options;
  const asked = askedFor({ finding, findings, followUps });
  const before = alreadyFiled([...findings, finding], finding.fingerprint) ?? asked?.ticket ?? null;
  if (before !== null) return { kind: 'filed-before', ...before };
  if (asked) return { kind: 'being-filed' };
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

export const folded = (title: string): string => title.toLowerCase().replace(/\s+/g, ' ').trim();

/** What a finding is called, and what its ticket is. */
export const titlesOf = ({ title, decided }: Finding): string[] => [
  title,
  ...(decided?.to === 'file' ? [decided.title] : []),
];

/** By its title, unless it was asked for in a thread of another file. */
const isTitled = ({ title, thread }: AskedFollowUp, finding: Finding): boolean =>
  titlesOf(finding).some((known) => folded(known) === folded(title)) &&
  (!thread || finding.path === null || thread.path === finding.path);

const isOfThread = ({ thread }: AskedFollowUp, { url }: Finding): boolean =>
  thread !== undefined && url === thread.url;

/**
 * The ticket that a person asked for and that is this finding's: by its thread, else by its title. Where that says as much
 * of another finding, it is nobody's.
 */
export const askedFor = (options: {
  finding: Finding;
  findings: readonly Finding[];
  followUps: readonly AskedFollowUp[];
}): AskedFollowUp | null => {
  const { finding, findings, followUps } = options;
  const others = findings.filter(({ id }) => id !== finding.id);
  const ownBy = (is: typeof isTitled): AskedFollowUp | undefined =>
    followUps.find(
      (asked) => !asked.refused && is(asked, finding) && !others.some((other) => is(asked, other)),
    );
  return ownBy(isOfThread) ?? ownBy(isTitled) ?? null;
};
