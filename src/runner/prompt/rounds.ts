import type { AssignmentOf } from '../../contracts/assignment.ts';
import { leastConfidence } from '../../contracts/rounds/bot-review.ts';
import type { EarlierFinding, ReportedFinding } from '../../contracts/rounds/finding.ts';
import type { Diff } from '../planning/diff.ts';
import { diffText, filesText } from './diff-text.ts';
import { bullets, oneLine } from './markdown.ts';
import { fenced } from './template.ts';

const plain = (text: string): string => oneLine(text).replaceAll('`', '');

/** What the review bot is told beyond ticket, repository and contract. */
export const roundValues = (
  { recordedBase, inputs, notes }: AssignmentOf<'rounds'>,
  diff: Diff,
): Record<string, string> => ({
  recordedBase,
  pull: String(inputs.pull),
  round: String(inputs.round),
  leastConfidence: String(leastConfidence),
  files: filesText(diff),
  diff: diffText(diff, recordedBase),
  decisions: decisionsText(inputs.decisions),
  earlier: earlierText(inputs.earlier),
  notes: bullets(notes.map(oneLine), 'Nothing.'),
});

/** What the triage is told beyond ticket, repository and contract. */
export const triageValues = ({
  recordedBase,
  inputs,
  notes,
}: AssignmentOf<'triage'>): Record<string, string> => ({
  recordedBase,
  pull: String(inputs.pull),
  findings: inputs.findings.map(findingText).join('\n\n'),
  ...changeValues(inputs),
  decisions: decisionsText(inputs.decisions),
  earlier: earlierText(inputs.earlier),
  notes: bullets(notes.map(oneLine), 'Nothing.'),
});

const decisionsText = (decisions: { id: string; answer: string }[]): string =>
  bullets(
    decisions.map(({ id, answer }) => `\`${plain(id)}\`: ${oneLine(answer)}`),
    'Nothing is recorded.',
  );

const placeOf = ({ path, line }: Pick<ReportedFinding, 'path' | 'line'>): string => {
  if (path === null) return 'about the whole';
  return `at \`${plain(path)}${line === null ? '' : `:${line}`}\``;
};

const earlierText = (earlier: EarlierFinding[]): string =>
  bullets(
    earlier.map(
      (one) =>
        `${one.id}, round ${one.round}, ${one.severity}, ${placeOf(one)}: ${oneLine(one.title)} — answered: ${oneLine(one.said)}. Its code has ${one.codeChanged ? '' : 'not '}changed since.`,
    ),
    'None: this is the first round.',
  );

/** The words are a reviewer's: markup of nobody. */
const findingText = (finding: AssignmentOf<'triage'>['inputs']['findings'][number]): string =>
  [
    `**${finding.id}** — ${finding.severity}, ${placeOf(finding)}, found by \`${plain(finding.by)}\`${finding.demanded ? ', a person who demands it' : ''}:`,
    fenced([finding.title, finding.detail].filter(Boolean).join('\n\n'), 'text'),
  ].join('\n\n');

const changeValues = ({ change, tasks }: AssignmentOf<'triage'>['inputs']): Record<string, string> => {
  if (change !== null) {
    const folder = `openspec/changes/${plain(change)}`;
    return {
      tasks: `Its tasks stand in \`${folder}/tasks.md\`.`,
      documents: `Beside them: \`proposal.md\`, \`design.md\` where there is one, and the specs below \`${folder}/specs/\`. Read them: what an answer cites is looked up there.`,
    };
  }
  const told =
    tasks === undefined ? 'They were not handed on: judge by the ticket.' : fenced(tasks, 'markdown');
  return {
    tasks: `Its tasks, written from the ticket:\n\n${told}`,
    documents: 'There is no OpenSpec change.',
  };
};
