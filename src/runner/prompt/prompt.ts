import type { DelegateAssignment } from '../../contracts/assignment.ts';
import type { Claim } from '../../contracts/claims.ts';
import { sectionText, type Task, type TasksFile } from '../../openspec/tasks.ts';
import { ownTasksPath } from '../../openspec/tasks-source.ts';
import type { VerificationPlan } from '../verify/plan.ts';
import { atMost, byText, codeSpan } from './capped.ts';
import { claimsNotes } from './claims-notes.ts';
import { mostGeneralFirst } from './conventions/files.ts';
import type { Convention } from './conventions/read.ts';
import { conventionsText } from './conventions/text.ts';
import { guardrailsText } from './guardrails.ts';
import { type BaseLook, inventoryText, pathsOf } from './inventory/inventory.ts';
import { judgedByText } from './judged-by.ts';
import { bullets, ticketLine } from './markdown.ts';
import { notesOf } from './notes.ts';
import { originValues } from './origin.ts';
import { planText } from './plan.ts';
import { fenced, fillTemplate, type Template } from './template.ts';
import { verificationText } from './verification.ts';

export interface PromptInputs {
  assignment: DelegateAssignment;
  template: Template;
  /** At the recorded base. */
  tasks: TasksFile;
  /** What the tasks name, as it was found at the recorded base. */
  claims: Claim[];
  /** Markdown of the change that may forbid things: its design and specs. */
  rules: { path: string; text: string }[];
  /** What is there at the attempt's own base. */
  look: BaseLook;
  conventions: Convention[];
  verification: VerificationPlan;
  answerSchema: unknown;
}

/** The whole of what a delegate is told. Pure: byte-identical for identical inputs, in whatever order they were read. */
export const buildPrompt = (given: PromptInputs): string => {
  const inputs = inOrder(given);
  const { assignment, verification, template } = inputs;
  const { ticketKey, ticking, ...origin } = namesOf(inputs);
  const text = sectionText(inputs.tasks, assignment.sections);
  const values = {
    ...origin,
    ticketKey,
    ticket: ticketLine(assignment.ticket),
    base: assignment.base,
    sectionsPhrase: sectionsPhrase(assignment.sections),
    tasks: tasksText(inputs, text),
    context: contextOf(inputs),
    inventory: inventoryText(pathsOf(text), inputs),
    plan: planText({ ...inputs, ticketKey, ticking }),
    verification: verificationText(verification, assignment.limits.verifySeconds),
    answerSchema: JSON.stringify(inputs.answerSchema, null, 2),
    guardrails: guardrailsText({
      ...{ assignment, text, named: pathsOf(text), tasksPath: ownTasksPath(assignment) },
      rules: inputs.rules.map((rule) => rule.text),
    }),
    judgedBy: judgedByText(),
    conventions: conventionsText(inputs.conventions),
    notes: notesOf(assignment),
  };
  return fillTemplate(template, values, required);
};

const required = ['ticketKey', 'tasks', 'guardrails', 'verification', 'answerSchema', 'notes'];

/** Sections of the tasks count by their number, files by their path: not as somebody happened to list them. */
const inOrder = (inputs: PromptInputs): PromptInputs => {
  const { assignment, claims, rules, conventions } = inputs;
  return {
    ...inputs,
    assignment: {
      ...assignment,
      sections: [...assignment.sections].sort((one, other) => Number(one) - Number(other)),
      protectedPaths: [...assignment.protectedPaths].sort(byText),
      ...(assignment.guarded ? { guarded: [...assignment.guarded].sort(byText) } : {}),
    },
    claims: [...claims].sort(
      (one, other) =>
        one.source.line - other.source.line || byText(JSON.stringify(one), JSON.stringify(other)),
    ),
    rules: [...rules].sort((one, other) => byText(one.path, other.path)),
    conventions: mostGeneralFirst(conventions.map(({ path }) => path)).flatMap((path) =>
      conventions.filter((convention) => convention.path === path),
    ),
  };
};

const namesOf = (inputs: PromptInputs) => {
  const { assignment, template } = inputs;
  const { ticking = '', ...origin } = originValues(assignment, { template, manual: manualNote(inputs) });
  return { ...origin, ticking, ticketKey: assignment.ticket.key };
};

const sectionsPhrase = (sections: string[]): string =>
  `section${sections.length === 1 ? '' : 's'} ${sections.join(', ')}`;

/** Verbatim, and what was found of it beside, in whatever place a repository's own prompt gives them. */
const tasksText = ({ assignment, claims }: PromptInputs, text: string): string =>
  [
    fenced(text, 'markdown'),
    claimsNotes({
      claims,
      base: assignment.recordedBase,
      confirmedBy: assignment.claims?.override.by ?? null,
    }),
  ].join('\n\n');

const mostDocuments = 40;

const contextOf = ({ assignment, look }: PromptInputs): string => {
  const folder = assignment.change === null ? null : `openspec/changes/${assignment.change}/`;
  const documents = look.files
    .filter((file) => folder !== null && file.startsWith(folder))
    .filter((file) => file.endsWith('.md') && !file.endsWith('/tasks.md'))
    .sort(byText)
    .map(codeSpan);
  return bullets([...atMost(documents, mostDocuments, 'documents'), `Ticket: ${assignment.ticket.url}`], '');
};

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
