import { fragmentsOf } from '../../openspec/claims/words.ts';
import type { NamedThing } from '../../openspec/named-things.ts';
import { folderOf, isGlob, isMade, isPlainlyPath, stemOf } from '../../openspec/path-index.ts';
import { listed } from '../check.ts';
import { declarer } from '../code/definitions.ts';
import { type Finding, flagged, noted, problem } from '../finding.ts';
import { isDocument, isTestPath } from '../paths.ts';
import { isSource, type Lookup } from './lookup.ts';
import { isStub } from './stubs.ts';

/** A thing among the others of its sentence, and whether a task of these sections does away with it. */
export interface Asked {
  thing: NamedThing;
  company: readonly NamedThing[];
  /** Files of either tree that its task names. */
  files: ReadonlySet<string>;
  /** Ticked at the head. */
  ticked: boolean;
  /** Ticked since the base, and the diff has none of the files that its task names. */
  untouched: boolean;
}

const who = ({ thing, ticked }: Asked): string =>
  `Task ${thing.source.task} (tasks.md:${thing.source.line})${ticked ? ', ticked,' : ''}`;

const sameStem = (path: string, lookup: Lookup): string | undefined =>
  lookup.head.paths.find((one) => folderOf(one) === folderOf(path) && stemOf(one) === stemOf(path));

const sourceEnding =
  /\.(?:[cm]?[jt]sx?|pyi?|go|rs|rb|java|kts?|swift|cs|php|c|cc|cpp|h|hpp|vue|svelte|scala|sql|sh)$/i;

/** Files that a program makes for its users are named in its code, and in no tree. */
const isMadeByCode = (path: string, lookup: Lookup): boolean =>
  !sourceEnding.test(path) &&
  lookup
    .lines('head', path)
    .some((hit) => isSource(hit.path) && lookup.isCode(hit, path.split('/').at(-1) ?? path));

/** "Cover it in `x.test.ts`": of other files a task may name those that it only reads. */
const uncovered = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing, untouched } = asked;
  const [path, ...others] = lookup.head.resolve(thing.name);
  if (!untouched || !thing.place || thing.intent !== 'create') return [];
  if (path === undefined || others.length > 0) return [];
  if (!isTestPath(path) || !sourceEnding.test(path)) return [];
  return [
    problem(
      `${who(asked)} asks for tests in \`${path}\`: it did not change. Add them, or untick the task and say why.`,
    ),
  ];
};

/** A path that is made or changed is there at the head. */
export const expectPath = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  const path = thing.name.replace(/\/+$/, '');
  if (isMade(path) || isGlob(path)) return [];
  if (lookup.head.resolve(thing.name).length > 0) return uncovered(asked, lookup);
  const root = path.split('/')[0] ?? '';
  if (!isPlainlyPath(thing.name) && !lookup.head.isFolder(root) && !lookup.base.isFolder(root)) {
    return [noted(`\`${thing.text}\` is written like a path and names none.`)];
  }
  if (thing.intent === 'change' && sameStem(path, lookup) !== undefined) {
    return [noted(`\`${path}\` is now \`${sameStem(path, lookup)}\`.`)];
  }
  const wasThere = lookup.base.resolve(thing.name).length > 0;
  if (thing.intent === 'change' && !thing.sure && !wasThere) {
    return [noted(`\`${path}\`, which task ${thing.source.task} names, is at neither end.`)];
  }
  if (!wasThere && isMadeByCode(path, lookup)) {
    return [
      flagged(
        `\`${path}\`, which task ${thing.source.task} names, is no file at the head; the code names it as one that it makes or reads.`,
      ),
    ];
  }
  const told = wasThere ? 'is no longer there' : 'is not there';
  return [
    problem(
      `${who(asked)} names \`${path}\`: it ${told} at the head. Add it, or untick the task and say why.`,
    ),
  ];
};

const namedSources = ({ company }: Asked): string[] =>
  company
    .filter(
      ({ kind, name, intent }) =>
        kind === 'path' && intent !== 'mention' && isSource(name) && /\.\w+$/.test(name),
    )
    .map(({ name }) => name);

const isTesting = ({ company }: Asked): boolean =>
  company.some(
    ({ kind, name, intent }) =>
      kind === 'path' && intent === 'create' && (isTestPath(name) || isDocument(name)),
  );

const declaredNowhere = (asked: Asked, sources: string[], lookup: Lookup): boolean => {
  const { thing } = asked;
  // options, rules and messages are strings: nothing declares them
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(thing.name) || thing.text.startsWith('-')) return false;
  const files = new Set(sources.flatMap((path) => lookup.head.resolve(path)));
  const hits = lookup.hits('head', thing.name).filter(({ path }) => isSource(path));
  const declares = declarer(thing.name);
  return files.size > 0 && !hits.some(({ path, text }) => files.has(path) || declares(text) !== null);
};

const nowhere = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  const name = `\`${thing.text}\` of task ${thing.source.task}`;
  // where the file is named as its class, the class itself has to stand in it
  const isInPath = (path: string): boolean =>
    `/${path}`.includes(`/${thing.name}/`) ||
    (stemOf(path) === thing.name && !/\.(?:java|kt|cs|php|swift)$/.test(path));
  if (lookup.head.paths.some(isInPath)) return [];
  if (!lookup.complete) return [flagged(`${name} could not be looked up: too many lines.`)];
  if (thing.plain && !thing.sure) return [noted(`${name} was not found.`)];
  return [
    problem(
      `${who(asked)} asks for \`${thing.text}\`: it is nowhere at the head outside openspec/. Implement it.`,
    ),
  ];
};

/** An identifier that is to be there stands in code, and in the source when the task names one. */
export const expectIdentifier = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  const hits = lookup.hits('head', thing.name);
  const [first] = hits;
  if (!first) return nowhere(asked, lookup);
  if (!lookup.complete) return [];
  const name = `\`${thing.text}\``;
  const sources = namedSources(asked);
  const inSource = hits.filter(({ path }) => isSource(path));
  const inCode = inSource.filter((hit) => lookup.isCode(hit, thing.name));
  const place = { path: first.path, line: first.line };
  if (sources.length > 0 && inCode.length === 0) {
    const only = inSource.length > 0 ? 'only in a comment' : 'only in tests or documentation';
    const text = `${who(asked)} asks for ${name} in ${listed(sources)}: it is ${only}, e.g. \`${first.path}:${first.line}\`. Implement it there.`;
    return [problem(text, place)];
  }
  if (sources.length > 0 && declaredNowhere(asked, sources, lookup)) {
    return [
      problem(
        `${who(asked)} asks for ${name} in ${listed(sources)}: it is used and declared nowhere, e.g. \`${first.path}:${first.line}\`. Implement it there.`,
        place,
      ),
    ];
  }
  if (isStub(lookup.definitions(thing.name))) {
    const text = `${who(asked)} asks for ${name}: its body only says that it is not implemented. Implement it.`;
    // subclasses may be meant to write what a method only raises
    const mayBeMeant = inCode.some(
      (hit) => /^\s+(?:async\s+)?def\b/.test(hit.text) && hit.path.endsWith('.py'),
    );
    const declaration = inCode.find((hit) => declarer(thing.name)(hit.text) !== null) ?? first;
    return [mayBeMeant ? flagged(text) : problem(text, { path: declaration.path, line: declaration.line })];
  }
  if (sources.length === 0 && inCode.length === 0 && !isTesting(asked) && /\(/.test(thing.text)) {
    return [flagged(`${name} of task ${thing.source.task} stands only in tests, documentation or comments.`)];
  }
  return [];
};

/** A message that is to be said stands there letter by letter; of one with placeholders, its fixed parts. */
export const expectText = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  const fragments = fragmentsOf(thing.name);
  if (fragments.length === 0)
    return [noted(`"${thing.text}" of task ${thing.source.task} has too little to look for.`)];
  const missing = fragments.filter((fragment) => !lookup.holdsText(fragment));
  if (missing.length === 0) return [];
  // `test:watch`, `user.created`: written like a name, so it stands somewhere as it is, or as its parts
  if (!thing.spoken && thing.sure && lookup.complete && /^[\w@/-]+(?::[\w-]+)+$/.test(thing.text))
    return [flagged(`\`${thing.text}\` of task ${thing.source.task} is nowhere at the head.`)];
  if (!thing.spoken || !lookup.complete)
    return [noted(`"${thing.text}" of task ${thing.source.task} was not found as it is written.`)];
  return [
    problem(
      `${who(asked)} asks for the text "${thing.text}": it is nowhere at the head. Write it as the task has it.`,
    ),
  ];
};

/** What is to be changed is still there. */
export const expectKept = (asked: Asked, lookup: Lookup): Finding[] => {
  const { thing } = asked;
  if (thing.plain || !lookup.complete || lookup.hits('head', thing.name).length > 0) return [];
  if (lookup.hits('base', thing.name).length === 0) {
    return [noted(`\`${thing.text}\`, which task ${thing.source.task} names, is at neither end.`)];
  }
  return [flagged(`Task ${thing.source.task} says to change \`${thing.text}\`, and it is gone.`)];
};
