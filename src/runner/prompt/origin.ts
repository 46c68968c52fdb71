import type { DelegateAssignment } from '../../contracts/assignment.ts';
import { ownTasksPath } from '../../openspec/tasks-source.ts';
import type { Template } from './template.ts';

const inNoFile = {
  whose: 'of the tasks below',
  ticking: 'The tasks stand in no file, so there is no box to tick: do not write them into one',
};
const fromTicket =
  'Written from the ticket, and confirmed by a person; they stand in no file of the repository.';

/** What the change itself says still holds: a fix may do nothing that it forbids. */
const fromFindings = ({ fixUp, change }: DelegateAssignment): string =>
  [
    `Each answers a finding of round ${fixUp?.round} of the review of the pull request; they stand in no file of the repository.`,
    ...(change === null ? [] : [`What \`openspec/changes/${change}/\` says holds as well.`]),
  ].join(' ');

/** Where the tasks stand, and what is to be done there. `manual`: which of them are left to people. */
export const originValues = (
  assignment: DelegateAssignment,
  { template, manual }: { template: Template; manual: string },
): Record<string, string> => {
  const { change, recordedBase } = assignment;
  const path = ownTasksPath(assignment);
  const named = byOwnPrompts(template, {
    change: change ?? 'none',
    tasksPath: path ?? 'none',
    manualTasks: manual,
  });
  if (path === null)
    return {
      ...named,
      ...inNoFile,
      origin: assignment.fixUp ? fromFindings(assignment) : fromTicket,
      ticking: `${inNoFile.ticking}${manual}.`,
    };
  return {
    ...named,
    whose: `of the OpenSpec change \`${change}\``,
    origin: `Verbatim from \`${path}\` at commit \`${recordedBase}\`.`,
    ticking: `In \`${path}\` tick the box of each task you finished (\`- [ ]\` becomes \`- [x]\`)${manual}. Change nothing else in that file.`,
  };
};

/** Names that a repository's own prompt may use and ours does not. */
const byOwnPrompts = ({ text }: Template, values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => text.includes(`{{${name}}}`)));
