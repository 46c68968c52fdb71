import { type GitPlace, runGit } from '../run-git.ts';

/** What a commit changes against another, for somebody who reads it. */
export interface Diff {
  /** One line per file, with lines added and removed. */
  files: string[];
  patch: string;
  /** Files whose patch is not in `patch`: it would have been too long. */
  left: string[];
}

/** Of the patch: about a third of what a model takes in. */
const patchCharacters = 200_000;
const lineCharacters = 1_000;
/** Of the list; the rest is counted. */
const mostFiles = 1_000;
/** Nobody reads more, and the process that reads it is ours. */
const maxBytes = 256 * 1024 * 1024;
/** No program of the repository's configuration is asked, and names are told as they are. */
const inert = ['--no-ext-diff', '--no-textconv', '--no-color', '-r', '-M', '-l400'];

/** Out of our own repository, so that agents without a git of their own know what changed, too. */
export const readDiff = async (
  place: GitPlace,
  { base, head }: { base: string; head: string },
): Promise<Diff> => {
  const counted = await runGit(place, ['diff-tree', '-z', '--numstat', ...inert, base, head]);
  const patches = await runGit(place, ['diff-tree', '-p', ...inert, base, head], { maxBytes });
  const files = filesIn(counted);
  return {
    files: [
      ...files.slice(0, mostFiles).map(({ line }) => line),
      ...(files.length > mostFiles ? [`and ${files.length - mostFiles} more`] : []),
    ],
    ...asMuchAsFits(
      patches.split(/^(?=diff --git )/m).filter((patch) => patch.startsWith('diff --git ')),
      files.map(({ path }) => path),
    ),
  };
};

/** Records of `--numstat -z`: counts and path, or counts, nothing, and both paths of a rename. */
const filesIn = (counted: string): { path: string; line: string }[] => {
  const fields = counted.split('\0');
  const files: { path: string; line: string }[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const [, added, removed, name] = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(fields[at] ?? '') ?? [];
    if (added === undefined || name === undefined) continue;
    const lines = added === '-' ? 'binary' : `+${added} -${removed}`;
    if (name !== '') files.push({ path: name, line: `${code(name)} ${lines}` });
    else {
      const [from = '', to = ''] = [fields[at + 1], fields[at + 2]];
      files.push({ path: to, line: `${code(to)} (was ${code(from)}) ${lines}` });
      at += 2;
    }
  }
  return files;
};

/** Names are the delegate's choice. */
const code = (path: string): string => `\`${path.replace(/[`\p{Cc}]/gu, '?')}\``;

const asMuchAsFits = (patches: string[], paths: string[]): Pick<Diff, 'patch' | 'left'> => {
  const kept: string[] = [];
  const left: string[] = [];
  let characters = 0;
  for (const [index, patch] of patches.entries()) {
    const short = patch.split('\n').map(cutLine).join('\n');
    characters += short.length;
    if (characters <= patchCharacters) kept.push(short);
    else {
      characters -= short.length;
      left.push(code(paths[index] ?? '?'));
    }
  }
  return { patch: kept.join(''), left };
};

const cutLine = (line: string): string =>
  line.length <= lineCharacters ? line : `${line.slice(0, lineCharacters)} … ${line.length} characters`;
