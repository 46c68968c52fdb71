import type { Claim } from '../../../contracts/claims.ts';
import { nameIn } from '../../../openspec/named/names.ts';
import { namedPaths } from '../../../openspec/named-paths.ts';
import type { Search } from '../../../ports/git.ts';
import { atMost, codeSpan } from '../capped.ts';
import { bullets, oneLine } from '../markdown.ts';
import { type BaseFiles, filesText } from './files.ts';
import { type InventoryName, mostNames, namesText } from './names.ts';

/** What was looked up at the commit the work starts at. */
export interface BaseLook extends BaseFiles {
  /** Lines that hold one of `wordsIn`. */
  search: Search;
}

const mostCommands = 30;

/** Paths inside the repository that a text names, each once, without a slash at their end. */
export const pathsOf = (text: string): string[] => [
  ...new Set(
    namedPaths(text)
      .map((path) => path.replace(/\/+$/, ''))
      .filter((path) => path !== '' && path !== '.'),
  ),
];

/** Everything the tasks name, and where it is. */
export const inventoryText = (
  paths: string[],
  { claims, look }: { claims: Claim[]; look: BaseLook },
): string => {
  const commands = [
    ...new Set(claims.filter(({ kind }) => kind === 'command').map(({ text }) => oneLine(text))),
  ];
  return [
    '### Files',
    filesText(paths, { base: look, missing: missingOf(claims) }),
    '### Names',
    namesText(namesOf(claims), look.search),
    ...(commands.length === 0
      ? []
      : [
          '### Commands the tasks name',
          'Not run before you were started:',
          bullets(atMost(commands.map(codeSpan), mostCommands, 'commands'), ''),
        ]),
  ].join('\n\n');
};

/** What has to be looked for, each word once. */
export const wordsIn = (claims: Claim[]): string[] =>
  [...new Set(namesOf(claims).map(({ text }) => text))]
    .filter((word) => word !== '' && !/[\r\n\0]/.test(word))
    .slice(0, mostNames);

const namesOf = (claims: Claim[]): InventoryName[] =>
  claims
    .filter(({ kind }) => kind === 'identifier' || kind === 'text')
    .map((claim) => ({ text: nameIn(claim.text, 'code')?.name ?? claim.text, absent: absentText(claim) }));

const absentText = ({ verdict, detail }: Claim): string => {
  if (verdict === 'to be created') return 'not there yet, to be created';
  if (verdict === 'stale') return 'not found';
  // It may be spelled otherwise, or have been there before an earlier attempt.
  return `nowhere as it is written here; at the recorded base: ${oneLine(detail)}`;
};

const missingOf = (claims: Claim[]): Map<string, string> =>
  new Map(
    claims
      .filter(({ kind, verdict }) => (kind === 'path' || kind === 'line') && verdict === 'stale')
      .map(({ text, nearest }): [string, string] => [
        pathsOf(codeSpan(text))[0] ?? text,
        `not found${nearest === null ? '' : `; nearest is ${codeSpan(oneLine(nearest))}`}`,
      ]),
  );
