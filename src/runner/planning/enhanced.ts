import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AssignmentOf } from '../../contracts/assignment.ts';
import type { Enhancement } from '../../contracts/planning/enhance.ts';
import { enhance } from '../../openspec/enhance.ts';
import type { Taken } from '../agent/take.ts';
import type { Task } from '../agent/task.ts';
import { textAt } from '../at-commit.ts';
import { runnerIdentity } from '../base.ts';
import { type GitPlace, runGit, runGitLine } from '../run-git.ts';
import { scanCommits } from '../secrets/commits.ts';
import type { Reviewing } from './review.ts';

type Reviewed = Awaited<ReturnType<Task['review']>>;

const nothing = (more: Partial<Taken> = {}): Taken => ({ head: null, withheld: null, remarks: [], ...more });

/** Writes the enhancement into tasks.md of the base, in our repository, as the one commit that comes back. */
export const enhanced = async (
  reviewing: Reviewing & { assignment: AssignmentOf<'enhance'> },
  enhancement: Enhancement,
): Promise<Reviewed> => {
  const { assignment, place, known, openspec } = reviewing;
  const { base, inputs } = assignment;
  const path = tasksPath(inputs.change);
  const before = (await textAt(place, base, path)) ?? '';
  const after = withBlocks(before, enhancement, { ticket: assignment.ticket.key, change: inputs.change });
  if (after === null)
    return {
      problems: [`The blocks cannot be written into ${path} without changing other lines of it.`],
      taken: nothing(),
    };
  if (after === before)
    return {
      problems: [],
      taken: nothing({ remarks: [`${path} has all of it already: nothing was added.`] }),
    };
  const head = await commitText(place, { assignment, path, text: after });
  const withheld = await scanCommits({ place, base, head, known });
  if (withheld) return { problems: [withheld.detail], taken: nothing({ withheld }) };
  await runGit(place, ['update-ref', 'refs/throughline/code', head]);
  const { findings } = await openspec({ commit: head, change: inputs.change });
  return { problems: findings, taken: nothing({ head }) };
};

/** null when they do not fit the file. */
const withBlocks = (...given: Parameters<typeof enhance>): string | null => {
  try {
    return enhance(...given);
  } catch {
    return null;
  }
};

export const tasksPath = (change: string): string => `openspec/changes/${change}/tasks.md`;

const commitText = async (
  place: GitPlace,
  { assignment, path, text }: { assignment: AssignmentOf<'enhance'>; path: string; text: string },
): Promise<string> => {
  const { base, ticket, inputs } = assignment;
  const variables = { GIT_INDEX_FILE: join(place.cwd, `${randomUUID()}.index`) };
  await runGit(place, ['read-tree', base], { variables });
  const blob = await runGitLine(place, ['hash-object', '-w', '--stdin', '--no-filters'], { input: text });
  await runGit(place, ['update-index', '--add', '--cacheinfo', `100644,${blob},${path}`], { variables });
  const tree = await runGitLine(place, ['write-tree'], { variables });
  return runGitLine(place, ['commit-tree', tree, '-p', base, '-F', '-'], {
    input: `${ticket.key}: Enhance the tasks of ${inputs.change}\n`,
    variables: runnerIdentity,
  });
};
