import type { ProposedFiles } from '../openspec/proposed.ts';

/** What is wrong with commits whatever they hold: Markdown of a change is plain files on top of the base. */
export const commitProblems = ({ descends, modes }: ProposedFiles): string[] => [
  ...(descends ? [] : ['The commits do not build on the base: commit on the branch you were given.']),
  ...[...modes]
    .filter(([, mode]) => mode !== '100644')
    .map(([path]) => `\`${path}\` is a link, a submodule or executable: make it a plain file.`),
];
