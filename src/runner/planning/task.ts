import type { SupervisorAssignment } from '../../contracts/assignment.ts';
import { decisionLog } from '../../openspec/decisions.ts';
import { planningPhases } from '../../phases/registry.ts';
import { schemaOf } from '../agent/lay-out.ts';
import type { Task } from '../agent/task.ts';
import { filesAt, textAt } from '../at-commit.ts';
import { buildPlanningPrompt } from '../prompt/planning.ts';
import { fenced, type Template } from '../prompt/template.ts';
import { RunRefused } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import { type Diff, readDiff } from './diff.ts';
import { tasksPath } from './enhanced.ts';
import { type Reviewing, reviewPlan } from './review.ts';

/** What a planning or reviewing assignment asks of its agent. */
export const planningTask = async (reviewing: Reviewing, template: Template): Promise<Task> => {
  const { assignment, place } = reviewing;
  const { access, turns, schema } = planningPhases[assignment.phase];
  const { tasks, documents } = await readChange(place, assignment);
  const prompt = buildPlanningPrompt({
    assignment,
    template,
    answerSchema: schemaOf(schema),
    tasks,
    documents,
    decisions:
      assignment.phase === 'propose' ? fenced(decisionLog(assignment.inputs.decisions), 'markdown') : '',
    ...(await readReviewed(place, assignment)),
  });
  return { access, turns, prompt, schema, plan: null, review: (came) => reviewPlan(reviewing, came) };
};

const folderName = /^[a-z0-9][a-z0-9._-]*$/i;

/** What `review` and `rounds` are about. */
const readReviewed = async (
  place: GitPlace,
  { phase, recordedBase, base }: SupervisorAssignment,
): Promise<{ diff?: Diff }> =>
  phase === 'review' || phase === 'rounds'
    ? { diff: await readDiff(place, { base: recordedBase, head: base }) }
    : {};

/** What `enhance` is about; nothing for the phases before there is a change. */
const readChange = async (
  place: GitPlace,
  assignment: SupervisorAssignment,
): Promise<{ tasks: string; documents: string[] }> => {
  if (assignment.phase !== 'enhance') return { tasks: '', documents: [] };
  const { base, inputs } = assignment;
  const { change } = inputs;
  if (!folderName.test(change)) throw new RunRefused(`\`${change.slice(0, 80)}\` is no name of a change.`);
  const path = tasksPath(change);
  const tasks = await textAt(place, base, path);
  if (tasks === null) throw new RunRefused(`${path} is not at ${base}: push the change, then /retry.`);
  const folder = `openspec/changes/${change}/`;
  const files = await filesAt(place, base);
  return {
    tasks,
    documents: files.filter((file) => file.startsWith(folder) && file.endsWith('.md') && file !== path),
  };
};
