import type { Assignment } from '../../contracts/assignment.ts';
import { textAt } from '../at-commit.ts';
import type { Reading } from '../prompt/prepare.ts';
import { runGit } from '../run-git.ts';

const names = ['AGENTS.md', 'CLAUDE.md'];
/** A CLAUDE.md that holds nothing but `@AGENTS.md`. */
const refersElsewhere = /^@\S+$/;
const maxCharacters = 64 * 1024;

/**
 * What the project tells its agents, at the recorded base: there people have accepted it. The checkout's own files may
 * be the work of an attempt that nobody has reviewed, so agents are kept from reading their settings there.
 */
export const readInstructions = async ({
  assignment,
  place,
}: Reading<Assignment>): Promise<string | null> => {
  const { recordedBase } = assignment;
  const listed = await runGit(place, ['ls-tree', recordedBase, ...names]);
  const files = listed.split('\n').filter((line) => /^100(644|755) blob /.test(line));
  const texts = new Set<string>();
  for (const line of files) {
    const text = await textAt(place, recordedBase, line.split('\t')[1] ?? '');
    const said = text?.trim() ?? '';
    if (said !== '' && !refersElsewhere.test(said)) texts.add(said);
  }
  if (texts.size === 0) return null;
  const all = [...texts].join('\n\n');
  return all.length <= maxCharacters ? all : `${all.slice(0, maxCharacters)}\n\n[… cut …]`;
};
