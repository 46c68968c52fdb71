import type { Assignment } from '../../contracts/assignment.ts';
import { textAt } from '../at-commit.ts';
import { RunRefused } from '../run.ts';
import type { GitPlace } from '../run-git.ts';
import type { Template } from './template.ts';

/** Texts of this release's prompts, `src/text/prompts/<phase>.md`. */
export type Templates = Record<Assignment['phase'], string>;

/** Where a repository keeps its own prompt for a phase, on its default branch. */
const promptFile = (phase: Assignment['phase']): string => `.github/throughline/prompts/${phase}.md`;

const maxCharacters = 64 * 1024;

/** The repository's own prompt, read where people have accepted it and no agent has written; else this release's. */
export const loadTemplate = async (
  { assignment, place }: { assignment: Assignment; place: GitPlace },
  templates: Templates,
): Promise<Template> => {
  const { phase, promptsAt } = assignment;
  const file = promptFile(phase);
  const own = promptsAt === undefined ? null : await textAt(place, promptsAt, file);
  if (own === null) return { text: templates[phase], file: null };
  if (own.length <= maxCharacters) return { text: own, file };
  throw new RunRefused(
    `${file} is longer than ${maxCharacters / 1024} KiB: shorten it on the default branch, or delete it to use the prompt of this release, then /retry.`,
  );
};
