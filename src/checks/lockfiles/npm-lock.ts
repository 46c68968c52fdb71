import type { Locked, LockedEntry } from './locked.ts';
import { isRecord, type Json, recordAt, textAt } from './records.ts';

const entryOf = (name: string, one: Json): LockedEntry => {
  const resolved = textAt(one, 'resolved');
  return {
    name,
    version: textAt(one, 'version') ?? '',
    resolved,
    integrity: textAt(one, 'integrity'),
    local:
      one.link === true ||
      one.inBundle === true ||
      one.bundled === true ||
      resolved === null ||
      /^(?:file:|git)/.test(resolved),
  };
};

const nameOf = (key: string): string => key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Version 1 knows no ranges of the package itself, only what is installed. */
const readFirst = (source: Json): Locked => {
  const entries = new Map<string, LockedEntry>();
  const walk = (dependencies: Json, prefix: string, depth: number): void => {
    for (const [name, one] of Object.entries(dependencies)) {
      if (!isRecord(one)) continue;
      entries.set(`${prefix}${name}`, entryOf(name, one));
      if (depth < 50) walk(recordAt(one, 'dependencies'), `${prefix}${name}/`, depth + 1);
    }
  };
  walk(recordAt(source, 'dependencies'), '', 0);
  return {
    entries,
    versionsOf: ({ name }) => [entries.get(name)?.version ?? []].flat(),
    member: () => null,
    own: (folder) =>
      folder === '' ? { name: textAt(source, 'name'), version: textAt(source, 'version') } : null,
  };
};

/** package-lock.json and npm-shrinkwrap.json of every version. Throws when it is no JSON. */
export const readNpmLock = (text: string): Locked => {
  const source: unknown = JSON.parse(text);
  if (!isRecord(source)) throw new Error('no object');
  if (!isRecord(source.packages)) return readFirst(source);
  const packages = source.packages;
  const installed = Object.entries(packages).filter(([key]) => key.includes('node_modules/'));
  const entries = new Map(
    installed.map(([key, one]) => [key, entryOf(nameOf(key), isRecord(one) ? one : {})]),
  );
  const found = (key: string): string[] => {
    const entry = packages[key];
    if (!isRecord(entry)) return [];
    return [textAt(entry, 'version') ?? ''];
  };
  return {
    entries,
    specOf: ({ group, name, folder }) => {
      if (!isRecord(packages[folder])) return undefined;
      return textAt(recordAt(packages, folder, group), name);
    },
    versionsOf: ({ name, folder }) => {
      const nested = folder === '' ? [] : found(`${folder}/node_modules/${name}`);
      return nested.length > 0 ? nested : found(`node_modules/${name}`);
    },
    member: (folder) => isRecord(packages[folder]),
    own: (folder) =>
      isRecord(packages[folder])
        ? {
            name: textAt(packages[folder], 'name') ?? (folder === '' ? textAt(source, 'name') : null),
            version: textAt(packages[folder], 'version'),
          }
        : null,
  };
};
