import type { FileChange } from '../ports/git.ts';
import { plural } from './check.ts';
import { declaredPaths } from './declared-paths.ts';
import type { ChangedText, Evidence } from './evidence.ts';
import { normalizePath } from './scope.ts';

/**
 * What no check fails for, and a person has to look at all the same: a delegate that edits what decides whether its
 * work passes. The verification commands come from the base commit, but they read scripts and settings at the head.
 */

/** By name alone: all of it is about building or testing. */
const wholeFiles =
  /^(?:GNUmakefile|makefile|justfile|taskfile\.ya?ml|rakefile|noxfile\.py|tox\.ini|pytest\.ini|conftest\.py|\.coveragerc|magefile\.go|build\.rs|nextest\.toml|(?:vitest|vite|jest|karma|playwright|cypress|ava|wallaby)\.(?:config|workspace|setup)\.[\w.]+|(?:jest|vitest)[.-]setup\.[\w.]+|\.(?:mocharc|nycrc|c8rc|taprc|taprc\.ya?ml)(?:\.\w+)?|phpunit\.xml(?:\.dist)?)$/i;

/** Where only some sections are about that. */
const sections: Record<string, RegExp> = {
  'pyproject.toml':
    /^tool\.(?:pytest|tox|coverage|nox|hatch|poe|pdm|taskipy|unittest)\b|^tool\.poetry\.scripts$/i,
  'setup.cfg': /^(?:tool:pytest|aliases|test|testenv.*|coverage:.*|nosetests)$/i,
  'cargo.toml': /^(?:profile\.test|test|bench|alias|build-dependencies)$/i,
};
/** The same in package.json, by key. */
const packageKeys = [
  'scripts',
  'jest',
  'vitest',
  'mocha',
  'ava',
  'nyc',
  'c8',
  'tap',
  'wireit',
  'lint-staged',
] as const;

const nameOf = (path: string): string => path.split('/').at(-1) ?? path;

const namesOf = (file: FileChange): string[] =>
  file.oldPath !== null && file.status === 'renamed' ? [file.oldPath, file.path] : [file.path];

const isManifest = (path: string): boolean =>
  nameOf(path) === 'package.json' || nameOf(path).toLowerCase() in sections;

/** A manifest's text at `recordedBase` and at `head`; null where it is not there or cannot be read. */
interface Manifest {
  path: string;
  base: string | null;
  head: string | null;
}

const manifestsOf = ({ texts }: Evidence): Manifest[] =>
  texts
    .filter(({ file }) => namesOf(file).some(isManifest))
    .map(({ file, base, head }) => ({
      path: isManifest(file.path) ? file.path : (file.oldPath ?? file.path),
      base,
      head,
    }));

/** Larger than what is read, or no text. */
const isUnread = ({ file, base, head }: ChangedText): boolean =>
  namesOf(file).some(isManifest) &&
  ((head === null && file.status !== 'deleted') || (base === null && file.status !== 'added'));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string | null): Record<string, unknown> | null => {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
};

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : `\`${JSON.stringify(value).slice(0, 200)}\``;

const changedEntries = (key: string, base: unknown, head: unknown): string[] => {
  if (JSON.stringify(base) === JSON.stringify(head)) return [];
  if (!isRecord(base ?? {}) || !isRecord(head ?? {})) return [`${key}: ${shown(base)} → ${shown(head)}`];
  const [before, after] = [isRecord(base) ? base : {}, isRecord(head) ? head : {}];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `${key}.${name}: ${shown(before[name])} → ${shown(after[name])}`);
};

const packageFlags = ({ path, base, head }: Manifest): string[] => {
  const [before, after] = [parsed(base), parsed(head)];
  if (!before || !after) return [`\`${path}\` cannot be read as JSON at both ends.`];
  return packageKeys
    .flatMap((key) => changedEntries(key, before[key], after[key]))
    .map((change) => `\`${path}\` ${change}`);
};

/** Lines below each `[header]`; TOML and INI alike, comments and blank lines left out. */
const sectionsOf = (text: string): Map<string, string> => {
  const found = new Map<string, string>();
  let header = '';
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    const [, name] = /^\[+\s*([^\]]+?)\s*\]+/.exec(line) ?? [];
    if (name !== undefined) header = name.replaceAll('"', '');
    else if (line !== '' && !/^[#;]/.test(line)) found.set(header, `${found.get(header) ?? ''}${line}\n`);
  }
  return found;
};

const sectionFlags = ({ path, base, head }: Manifest, wanted: RegExp): string[] => {
  const [before, after] = [sectionsOf(base ?? ''), sectionsOf(head ?? '')];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((name) => wanted.test(name) && before.get(name) !== after.get(name))
    .map((name) => `\`${path}\` section [${name}] changed.`);
};

const manifestFlags = (manifest: Manifest): string[] => {
  if (nameOf(manifest.path) === 'package.json') return packageFlags(manifest);
  const wanted = sections[nameOf(manifest.path).toLowerCase()];
  return wanted ? sectionFlags(manifest, wanted) : [];
};

/** Paths as a shell would read them; what is quoted, assigned or piped counts too. */
const pathsIn = (command: string): string[] =>
  command
    .split(/[\s"'`;|&()<>=,]+/)
    .map(normalizePath)
    .filter((part) => part !== '');

const commandsOf = ({ assignment, file }: Evidence): string[] => [
  ...assignment.verify.setup,
  ...assignment.verify.commands,
  ...(file.verification ?? []).map((result) => result.command),
];

const mostFlags = 20;

const capped = (flags: string[]): string[] =>
  flags.length <= mostFlags
    ? flags
    : [...flags.slice(0, mostFlags), `${plural(flags.length - mostFlags, 'more change')} of that kind.`];

/** Changes between `recordedBase` and `head` that a person has to look at, one line each. */
export const flagsOf = (evidence: Evidence): string[] => {
  const named = new Set(commandsOf(evidence).flatMap(pathsIn));
  // What the tasks ask for by name, a person asked for: a task's own test is what its validation runs.
  const asked = new Set(declaredPaths(evidence));
  const byPath = evidence.range.files.flatMap((file) =>
    namesOf(file).flatMap((path) => {
      if (wholeFiles.test(nameOf(path))) return [`\`${path}\` says how things are built or tested.`];
      const decides = named.has(path) && !asked.has(path) && file.status !== 'added';
      return decides ? [`\`${path}\` is named by a verification command.`] : [];
    }),
  );
  const unread = evidence.texts
    .filter(isUnread)
    .map(({ file }) => `\`${file.path}\` changed; it was not looked into.`);
  const manifests = manifestsOf(evidence).flatMap(manifestFlags);
  return capped([...new Set([...byPath, ...manifests, ...unread])]);
};
