import type { AssignmentOf } from '../../contracts/assignment.ts';
import { questionsOf } from '../../openspec/judged.ts';
import type { Diff } from '../planning/diff.ts';
import { diffText, filesText } from './diff-text.ts';
import { bullets, oneLine } from './markdown.ts';
import { fenced } from './template.ts';

type Review = AssignmentOf<'review'>;

/** Of one check's evidence; the checks themselves are told whole. */
const mostLines = 20;
const lineCharacters = 500;

/** What a judge is told beyond ticket, repository and contract. */
export const reviewValues = (assignment: Review, diff: Diff): Record<string, string> => {
  const { ticket, recordedBase, inputs } = assignment;
  return {
    ticketUrl: ticket.url,
    notes: bullets(assignment.notes.map(oneLine), 'Nothing.'),
    recordedBase,
    delegation: String(inputs.delegation),
    attempt: String(inputs.of),
    author: authorOf(inputs),
    tasks: tasksText(inputs),
    files: filesText(diff),
    diff: diffText(diff, recordedBase),
    checks: checksText(inputs),
    answer: answerText(inputs),
    requirements: requirementsText(inputs),
  };
};

const plain = (text: string): string => oneLine(text).replaceAll('`', '');

const authorOf = ({ pushedBy }: Review['inputs']): string =>
  pushedBy === null
    ? 'a delegate: an agent that was given the tasks and nothing else'
    : `\`${plain(pushedBy)}\`, a person who repaired what a delegate had brought`;

const tasksText = ({ change, tasks, sections }: Review['inputs']): string => {
  const phrase = sections.length === 1 ? `section ${sections.join()}` : `sections ${sections.join(', ')}`;
  if (change !== null)
    return [
      `The tasks of ${phrase} in \`openspec/changes/${plain(change)}/tasks.md\`. They stand there verbatim, and beside them the change's`,
      'proposal, design and specs. The other sections are not part of this: what they bring is not missing yet.',
    ].join('\n');
  const text =
    tasks === undefined ? 'They were not handed on: judge by the ticket.' : fenced(tasks, 'markdown');
  return `The tasks of ${phrase}, written from the ticket; there is no OpenSpec change.\n\n${text}`;
};

const checksText = ({ checks, pushedBy }: Review['inputs']): string => {
  if (checks.length === 0)
    return pushedBy === null
      ? 'None were handed on.'
      : 'They are computed once these commits are verified: judge without them.';
  const told = checks.map(({ id, verdict, evidence }) =>
    [
      `${id}: ${verdict}`,
      ...evidence.slice(0, mostLines).map((line) => `  ${oneLine(line).slice(0, lineCharacters)}`),
    ].join('\n'),
  );
  return fenced(told.join('\n'), 'text');
};

const answerText = ({ answer, pushedBy }: Review['inputs']): string => {
  if (answer !== null) return fenced(answer, 'text');
  return pushedBy === null ? 'It said nothing.' : 'A person made these commits and was asked for no summary.';
};

/** Names are quoted as JSON: in an answer they have to be the very same. */
const requirementsText = ({ requirements, change }: Review['inputs']): string => {
  if (requirements.length === 0)
    return `${change === null ? 'There is no change' : 'The change has no specs'}, so there is nothing to answer: \`requirements\` is \`[]\`.`;
  const questions = questionsOf(requirements);
  return [
    `${questions.length} answers, one for each of these and none besides; \`null\` stands for the requirement's own text:`,
    fenced(questions.map((question) => JSON.stringify(question)).join('\n'), 'json'),
  ].join('\n\n');
};
