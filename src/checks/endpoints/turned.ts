import type { ChangedText } from '../evidence.ts';
import { isDocument, isTestPath } from '../paths.ts';
import { environmentsIn } from './environments.ts';
import { hostsIn } from './hosts.ts';
import { isNobodys } from './known-hosts.ts';

/** More than this is a file that was written anew. */
const mostLines = 20;
const longest = 1_000;

const targetsOf = (lines: { text: string }[], path: string): Set<string> =>
  new Set(
    lines.flatMap(({ text }) => {
      const line = text.slice(0, longest);
      const hosts = hostsIn(line, path).filter(({ prose }) => !prose);
      const environments = environmentsIn(line, path).filter(({ kind }) => kind === 'setting');
      return [...hosts.map(({ host }) => host), ...environments.map(({ name }) => name)];
    }),
  );

const thisMachine = /(?<![\w.-])(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?![\w-])/;
const isLocal = (lines: { text: string }[]): boolean =>
  lines.some(({ text }) => thisMachine.test(text.slice(0, longest)));

/** Places that went to one host or environment and now go to another which the base knows too: allowed, and maybe wrong. */
export const turned = (texts: ChangedText[]): string[] =>
  texts
    .filter(({ file }) => !isTestPath(file.path))
    .flatMap(({ file, hunks }) =>
      hunks
        .filter(
          ({ removed, added }) =>
            removed.length > 0 && removed.length <= mostLines && added.length <= mostLines,
        )
        .flatMap(({ removed, added }) => {
          const [before, after] = [targetsOf(removed, file.path), targetsOf(added, file.path)];
          const gone = [...before].filter((one) => !after.has(one));
          const come = [...after].filter((one) => !before.has(one));
          if (gone.length === 0) return [];
          // Left over from trying it out.
          if (come.length === 0 && !isDocument(file.path) && isLocal(added) && !isLocal(removed))
            come.push('localhost');
          else if (come.every(isNobodys)) return [];
          return [
            `\`${file.path}:${added[0]?.number ?? 1}\` went to ${gone.map((one) => `\`${one}\``).join(', ')} and now goes to ${come.map((one) => `\`${one}\``).join(', ')}.`,
          ];
        }),
    );
