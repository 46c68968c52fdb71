import type { AssignmentOf, SupervisorAssignment, SupervisorPhaseName } from '../../contracts/assignment.ts';
import type { Diff } from '../planning/diff.ts';
import { chosenText, directionText } from './direction.ts';
import { bullets, ticketLine } from './markdown.ts';
import { notesOf } from './notes.ts';
import { reviewValues } from './review.ts';
import { roundValues, triageValues } from './rounds.ts';
import { saidText } from './said.ts';
import { fenced, fillTemplate, type Template } from './template.ts';
import { scopeText, treeText } from './tree.ts';

export interface PlanningInputs<A extends SupervisorAssignment = SupervisorAssignment> {
  assignment: A;
  template: Template;
  /** JSON Schema of the answer. */
  answerSchema: unknown;
  /** For `enhance`: text of tasks.md at the base, and the change's other documents. */
  tasks: string;
  documents: string[];
  /** For `propose`: the decision log's table. */
  decisions: string;
  /** For `review` and `rounds`: what the commit under review changes. */
  diff?: Diff;
}

/** Without these the agent is not told what to do, or not how to answer. */
const required: Record<SupervisorPhaseName, string[]> = {
  explore: ['said', 'earlier', 'notes', 'answerSchema'],
  grill: ['said', 'direction', 'scope', 'tree', 'notes', 'answerSchema'],
  propose: ['said', 'direction', 'decisions', 'change', 'ticketKey', 'notes', 'answerSchema'],
  enhance: ['tasks', 'branch', 'repository', 'notes', 'answerSchema'],
  prompt: ['said', 'notes', 'answerSchema'],
  review: ['recordedBase', 'tasks', 'diff', 'checks', 'requirements', 'answerSchema'],
  rounds: ['recordedBase', 'diff', 'earlier', 'decisions', 'answerSchema'],
  triage: ['recordedBase', 'findings', 'tasks', 'earlier', 'decisions', 'answerSchema'],
};

/** The whole of what the agent of a planning phase is told. Pure: byte-identical for identical inputs. */
export const buildPlanningPrompt = (inputs: PlanningInputs): string => {
  const { assignment, template, answerSchema } = inputs;
  const { ticket, repository, base, phase } = assignment;
  const common = {
    ticket: ticketLine(ticket),
    repository,
    base,
    notes: notesOf(assignment),
    answerSchema: JSON.stringify(answerSchema, null, 2),
  };
  return fillTemplate(template, { ...common, ...ownValues(inputs) }, required[phase]);
};

const noDiff: Diff = { files: [], patch: '', left: [] };

const ownValues = (inputs: PlanningInputs): Record<string, string> => {
  const { assignment } = inputs;
  switch (assignment.phase) {
    case 'explore':
      return exploreValues(assignment);
    case 'grill':
      return grillValues(assignment);
    case 'propose':
      return proposeValues(assignment, inputs.decisions);
    case 'enhance':
      return enhanceValues(assignment, inputs);
    case 'prompt':
      return { ticketUrl: assignment.ticket.url, said: saidText(assignment.inputs.said) };
    case 'review':
      return reviewValues(assignment, inputs.diff ?? noDiff);
    case 'rounds':
      return roundValues(assignment, inputs.diff ?? noDiff);
    case 'triage':
      return triageValues(assignment);
  }
};

const exploreValues = ({ ticket, inputs }: AssignmentOf<'explore'>): Record<string, string> => ({
  ticketUrl: ticket.url,
  said: saidText(inputs.said),
  earlier:
    inputs.earlier.length === 0
      ? 'None.'
      : [
          'None of these was taken. Do not offer them again under another name; what people said about them stands above.',
          ...inputs.earlier.map(directionText),
        ].join('\n\n'),
});

const grillValues = ({ ticket, inputs }: AssignmentOf<'grill'>): Record<string, string> => ({
  ticketUrl: ticket.url,
  said: saidText(inputs.said),
  direction: chosenText(inputs.direction),
  scope: scopeText(inputs),
  tree: treeText(inputs),
});

const proposeValues = (
  { ticket, inputs, codeBranch }: AssignmentOf<'propose'>,
  decisions: string,
): Record<string, string> => ({
  ticketKey: ticket.key,
  ticketUrl: ticket.url,
  branch: codeBranch,
  said: saidText(inputs.said),
  direction: chosenText(inputs.direction),
  decisions,
  change:
    inputs.change === null
      ? 'Make one folder `openspec/changes/<change>/`; `<change>` is two to five words in kebab-case that say what will be different, beginning with a verb (`gate-artifact-paths`), and not the name of a folder that is there.'
      : `Write into \`openspec/changes/${inputs.change}/\`, the folder that an earlier attempt chose.`,
});

const enhanceValues = (
  { inputs }: AssignmentOf<'enhance'>,
  { tasks, documents }: PlanningInputs,
): Record<string, string> => ({
  change: inputs.change,
  tasksPath: `openspec/changes/${inputs.change}/tasks.md`,
  branch: inputs.branch,
  tasks: fenced(tasks, 'markdown'),
  context: bullets(
    documents.map((path) => `\`${path}\``),
    'Nothing: the change has no other document.',
  ),
});
