import type { Task, TasksFile } from '../openspec/tasks.ts';
import type { Evidence } from './evidence.ts';

export const allTasks = (file: TasksFile): Task[] => file.sections.flatMap((section) => section.tasks);

export const tasksOf = (file: TasksFile, sections: string[]): Task[] =>
  file.sections.filter((section) => sections.includes(section.number)).flatMap((section) => section.tasks);

/** Tasks of these sections that are not for a delegate, as a person reads them. From the base: nobody exempts himself. */
export const manualTasks = (evidence: Evidence): string[] => {
  const { base } = evidence.tasks;
  if (!base) return [];
  return tasksOf(base.parsed, evidence.assignment.sections)
    .filter((task) => task.manual)
    .map((task) => `${task.id} ${task.text}`);
};

const boxPattern = /^([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]*\[)[^\]]?(\])/;

/** The lines of tasks.md without what a tick or the line ends change. */
const linesWithoutTicks = (text: string): string[] =>
  text.split(/\r?\n/).map((line) => line.replace(boxPattern, '$1 $2').trimEnd());

export type LineComparison = { state: 'kept'; inserted: string[] } | { state: 'changed'; first: string };

/** Is every line of the base still there, in order? Then the rest was inserted. Blank lines do not count. */
export const compareLines = (base: string, head: string): LineComparison => {
  const expected = linesWithoutTicks(base).filter((line) => line !== '');
  const inserted: string[] = [];
  let at = 0;
  for (const line of linesWithoutTicks(head)) {
    if (line === expected[at]) at += 1;
    else if (line !== '') inserted.push(line);
  }
  const first = expected[at];
  return first === undefined ? { state: 'kept', inserted } : { state: 'changed', first };
};

/** Lines below the task at the head that were not there at the base. */
export const addedNotes = (base: Task, head: Task): string[] => {
  const before = base.detail.split('\n').map((line) => line.trim());
  return head.detail
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !before.includes(line));
};

const doing = '(?:executed|run|ran|done|implemented|performed|verified|tested|completed|started|applied)';
/** As a remark about the task, not as a word in its subject ("deferred values are loaded"). */
const remark = new RegExp(
  `^[\\s>*_+-]*(?:(?:note|notes|status|state|result|done)[*_]*:[*_\\s]*)?(?:deferred|not (?:yet )?${doing}|skipped|postponed)\\b` +
    `|[([](?:deferred|not (?:yet )?${doing}|skipped|postponed)\\b[^)\\]]*[)\\]]`,
  'i',
);
const anywhere = new RegExp(
  `(?:\\b(?:not|never)|n['’]t) (?:yet |been |actually |be ){0,3}${doing}\\b|\\b(?:deferred|postponed|left for (?:later|a follow-up|follow-up)|still to do|todo:)`,
  'i',
);

/** The line in which a task's own notes say that it was not done; what the delegate itself wrote is read more strictly. */
export const admission = (base: Task, head: Task): string | null => {
  const added = addedNotes(base, head);
  const found = added.find((line) => anywhere.test(line) || remark.test(line));
  return found ?? [head.text, ...head.detail.split('\n')].find((line) => remark.test(line))?.trim() ?? null;
};
