import { parse as parseToml } from 'smol-toml';
import type { Locked, LockedEntry } from './locked.ts';
import { isRecord, textAt } from './records.ts';

const plain = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

const byName = (entries: LockedEntry[], name: string): string[] =>
  entries.filter((entry) => plain(entry.name) === plain(name)).map(({ version }) => version);

const readPackages = (text: string, isLocal: (source: string | null, one: object) => boolean): Locked => {
  const list: unknown = parseToml(text).package;
  const packages = (Array.isArray(list) ? list : []).filter(isRecord);
  const entries = packages.map((one): LockedEntry => {
    const source = textAt(one, 'source');
    const hashes = one.files ?? one.wheels ?? one.sdist;
    return {
      name: textAt(one, 'name') ?? '',
      version: textAt(one, 'version') ?? '',
      resolved: source?.replace(/^(?:registry|sparse)\+/, '') ?? null,
      // Lists of files grow while a release stays the same: only that there is one can be held against it.
      integrity: textAt(one, 'checksum') ?? (hashes === undefined ? null : 'listed'),
      local: isLocal(source, one),
    };
  });
  const own = new Map(
    packages
      .filter((one) => textAt(one, 'source') === null)
      .map((one) => [textAt(one, 'name'), one.dependencies]),
  );
  return {
    namesOf: (packageName) => {
      if (!own.has(packageName)) return null;
      const names = own.get(packageName);
      return new Set((Array.isArray(names) ? names : []).map((name) => String(name).split(' ')[0] ?? ''));
    },
    entries: new Map(
      entries.map((entry) => [`${entry.name} ${entry.version} ${entry.resolved ?? ''}`, entry]),
    ),
    versionsOf: ({ name }) => byName(entries, name),
    member: () => null,
    own: () => null,
  };
};

/** Cargo.lock and uv.lock: a list of packages, each with its registry. Throws when it is no TOML. */
export const readTomlLock = (text: string): Locked =>
  readPackages(text, (source) => source === null || source.startsWith('git+'));

/** poetry.lock and pdm.lock: what has no source is of the registry. Throws when it is no TOML. */
export const readPythonLock = (text: string): Locked =>
  readPackages(text, (_, one) => 'source' in one || 'git' in one || 'path' in one);

/** go.sum: module, version (with `/go.mod` for its manifest alone) and hash. */
export const readGoSum = (text: string): Locked => {
  const entries = text.split(/\r?\n/).flatMap((line): LockedEntry[] => {
    const [name, version, integrity] = line.trim().split(/\s+/);
    if (name === undefined || version === undefined) return [];
    return [{ name, version, resolved: null, integrity: integrity ?? null, local: false }];
  });
  const versions = new Map<string, string[]>();
  for (const { name, version } of entries) {
    const known = versions.get(name) ?? [];
    known.push(version.replace(/\/go\.mod$/, ''));
    versions.set(name, known);
  }
  return {
    entries: new Map(entries.map((entry) => [`${entry.name} ${entry.version}`, entry])),
    versionsOf: ({ name }) => versions.get(name) ?? [],
    member: () => null,
    own: () => null,
  };
};

/** Any other lock: whether a name stands in it is all that is asked. */
export const readAnyLock = (text: string): Locked => {
  const lower = text.toLowerCase();
  return {
    entries: new Map(),
    versionsOf: ({ name }) => {
      const word = name
        .toLowerCase()
        .replace(/^.*[/:]/, '')
        .replace(/\.git$/, '');
      return word === '' || lower.includes(word) ? [''] : [];
    },
    member: () => null,
    own: () => null,
  };
};
