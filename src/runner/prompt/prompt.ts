import type { DelegateAssignment } from '../../contracts/assignment.ts';
import { namedPaths } from '../../openspec/named-paths.ts';
import { sectionText, type Task, type TasksFile } from '../../openspec/tasks.ts';
import type { VerificationPlan } from '../verify/plan.ts';
import { forbiddingSentences } from './guardrails.ts';
import { type InventoryEntry, lookUp } from './inventory.ts';
import { bullets, ticketLine } from './markdown.ts';
import { notesOf } from './notes.ts';
import { fenced, fillTemplate, type Template } from './template.ts';

export interface PromptInputs {
  assignment: DelegateAssignment;
  template: Template;
  tasks: TasksFile;
  /** Markdown of the change that may forbid things: its design and specs. */
  rules: string[];
  /** Every path of the base commit. */
  files: string[];
  verification: VerificationPlan;
  answerSchema: unknown;
}

/** The whole of what a delegate is told. Pure: byte-identical for identical inputs. */
export const buildPrompt = (inputs: PromptInputs): string => {
  const { assignment, tasks } = inputs;
  const text = sectionText(tasks, assignment.sections);
  const folder = `openspec/changes/${assignment.change}`;
  const values = {
    ticket: ticketLine(assignment.ticket),
    ticketKey: assignment.ticket.key,
    change: assignment.change,
    base: assignment.base,
    branch: assignment.codeBranch,
    tasksPath: `${folder}/tasks.md`,
    sectionsPhrase: `section${assignment.sections.length === 1 ? '' : 's'} ${assignment.sections.join(', ')}`,
    tasks: fenced(text, 'markdown'),
    context: contextOf(inputs, folder),
    inventory: inventoryOf(text, inputs.files),
    manualTasks: manualNote(inputs),
    verification: verificationOf(inputs.verification),
    answerSchema: JSON.stringify(inputs.answerSchema, null, 2),
    guardrails: guardrailsOf(inputs, text),
    notes: notesOf(assignment),
  };
  return fillTemplate(inputs.template, values, required);
};

const required = ['ticketKey', 'tasks', 'guardrails', 'verification', 'answerSchema', 'notes'];

const contextOf = ({ assignment, files }: PromptInputs, folder: string): string => {
  const documents = files
    .filter((file) => file.startsWith(`${folder}/`) && file.endsWith('.md') && !file.endsWith('/tasks.md'))
    .sort();
  return bullets([...documents.map((file) => `\`${file}\``), `Ticket: ${assignment.ticket.url}`], 'None.');
};

const found: Record<InventoryEntry['found'], string> = {
  exists: 'exists',
  missing: 'missing, to be created',
  pattern: 'a pattern, not a file',
};

const inventoryOf = (text: string, files: string[]): string =>
  bullets(
    lookUp(namedPaths(text), files).map((entry) => `\`${entry.path}\`: ${found[entry.found]}`),
    'The tasks name no file.',
  );

const manualNote = ({ assignment, tasks }: PromptInputs): string => {
  const manual = tasks.sections
    .filter((section) => assignment.sections.includes(section.number))
    .flatMap((section) => section.tasks)
    .filter((task: Task) => task.manual)
    .map((task) => task.id);
  return manual.length === 0
    ? ''
    : `, but leave ${manual.join(', ')} to people: do not do or tick ${manual.length === 1 ? 'it' : 'them'}`;
};

const verificationOf = (plan: VerificationPlan): string => {
  const commands = [...plan.setup, ...plan.commands];
  return commands.length === 0
    ? 'No command is declared. Say in `notes` how you checked your work.'
    : fenced(commands.join('\n'), 'sh');
};

const guardrailsOf = ({ assignment, rules }: PromptInputs, text: string): string => {
  const own = [text, ...rules].flatMap(forbiddingSentences);
  const paths = assignment.protectedPaths.map((path) => `\`${path}\``).join(', ');
  return bullets(
    [
      'Change only files the tasks name, files beside them with the same stem (their tests), and the boxes of your tasks.',
      `Do not touch protected paths: \`.github/\`, dot-directories, \`CODEOWNERS\`, agent instruction files, \`.gitmodules\`${paths === '' ? '' : `, ${paths}`}.`,
      'Stay on the branch; do not rewrite, rebase or amend commits that were there before; do not push.',
      'Do not remove, skip or empty tests.',
      ...new Set(own),
    ],
    '',
  );
};
