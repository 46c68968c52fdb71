import { parse } from 'yaml';
import type { Locked, LockedEntry } from './locked.ts';
import { isRecord, type Json, recordAt, textAt } from './records.ts';

/** `/lodash/4.17.21`, `/lodash@4.17.21(react@18.0.0)`, `lodash@4.17.21` of ever newer versions. */
const keyPattern = /^\/?((?:@[^/@]+\/)?[^/@]+)[@/](.+)$/;
const withoutPeers = (version: string): string => version.replace(/[(_].*$/, '');

const entryOf = (key: string, one: Json): LockedEntry => {
  const [, name = key, version = ''] = keyPattern.exec(key) ?? [];
  const resolution = recordAt(one, 'resolution');
  const resolved = textAt(resolution, 'tarball') ?? textAt(resolution, 'repo');
  return {
    name,
    version: withoutPeers(version),
    resolved,
    integrity: textAt(resolution, 'integrity'),
    local:
      'directory' in resolution ||
      'repo' in resolution ||
      /(?:file:|link:|git\+|codeload\.github)/.test(`${key} ${resolved ?? ''}`),
  };
};

/** Of an importer: the spec beside the version (6 and later), or in a table of its own (5). */
const requestIn = (importer: Json, name: string): { spec: string | null; version: string | null } => {
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const one = recordAt(importer, group)[name];
    if (isRecord(one)) return { spec: textAt(one, 'specifier'), version: textAt(one, 'version') };
    if (one !== undefined)
      return { spec: textAt(recordAt(importer, 'specifiers'), name), version: String(one) };
  }
  return { spec: null, version: null };
};

/** pnpm-lock.yaml of every version. Throws when it is no YAML. */
export const readPnpmLock = (text: string): Locked => {
  const source: unknown = parse(text, { maxAliasCount: 100 });
  if (!isRecord(source)) throw new Error('no object');
  const importers = isRecord(source.importers) ? source.importers : { '.': source };
  const importerOf = (folder: string): Json => recordAt(importers, folder === '' ? '.' : folder);
  const overrides = recordAt(source, 'overrides');
  const entries = new Map(
    Object.entries(recordAt(source, 'packages')).map(([key, one]) => [
      key,
      entryOf(key, isRecord(one) ? one : {}),
    ]),
  );
  return {
    entries,
    specOf: ({ group, name, folder }) => {
      // An override stands in the place of what was asked for; peers and tables of overrides are elsewhere.
      if (Object.hasOwn(overrides, name) || !/ependencies$/.test(group) || group === 'peerDependencies')
        return undefined;
      return requestIn(importerOf(folder), name).spec;
    },
    versionsOf: ({ name, folder }) => {
      const { version } = requestIn(importerOf(folder), name);
      return version === null ? [] : [withoutPeers(version)];
    },
    member: (folder) => Object.hasOwn(importers, folder === '' ? '.' : folder),
    own: () => null,
  };
};
