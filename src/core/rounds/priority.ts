import type { Severity } from '../../contracts/rounds/finding.ts';
import { type Priority, priorities } from './round.ts';

/** Severity → priority of the follow-up, as configured. `note` is as `low` where it is left out. */
export interface PriorityTable {
  high: Priority;
  medium: Priority;
  low: Priority;
  note?: Priority;
  /** Of a finding that blocks later work, unless its severity says more. */
  blocking: Priority;
}

export const defaultPriorities: PriorityTable = {
  high: 'medium',
  medium: 'low',
  low: 'low',
  blocking: 'high',
};

/** Severities of findings that may wait for ever, with a reason. */
export const mayWait = (severity: Severity): boolean => severity === 'low' || severity === 'note';

const moreUrgent = (one: Priority, other: Priority): Priority =>
  priorities.indexOf(one) <= priorities.indexOf(other) ? one : other;

/**
 * Priority of a follow-up. `none` only for a low finding or a note that has a recorded reason why it can wait: a table
 * alone gives no ticket none.
 */
export const priorityOf = (
  finding: { severity: Severity; blocking: boolean; deferrable: string | null },
  table: PriorityTable,
): Priority => {
  const { severity, blocking, deferrable } = finding;
  const bySeverity = severity === 'note' ? (table.note ?? table.low) : table[severity];
  if (blocking) return given(moreUrgent(bySeverity, table.blocking));
  return mayWait(severity) && (deferrable ?? '').trim() !== '' ? 'none' : given(bySeverity);
};

const given = (priority: Priority): Priority => (priority === 'none' ? 'low' : priority);
