import { readDelta } from '../../openspec/delta.ts';
import type { ProposedFiles } from '../../openspec/proposed.ts';

/** OpenSpec warns of a shorter one once the change is archived, and a warning fails strict validation. */
const shortestPurpose = 50;

/** `specs/<capability>/spec.md` files of a change. */
export const specPaths = (folder: string, files: ReadonlyMap<string, string>): string[] =>
  [...files.keys()].filter(
    (path) => path.startsWith(`${folder}specs/`) && /\/specs\/.+\/spec\.md$/.test(path),
  );

export const specProblems = (folder: string, { files, specs }: ProposedFiles): string[] => {
  const paths = specPaths(folder, files);
  if (paths.length === 0)
    return [`There is no \`${folder}specs/<capability>/spec.md\`: write what is required as a delta.`];
  return paths.flatMap((path) => {
    const isNew = !specs.includes(path.replace(folder, 'openspec/'));
    return isNew ? purposeProblems(path, readDelta(files.get(path) ?? '').purpose) : [];
  });
};

const purposeProblems = (path: string, purpose: string | null): string[] => {
  if (purpose === null)
    return [
      `\`${path}\` is of a new capability: begin it with \`## Purpose\` and what the capability is for.`,
    ];
  return purpose.length < shortestPurpose
    ? [`The purpose in \`${path}\` is too short: write at least ${shortestPurpose} characters.`]
    : [];
};
