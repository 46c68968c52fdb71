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
/** "Deferred values are covered" tells of values; "deferred until fixtures are there" and "skipped tests are slow" of the task. */
const asAdjective =
  '(?! (?!(?:the|this|that|it|all|these|those|as|because|since|until|till|for|to|by|per|when|while|if|in|on|at|and|but|so|work|items?|tasks?|parts?|steps?|rest|tests?|cases?|verification|implementation)\\b)[\\w`-]+ (?:is|are|stays?|remains?|gets?|was|were)\\b)';
/** As a remark about the task, not as a word in its subject ("deferred values are loaded"). */
/** Marks of a list, and signs such as ⏭️ or ❌. */
const lead = '^[^\\p{L}\\p{N}`"\'([]{0,20}';
/** "(deferred rows come last)": a remark is about the task, or about its tests. */
const asSubject =
  '(?! (?!(?:tests?|cases|items|tasks|parts|steps|checks|specs|as|this|thus|docs)\\b)[\\w-]{2,40}s (?!(?:to|until|till|for|in|by|as|and)\\b)\\w)';
const remark = new RegExp(
  `${lead}(?:(?:note|notes|status|state|result|done)[*_]*:[*_\\s]*)?(?:deferred|not (?:yet )?${doing}|skipped|postponed)\\b${asAdjective}` +
    `|[([](?:not (?:yet )?${doing}\\b|(?:deferred|skipped|postponed)\\b${asSubject})[^)\\]]*[)\\]]`,
  'iu',
);
const anywhere = new RegExp(
  [
    `(?:\\b(?:not|never)|n['’]t) (?:yet |been |actually |be ){0,3}${doing}\\b`,
    // "the deferred queue" is what the code works on
    '\\b(?<!\\b(?:the|a|an|of|all|any|each|every|no|for|with|both|and|or|in|on|from|when|as) )(?:deferred|postponed)\\b(?! (?:queues?|values?|calls?|jobs?|tasks?|imports?|loading|promises?)\\b)',
    '\\b(?:left for (?:later|a follow-up|follow-up)|still to do|todo:)',
    `\\b(?:partially|partly|half|only partially|mostly) ${doing}\\b|\\bstill (?:missing|to be (?:done|implemented|written))\\b`,
    `${lead}(?:(?:note|status)[*_]*:[*_\\s]*)?(?:(?:tbd|wip|partial)(?= implementation|[\\s]*[:;,.—–-]|\\W*$)|todo\\b(?! (?:list|item|app|entr))|blocked (?:by|on)\\b|left out:|(?:pending|incomplete|blocked|unfinished)[*_]{0,2}(?=[\\s]*(?:[:;,.—–]|-\\s|$)))`,
    `${lead}(?:left as (?:an? )?(?:todo|exercise)|not (?:possible|feasible|doable)\\b(?! to\\b)|out of scope\\b(?=\\W*$| (?:for|of) (?:this|the|my)|[,:;.—–]))`,
    '\\bwill be (?:done|added|implemented|covered|written|finished|completed) (?:once|when|later|after|in (?:a|the|another)|as soon)',
    '\\b(?:still )?needs? to be (?:done|implemented|written|finished|completed|covered)\\b(?: (?:by|in|once|when|later|still)\\b|\\W*$)',
    `\\b(?:i|we) did(?: not|n['’]t) (?:write|add|implement|do|run|finish|complete|cover) (?:this|these|that|those|it|them|any tests|the tests)\\b`,
    '\\bno tests? (?:were |was |are |is |have been )?(?:written|added) ?(?:yet|so far|here)?\\W*$',
    `\\bcould(?: not|n['’]t) (?:be (?:done|finished|completed|verified|tested|run)|get (?:this|it|that)|make (?:this|it|that)|(?:implement|finish|complete|verify|run|test) (?:the|this|it|that|them|all))\\b|\\bdid(?: not|n['’]t) (?:manage|get to|have time|get around)\\b|\\bnot (?:yet )?(?:wired|hooked|finished)(?: up)?(?: yet)?\\b`,
    '\\bran out of (?:time|context|tokens|budget)\\b',
    '\\bonly (?:the |a )?(?:skeleton|stubs?|scaffold(?:ing)?)\\b(?! (?:that|which))|\\b(?:stub|placeholder)(?:bed)? (?:only|for now)\\b',
    '\\bin (?:a|the|another) (?:later|follow-?up|separate|future|next) (?:pr|pull request|change|commit|iteration|task|ticket|delegation)\\b',
  ].join('|'),
  'iu',
);

/** The line in which a task's own notes say that it was not done; what the delegate itself wrote is read more strictly. */
export const admission = (base: Task, head: Task): string | null => {
  const added = addedNotes(base, head);
  const found = added.find((line) => anywhere.test(line) || remark.test(line));
  return found ?? [head.text, ...head.detail.split('\n')].find((line) => remark.test(line))?.trim() ?? null;
};
