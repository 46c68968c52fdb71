import { type Answered, answerFinding, isAnswered, mayAcknowledge } from './answers.ts';
import { isDocumentationOnly } from './documentation.ts';
import { reopened } from './lifecycle.ts';
import { type PriorityTable, priorityOf } from './priority.ts';
import type { Decided, Finding, Priority } from './round.ts';

/** `/triage F2 fix|ack <why>|file [priority]`, read. `why` is empty where nothing was said. */
export type Correction = { finding: string } & (
  | { to: 'fix'; why: string }
  | { to: 'acknowledge'; why: string }
  | { to: 'file'; priority: Priority | null; why: string }
);

/**
 * A person decides what becomes of a finding, whatever was proposed. Refused, with a sentence, when nobody knows it, when
 * its answer is a commit or a ticket, or when it is somebody else's demand that is to be acknowledged. An acknowledged
 * one needs its answer again.
 */
export const correctTriage = (options: {
  findings: readonly Finding[];
  correction: Correction;
  /** Name of the person. */
  by: string;
  /** Login of the person on GitHub; null where nobody knows it. */
  login: string | null;
  table: PriorityTable;
}): Answered => {
  const { findings, correction, login, table } = options;
  const by = login ?? options.by;
  const id = correction.finding.trim().toUpperCase();
  const finding = findings.find((one) => one.id === id);
  if (finding === undefined) return { ok: false, why: unknown(id, findings) };
  const why = executed(finding) ?? refusal(finding, correction, login);
  if (why !== null) return { ok: false, why };
  const decided = decidedBy({ finding, correction, by, table });
  const { fixRejected: _said, ...open } = isAnswered(finding) ? reopened(finding) : finding;
  return reworded(finding, { ...open, decided }) ?? { ok: true, finding: { ...open, decided } };
};

/** The sentence in the code is there: better words for it make no second one. */
const reworded = ({ answer }: Finding, open: Finding): Answered | null => {
  const { decided } = open;
  if (decided?.to !== 'acknowledge' || answer?.kind !== 'acknowledged' || answer.sha === null) return null;
  return answerFinding(open, { ...answer, reason: decided.reason, cites: null });
};

const unknown = (id: string, findings: readonly Finding[]): string => {
  const named = /^F[1-9]\d{0,3}$/.test(id) ? id : 'That';
  if (findings.length === 0) return `${named} is no finding: no review has found any yet.`;
  const ids = findings.map((finding) => finding.id);
  const shown = ids.length > 12 ? `${ids[0]} to ${ids.at(-1)}` : ids.join(', ');
  return `${named} is no finding of this pull request. There ${ids.length === 1 ? 'is' : 'are'} ${shown}.`;
};

/** What has been done is not undone by a word. */
const executed = (finding: Finding): string | null => {
  const { id, answer } = finding;
  if (!isAnswered(finding) || answer === null) return null;
  if (answer.kind === 'fixed')
    return `${id} is fixed in ${answer.sha.slice(0, 7)}. If it is not, say so in a review: it is raised again.`;
  if (answer.kind === 'filed') return `${id} is filed as ${answer.key}. Change that ticket, or close it.`;
  return null;
};

const refusal = (finding: Finding, correction: Correction, login: string | null): string | null => {
  const { id } = finding;
  const said = correction.why.trim() !== '';
  if (correction.to === 'acknowledge') {
    if (!mayAcknowledge(finding, login)) return notYours(finding);
    return said ? null : `Say why: \`/triage ${id} ack <why>\`.`;
  }
  if (correction.to === 'file' && correction.priority === 'none' && !said)
    return `Say why ${id} can wait for ever, or give it a priority: \`/triage ${id} file low\`.`;
  return null;
};

/** Who asked takes it back on GitHub, where nobody else can speak for them. */
const notYours = ({ id, by, thread }: Finding): string => {
  const ending = thread ? 'resolving the conversation' : 'approving';
  return `${id} is what @${by} asks for: \`/triage ${id} fix\` or \`/triage ${id} file\`. Only @${by} takes it back, on GitHub: by ${ending}, or with \`/triage ${id} ack <why>\`.`;
};

const decidedBy = (options: {
  finding: Finding;
  correction: Correction;
  by: string;
  table: PriorityTable;
}): Decided => {
  const { finding, correction, by, table } = options;
  const said = correction.why.trim();
  const reason = said === '' ? `@${by} decided it.` : said;
  switch (correction.to) {
    case 'fix':
      return { to: 'fix', reason, ...fixOf(finding), by };
    case 'acknowledge':
      return { to: 'acknowledge', reason, cites: null, rationale: rationaleOf(finding), by };
    case 'file':
      return {
        to: 'file',
        reason,
        cites: null,
        ...ticketOf(finding),
        priority: correction.priority ?? usualPriority(finding, table),
        by,
      };
  }
};

/** What the triage thought of stays. Otherwise it counts as one that changes what the program does. */
const fixOf = ({ decided, title, detail, path }: Finding): { task: string; behavioural: boolean } => {
  if (decided?.to === 'fix') return { task: decided.task, behavioural: decided.behavioural };
  const task = detail.trim() === '' ? title : `${title}\n\n${detail}`;
  return { task, behavioural: path === null || !isDocumentationOnly([path]) };
};

const rationaleOf = ({ decided }: Finding): string | null =>
  decided?.to === 'acknowledge' ? decided.rationale : null;

const ticketOf = ({ decided, title }: Finding): { title: string; blocks: string | null } =>
  decided?.to === 'file' ? { title: decided.title, blocks: decided.blocks } : { title, blocks: null };

const usualPriority = (finding: Finding, table: PriorityTable): Priority =>
  priorityOf(
    { severity: finding.severity, blocking: ticketOf(finding).blocks !== null, deferrable: null },
    table,
  );
