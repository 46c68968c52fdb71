import type { AgentReport } from '../../contracts/evidence.ts';
import { type Finding, scanText, scanTexts } from '../../secrets/scan.ts';
import { askRunGit, type GitPlace } from '../run-git.ts';
import type { KnownSecrets } from './known.ts';
import {
  type Content,
  checkoutSize,
  contentsOf,
  maxUnpackedBytes,
  newObjects,
  treeNames,
  unpackedSize,
} from './objects.ts';

const shown = 5;
/** Each is looked for at the base; nobody reads a longer list. */
const maxPlaces = 25;

type Withheld = AgentReport['withheld'];

export interface Scanning {
  place: GitPlace;
  base: string;
  head: string;
  known: KnownSecrets;
}

const tooLarge = (what: string): Withheld => ({
  why: 'too-large',
  detail: `${what} more than ${maxUnpackedBytes / 1024 / 1024} MiB unpacked, the most that leaves a run.`,
});

/** Every version of every file that the commits bring, their names and messages: a secret taken back later is still in the history. */
export const scanCommits = async (options: Scanning): Promise<Withheld> => {
  const { place, base, head } = options;
  const objects = await newObjects(place, { base, head });
  if (objects === null || (await unpackedSize(place, objects)) > maxUnpackedBytes)
    return tooLarge('The new files take');
  // What the base has is its owner's affair.
  const before = await checkoutSize(place, { commit: base, most: Number.MAX_SAFE_INTEGER });
  const most = before + maxUnpackedBytes;
  if ((await checkoutSize(place, { commit: head, most })) > most) return tooLarge('A checkout would grow by');
  const places = await secretPlaces(options, await contentsOf(place, objects));
  if (places.length === 0) return null;
  const rest = places.length > shown ? ` and ${places.length - shown} more` : '';
  return {
    why: 'secret',
    detail: `What looks like a credential: ${places.slice(0, shown).join(', ')}${rest}.`,
  };
};

const secretPlaces = async (options: Scanning, contents: Content[]): Promise<string[]> => {
  const names = new Set(
    contents.filter(({ type }) => type === 'tree').flatMap(({ bytes }) => treeNames(bytes)),
  );
  const commits = contents.filter(({ type }) => type === 'commit').map(({ bytes }) => commitText(bytes));
  const places: string[] = [];
  for (const [text, where] of [
    [commits.join('\n'), 'a commit message or author'],
    [[...names].join('\n'), 'a file name'],
  ] as const)
    if (await holdsSecret(options, text)) places.push(where);
  const files = contents.filter(({ type }) => type === 'blob');
  const found = await scanTexts(files.map(textOf));
  for (const [index, file] of files.entries()) {
    if (places.length >= maxPlaces) break;
    places.push(...(await placesIn(options, file, found[index] ?? [])));
  }
  return places;
};

/** Shapes are looked for in texts; what the run itself knows is looked for in all bytes. */
const textOf = ({ bytes }: Content): string => (bytes.includes(0) ? '' : bytes.toString('utf8'));

/** All but the object names, which are 40 hexadecimal characters like many a key. */
const commitText = (bytes: Buffer): string =>
  bytes.toString('utf8').replace(/^(?:tree|parent) [0-9a-f]{40}$/gm, '');

const holdsSecret = async ({ place, base, known }: Scanning, text: string): Promise<boolean> => {
  if (known.foundIn(Buffer.from(text))) return true;
  return (await fresh(place, { base, found: await scanText(text) })).length > 0;
};

const placesIn = async (
  { place, base, known }: Scanning,
  { path, bytes }: Content,
  found: Finding[],
): Promise<string[]> => {
  const name = `\`${oneLine(path)}\``;
  if (known.foundIn(bytes)) return [`${name} (a secret of the run)`];
  const left = await fresh(place, { base, found });
  // Two rules often know the same key.
  const kinds = new Map(left.map(({ line, kind }) => [line, kind]));
  return [...kinds].map(([line, kind]) => `${name} line ${line} (${kind})`);
};

/** What stood in the repository before is not the agent's leak: fixtures of scanners and tests look like secrets. */
const fresh = async (
  place: GitPlace,
  { base, found }: { base: string; found: Finding[] },
): Promise<Finding[]> => {
  const kept: Finding[] = [];
  for (const finding of found) {
    if (kept.length >= maxPlaces) break;
    const longest = finding.matched.split('\n').reduce((a, b) => (b.length > a.length ? b : a), '');
    const known = await askRunGit(place, ['grep', '--quiet', '--fixed-strings', '-e', longest, base]);
    if (known.exitCode !== 0) kept.push(finding);
  }
  return kept;
};

const oneLine = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?')
    .replaceAll('`', "'")
    .slice(0, 120);
