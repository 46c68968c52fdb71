import type { DelegateAssignment } from '../../contracts/assignment.ts';
import { sourceLines, statementsOf } from '../../openspec/named/statements.ts';
import type { Task, TasksFile } from '../../openspec/tasks.ts';
import { capText } from '../../text/sanitize.ts';
import type { VerificationPlan } from '../verify/plan.ts';
import { atMost, codeSpan } from './capped.ts';
import { oneLine } from './markdown.ts';

interface Planning {
  assignment: Pick<DelegateAssignment, 'sections' | 'codeBranch' | 'base'>;
  tasks: TasksFile;
  verification: VerificationPlan;
  ticketKey: string;
  /** What is to be done with the boxes. */
  ticking: string;
}

const mostTasks = 80;
const mostWords = 140;
const mostCommands = 30;

/** What to do in which order, with the exact commands. */
export const planText = (planning: Planning): string => {
  const { assignment, verification, ticketKey, ticking } = planning;
  const { codeBranch, base } = assignment;
  const { setup, commands } = verification;
  const message = `${ticketKey}: <what changed>`.replace(/["$`\\]/g, '');
  const steps = [
    'Read what is named under _Context_ and _Conventions_, then every file of the inventory that exists.',
    ...(setup.length === 0 ? [] : [`Run the setup, once:\n${commandsText(setup)}`]),
    `Do the tasks in order; where one asks for tests, write them first and see them fail.\n${tasksText(planning)}`,
    ticking,
    commands.length === 0
      ? 'Check your work by hand: no command is declared.'
      : `Run every command of the verification, in this order, from the root of the checkout:\n${commandsText(commands)}`,
    `See that nothing else changed (\`git status --short\`), then commit on the branch you are on, ${codeSpan(codeBranch)}: \`git add -- <the files you changed>\` and \`git commit -m "${message}"\`.`,
    `List what differs for the answer: \`git diff --name-only ${base} HEAD\`. Write the answer file.`,
  ];
  return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
};

const nested = (lines: string[]): string => lines.map((line) => `   - ${line}`).join('\n');

/** One of several lines stands under _Verification_ alone: no list can hold it as it is. */
const commandsText = (commands: string[]): string => {
  const shown = commands.map((command) =>
    command.includes('\n') ? 'the one of several lines under _Verification_' : codeSpan(command),
  );
  return nested(atMost(shown, mostCommands, 'commands'));
};

const tasksText = (planning: Planning): string => {
  const { assignment, tasks } = planning;
  const source = sourceLines(tasks.source);
  const lines = tasks.sections
    .filter(({ number }) => assignment.sections.includes(number))
    .flatMap((section) => section.tasks)
    .map((task) => taskLine(task, { ...planning, source }));
  return nested(atMost(lines, mostTasks, 'tasks'));
};

const taskLine = (task: Task, { source, verification }: Planning & { source: string[] }): string => {
  const [first] = statementsOf(task, source);
  // Cut in the middle of a code span, a sentence would open one: without its marks it opens nothing.
  const words = oneLine(first?.text ?? task.text).replace(/[`*_<>[\]]/g, '');
  const what = `${task.id} ${capText(words, mostWords)}`;
  if (task.manual) return `${what}: for a person, leave it and its box alone`;
  const own = verification.commands.filter((command) => (task.validation ?? '').includes(`\`${command}\``));
  return own.length === 0 ? what : `${what}; then ${own.map(codeSpan).join(', ')}`;
};
