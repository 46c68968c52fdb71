import { parseSyml } from '@yarnpkg/parsers';
import type { Locked, LockedEntry } from './locked.ts';
import { isRecord, type Json, recordAt, textAt } from './records.ts';

const nameOf = (descriptor: string): string => descriptor.slice(0, descriptor.indexOf('@', 1));
const specOf = (descriptor: string): string => descriptor.slice(descriptor.indexOf('@', 1) + 1);

const entryOf = (descriptor: string, one: Json, berry: boolean): LockedEntry => {
  const resolved = textAt(one, berry ? 'resolution' : 'resolved');
  const linked = berry
    ? one.linkType === 'soft' || !/@npm:/.test(resolved ?? '')
    : /^(?:file:|link:|git)/.test(resolved ?? 'file:');
  return {
    name: nameOf(descriptor),
    version: textAt(one, 'version') ?? '',
    // Berry names a package, not an address: the registry is a setting.
    resolved: berry ? null : resolved,
    integrity: textAt(one, berry ? 'checksum' : 'integrity'),
    local: linked,
  };
};

const sameSpec = (spec: string, asked: string): boolean =>
  spec === asked ||
  spec === `npm:${asked}` ||
  (asked.startsWith('npm:') && spec === asked.slice('npm:'.length));

/** yarn.lock of version 1 and of Berry. Throws when it cannot be read. */
export const readYarnLock = (text: string): Locked => {
  const source: unknown = parseSyml(text);
  if (!isRecord(source)) throw new Error('no object');
  const berry = '__metadata' in source;
  const all = Object.entries(source)
    .filter(([key]) => key !== '__metadata')
    .flatMap(([keys, one]) => keys.split(/,\s*/).map((key) => [key, isRecord(one) ? one : {}] as const));
  const byName = new Map<string, { spec: string; one: Json }[]>();
  for (const [key, one] of all) {
    const known = byName.get(nameOf(key)) ?? [];
    known.push({ spec: specOf(key), one });
    byName.set(nameOf(key), known);
  }
  const members = new Map(
    all.flatMap(([key, one]) => {
      const [, folder] = /@workspace:(.*)$/.exec(textAt(one, 'resolution') ?? key) ?? [];
      return folder === undefined ? [] : [[folder === '.' ? '' : folder, one] as const];
    }),
  );
  const matching = (name: string, spec: string): Json[] =>
    (byName.get(name) ?? [])
      .filter(
        (one) =>
          sameSpec(one.spec, spec) || one.spec.startsWith('workspace:') || one.spec.startsWith('patch:'),
      )
      .map(({ one }) => one);
  return {
    entries: new Map(all.map(([key, one]) => [key, entryOf(key, one, berry)])),
    specOf: ({ group, name, folder }) => {
      const member = members.get(folder);
      if (!member || !['dependencies', 'devDependencies', 'optionalDependencies'].includes(group))
        return undefined;
      const recorded = textAt(recordAt(member, 'dependencies'), name);
      return recorded === null ? null : recorded.replace(/^npm:(?!.+@)/, '');
    },
    versionsOf: ({ name, spec }) => matching(name, spec).map((one) => textAt(one, 'version') ?? ''),
    member: (folder) => (berry ? members.has(folder) : null),
    own: () => null,
  };
};
