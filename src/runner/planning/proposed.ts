import { parseRaw } from '../../adapters/git/parse.ts';
import { mostFiles, type ProposedFiles } from '../../openspec/proposed.ts';
import { filesAt, textAt } from '../at-commit.ts';
import { askRunGit, type GitPlace, runGit } from '../run-git.ts';

interface Ends {
  base: string;
  head: string;
}

/** What a proposal's commits hold, out of our own repository. `change` null: the answer names none. */
export const readProposed = async (
  place: GitPlace,
  { base, head, change }: Ends & { change: string | null },
): Promise<ProposedFiles> => {
  const folder = `openspec/changes/${change}/`;
  const atBase = await filesAt(place, base);
  const diff = await runGit(place, ['diff-tree', '-r', '-z', '--raw', '--no-renames', base, head]);
  const changes = parseRaw(Buffer.from(diff)).map(({ file }) => file);
  const there = changes.filter(({ status }) => status !== 'deleted');
  const own = there.filter(({ path, newMode }) => path.startsWith(folder) && newMode.startsWith('100'));
  const files = new Map<string, string>();
  for (const { path } of change === null || changes.length > mostFiles ? [] : own) {
    const text = await textAt(place, head, path);
    if (text !== null) files.set(path, text);
  }
  const ancestor = await askRunGit(place, ['merge-base', '--is-ancestor', base, head]);
  return {
    changed: changes.map(({ path }) => path),
    descends: ancestor.exitCode === 0,
    modes: new Map(there.map(({ path, newMode }) => [path, newMode])),
    files,
    specs: atBase.filter((path) => path.startsWith('openspec/specs/')),
    existed: change !== null && atBase.some((path) => path.startsWith(folder)),
    subjects: await subjectsOf(place, { base, head }),
  };
};

const subjectsOf = async (place: GitPlace, { base, head }: Ends): Promise<string[]> => {
  const log = await runGit(place, ['log', '-z', '--reverse', '--format=tformat:%B', `${base}..${head}`]);
  const messages = log.split('\0').slice(0, -1);
  return messages.map((message) => message.split('\n')[0] ?? '');
};
