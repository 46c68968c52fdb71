import type { CommitInfo } from '../ports/git.ts';
import { type AddedLine, addedLines } from './added-lines.ts';
import { isAside, leftBehind } from './branding/left-behind.ts';
import { namesIn, speaksOf } from './branding/names.ts';
import { sloganIn, sloganInMessage } from './branding/slogans.ts';
import { type Check, type CheckVerdict, plural } from './check.ts';
import { declaredPaths } from './declared-paths.ts';
import type { Evidence } from './evidence.ts';
import { isSpec } from './found.ts';
import { isLockfile, isTestPath, isVendored } from './paths.ts';
import { checkTitles } from './titles.ts';

const mostShown = 20;
const longestMessageLine = 1_000;

interface Slip {
  /** For a person: `path:line` or the commit. */
  where: string;
  place: { path: string; line: number } | null;
  what: string;
  remedy: string;
}

interface Named extends Slip {
  word: string;
}

const isOurs = ({ path }: AddedLine): boolean => !isLockfile(path) && !isVendored(path);
/** Rows to begin with: people as in tests. */
const isSeed = (path: string): boolean => /(?:^|\/)(?:seed|seeds|seeders?)(?:\/|\.\w+$)/i.test(path);
const isIgnoreFile = (path: string): boolean => /(?:^|\/)\.[\w-]*ignore$/.test(path);

const inLine = (line: AddedLine): Pick<Slip, 'where' | 'place'> => ({
  where: `\`${line.path}:${line.line}\``,
  place: { path: line.path, line: line.line },
});

const messageLines = (commits: CommitInfo[]): { sha: string; text: string }[] =>
  commits.flatMap(({ sha, message }) =>
    message.split('\n').map((text) => ({ sha, text: text.slice(0, longestMessageLine) })),
  );

const slogansIn = (lines: AddedLine[]): Slip[] =>
  lines.flatMap((line) => {
    const what = sloganIn(line.text);
    return what === null ? [] : [{ ...inLine(line), what, remedy: 'Take it out.' }];
  });

const slogansInMessages = (commits: CommitInfo[]): Slip[] =>
  messageLines(commits).flatMap(({ sha, text }) => {
    const what = sloganInMessage(text);
    return what === null
      ? []
      : [{ where: `Commit ${sha.slice(0, 7)}`, place: null, what, remedy: 'Commit without it.' }];
  });

const namedIn = (lines: AddedLine[]): Named[] =>
  lines
    .filter(({ path }) => !isIgnoreFile(path) && !isSpec(path))
    .flatMap((line) =>
      namesIn(line.text, isTestPath(line.path) || isSeed(line.path)).map((word) => ({
        ...inLine(line),
        word,
        what: `the name \`${word}\``,
        remedy: 'Say what it does instead, or name it in a task.',
      })),
    );

const namedInMessages = (commits: CommitInfo[]): Named[] =>
  messageLines(commits).flatMap(({ sha, text }) =>
    namesIn(text, false).map((word) => ({
      where: `Commit ${sha.slice(0, 7)}`,
      place: null,
      word,
      what: `the name \`${word}\``,
      remedy: 'Say what it does instead.',
    })),
  );

const allNames = (evidence: Evidence): Named[] => [
  ...namedIn(addedLines(evidence.texts).filter(isOurs)),
  ...namedInMessages(evidence.range.commits),
];

const manifest =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|requirements[\w.-]*\.(?:txt|in)|Pipfile|go\.mod|Cargo\.toml|Gemfile|[\w.-]+\.gemspec|composer\.json|pom\.xml|build\.gradle(?:\.kts)?|[\w.-]+\.csproj|mix\.exs|pubspec\.yaml|Package\.swift|libs\.versions\.toml)$/;

/** What a package says of itself asks for nothing. */
const isAbout = /\b(?:authors?|contributors?|maintainers?|description|summary|generator)\b/i;

/** `asked`: by the change or as a dependency. `product`: the repository speaks of it. `aside`: only files about assistants do. */
type Belongs = 'asked' | 'product' | 'aside' | 'unknown' | 'no';

const belonging = (evidence: Evidence): ((word: string) => Belongs) => {
  const asked = [
    evidence.assignment.ticket.title,
    evidence.tasks.base?.text ?? '',
    ...evidence.documents.map(({ text }) => text),
  ].join('\n');
  const known = new Map<string, Belongs>();
  const look = (word: string): Belongs => {
    const { hits, complete } = evidence.found.base;
    const dependency = evidence.texts.some(
      ({ file, hunks }) =>
        manifest.test(file.path) &&
        hunks.some(({ added }) => added.some(({ text }) => speaksOf(word, text) && !isAbout.test(text))),
    );
    if (dependency || speaksOf(word, asked)) return 'asked';
    const mentions = hits.filter(({ path, text }) => !isSpec(path) && speaksOf(word, text));
    if (mentions.some(({ path }) => !isAside(path))) return 'product';
    if (mentions.length > 0) return 'aside';
    return complete ? 'no' : 'unknown';
  };
  return (word) => {
    const belongs = known.get(word) ?? look(word);
    known.set(word, belongs);
    return belongs;
  };
};

const addedPaths = ({ range, trees }: Evidence): string[] => {
  const base = new Set(trees.base);
  return range.files
    .filter(({ status, path }) => status !== 'deleted' && !base.has(path))
    .map(({ path }) => path);
};

const ownFiles = (evidence: Evidence): Slip[] => {
  const declared = new Set(declaredPaths(evidence));
  return leftBehind(addedPaths(evidence), evidence.trees.base)
    .filter((path) => !declared.has(path))
    .map((path) => ({
      where: `\`${path}\``,
      place: { path, line: 1 },
      what: "a file of an assistant's own",
      remedy: 'Take it out of the commits.',
    }));
};

const sentence = ({ where, what, remedy }: Slip): string => `${where} holds ${what}. ${remedy}`;

const shortened = (lines: string[]): string[] =>
  lines.length <= mostShown
    ? lines
    : [...lines.slice(0, mostShown), `and ${plural(lines.length - mostShown, 'more finding')}.`];

interface Sorted {
  problems: Slip[];
  flags: string[];
  notes: string[];
}

/** A first name or a word that the files about assistants alone know is a person's to judge. */
const sortNames = (evidence: Evidence, signed: ReadonlySet<string>): Sorted => {
  const belongs = belonging(evidence);
  const sorted: Sorted = { problems: [], flags: [], notes: [] };
  const fine = new Map<string, string>();
  for (const named of allNames(evidence)) {
    if (signed.has(named.where)) continue;
    const why = belongs(named.word);
    if (why === 'no') sorted.problems.push(named);
    else if (why === 'aside')
      sorted.flags.push(
        `${named.where} holds ${named.what}, which only files about assistants do at the base.`,
      );
    else if (why === 'unknown')
      sorted.flags.push(
        `${named.where} holds ${named.what}; whether the base has it could not be looked up in full.`,
      );
    else fine.set(named.word, why === 'asked' ? 'the change asks for it' : 'the base has it');
  }
  sorted.notes.push(...[...fine].map(([word, why]) => `The name \`${word}\` belongs here: ${why}.`));
  return sorted;
};

/** What cannot be repaired by the one who is judged: messages of earlier attempts, and those of a person. */
const sortMessages = (evidence: Evidence): Sorted => {
  const own = new Set(evidence.pushedBy === null ? evidence.attemptRange.commits.map(({ sha }) => sha) : []);
  const earlier = evidence.range.commits.filter(({ sha }) => !own.has(sha));
  return {
    problems: slogansInMessages(evidence.range.commits.filter(({ sha }) => own.has(sha))),
    flags: slogansInMessages(earlier).map(
      (slip) =>
        `${slip.where} holds ${slip.what}; it is not of this attempt, and only a person can reword it (or squash at the merge).`,
    ),
    notes: [],
  };
};

const run = (evidence: Evidence): CheckVerdict => {
  const { texts, range } = evidence;
  if (texts.length === 0 && range.commits.length === 0)
    return { verdict: 'n/a', evidence: ['Nothing was added.'] };
  const lines = addedLines(texts).filter(isOurs);
  const messages = sortMessages(evidence);
  const slogans = [...messages.problems, ...slogansIn(lines), ...ownFiles(evidence)];
  const names = sortNames(
    evidence,
    new Set([
      ...slogans.map(({ where }) => where),
      ...messages.flags.map((flag) => flag.split(' holds ')[0] ?? ''),
    ]),
  );
  const unique = new Map([...slogans, ...names.problems].map((slip) => [`${slip.where} ${slip.what}`, slip]));
  const problems = [...unique.values()];
  const flags = shortened([...new Set([...messages.flags, ...names.flags])]);
  const looked = `${plural(lines.length, 'added line')} and ${plural(range.commits.length, 'commit message')} searched for names, trailers and slogans of assistants${problems.length === 0 ? ': none that do not belong here' : ''}.`;
  const places = problems.flatMap(({ place, what, remedy }) =>
    place ? [{ ...place, text: `This holds ${what}. ${remedy}` }] : [],
  );
  return {
    verdict: problems.length > 0 ? 'fail' : 'pass',
    evidence: [...shortened(problems.map(sentence)), ...flags, ...names.notes, looked],
    ...(places.length > 0 ? { places } : {}),
    ...(flags.length > 0 ? { flags } : {}),
  };
};

export const brandingLeaks: Check = {
  id: 'branding-leaks',
  title: checkTitles['branding-leaks'],
  words: (evidence) => [...new Set(allNames(evidence).map(({ word }) => word))],
  run,
};
