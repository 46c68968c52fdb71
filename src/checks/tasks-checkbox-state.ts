import type { Task } from '../openspec/tasks.ts';
import { ownTasksPath } from '../openspec/tasks-source.ts';
import { type Check, type CheckVerdict, listed, plural, verdictOf } from './check.ts';
import type { Evidence, TasksEvidence } from './evidence.ts';
import { addedNotes, admission, allTasks, compareLines, manualTasks } from './tasks.ts';
import { checkTitles } from './titles.ts';

interface Pair {
  base: Task;
  head: Task;
  own: boolean;
}

/** Null when tasks were added, removed or renumbered, so that there is nothing to pair. */
const pairTasks = (base: Task[], head: Task[], sections: string[]): Pair[] | null => {
  if (base.length !== head.length) return null;
  const pairs: Pair[] = [];
  for (const [index, task] of base.entries()) {
    const other = head[index];
    if (!other || other.id !== task.id || other.section !== task.section) return null;
    pairs.push({ base: task, head: other, own: sections.includes(task.section) });
  }
  return pairs;
};

const tickProblems = (pair: Pair): string[] => {
  const { base, head, own } = pair;
  if (!own) {
    if (base.ticked === head.ticked) return [];
    return [`Task ${base.id} of another section was ${head.ticked ? 'ticked' : 'unticked'}: put it back.`];
  }
  if (base.manual) return [];
  if (!head.ticked) return [`Task ${base.id} is not ticked: do it and tick it, or answer BLOCKED.`];
  const line = admission(base, head);
  return line === null ? [] : [`Task ${base.id} is ticked, but its own notes say: ${line}`];
};

const textProblems = (pairs: Pair[], base: TasksEvidence, head: TasksEvidence): string[] => {
  const rewritten = pairs.filter((pair) => pair.base.text !== pair.head.text).map((pair) => pair.base.id);
  if (rewritten.length > 0)
    return [`The text of ${listed(rewritten)} was changed: only ticks and notes may change.`];
  const lines = compareLines(base.text, head.text);
  if (lines.state === 'changed') return [`A line of tasks.md was changed or removed: ${lines.first.trim()}`];
  const noted = pairs.filter((pair) => pair.own).flatMap((pair) => addedNotes(pair.base, pair.head));
  const strange = lines.inserted.filter((line) => !noted.includes(line.trim()));
  return strange.length > 0 ? [`Text was added outside these tasks: ${strange[0]?.trim() ?? ''}`] : [];
};

const compare = (evidence: Evidence, base: TasksEvidence, head: TasksEvidence): CheckVerdict => {
  const { sections } = evidence.assignment;
  const known = base.parsed.sections.map((section) => section.number);
  const unknown = sections.filter((section) => !known.includes(section));
  if (unknown.length > 0)
    return verdictOf([`tasks.md has no section ${unknown.join(', ')} at the base.`], []);
  const pairs = pairTasks(allTasks(base.parsed), allTasks(head.parsed), sections);
  if (!pairs)
    return verdictOf(['Tasks were added, removed or renumbered: only ticks and notes may change.'], []);

  const exempt = manualTasks(evidence).map((task) => `Exempt, for a person: ${task}`);
  const problems = [...pairs.flatMap(tickProblems), ...textProblems(pairs, base, head)];
  const due = pairs.filter((pair) => pair.own && !pair.base.manual).length;
  if (due === 0 && problems.length === 0) {
    return { verdict: 'n/a', evidence: ['These sections have no task for a delegate.', ...exempt] };
  }
  return verdictOf(problems, [`${plural(due, 'task')} of these sections compared.`, ...exempt]);
};

/** Tasks that were authored from the ticket stand in no file of the repository. */
const withoutFile = (evidence: Evidence): CheckVerdict => ({
  verdict: 'n/a',
  evidence: [
    `The tasks were written from ${evidence.assignment.fixUp ? 'findings' : 'the ticket'} and stand in no tasks.md: there is no box to tick.`,
    ...manualTasks(evidence).map((task) => `For a person: ${task}`),
  ],
});

export const tasksCheckboxState: Check = {
  id: 'tasks-checkbox-state',
  title: checkTitles['tasks-checkbox-state'],
  run: (evidence) => {
    const { base, head } = evidence.tasks;
    const path = ownTasksPath(evidence.assignment);
    if (path === null) return withoutFile(evidence);
    if (!base) return verdictOf([`\`${path}\` is not there at the base.`], []);
    if (!head) return verdictOf([`\`${path}\` was removed: put it back.`], []);
    return compare(evidence, base, head);
  },
};
