import type { Locked, LockedEntry } from './locked.ts';

export interface Tampering {
  problems: string[];
  flags: string[];
}

/** They are one registry under two names. */
const sameRegistry = new Set(['registry.npmjs.org', 'registry.yarnpkg.com', 'registry.npmmirror.com']);
const usual = new Set(['registry.npmjs.org', 'registry.yarnpkg.com', 'github.com']);

const hostOf = ({ resolved }: LockedEntry): string | null =>
  /^[a-z+]+:\/\/(?:[^/@\s]*@)?([^/:\s]+)/i.exec(resolved ?? '')?.[1]?.toLowerCase() ?? null;

const algorithmOf = (integrity: string): string =>
  /^(?:[a-z0-9]+-|[a-z0-9]+\/|h1:)/i.exec(integrity)?.[0] ?? '';

const hostsOf = (locked: Locked): Set<string> =>
  new Set([...locked.entries.values()].flatMap((entry) => (entry.local ? [] : (hostOf(entry) ?? []))));

const titleOf = ({ name, version }: LockedEntry): string => `\`${name}@${version}\``;

const strangeSource = (
  entry: LockedEntry,
  { path, hosts }: { path: string; hosts: ReadonlySet<string> },
): string[] => {
  const host = hostOf(entry);
  if (entry.local || host === null || hosts.size === 0) return [];
  if (!hosts.has(host) && !(usual.has(host) && [...hosts].some((one) => sameRegistry.has(one))))
    return [
      `\`${path}\` fetches ${titleOf(entry)} from \`${host}\`; everything else comes from ${[...hosts]
        .slice(0, 3)
        .map((one) => `\`${one}\``)
        .join(', ')}.`,
    ];
  return /^http:\/\//i.test(entry.resolved ?? '')
    ? [`\`${path}\` fetches ${titleOf(entry)} without encryption, from \`${host}\`.`]
    : [];
};

const mostlyHashed = (locked: Locked): boolean => {
  const entries = [...locked.entries.values()].filter(({ local }) => !local);
  return (
    entries.length > 0 && entries.filter(({ integrity }) => integrity !== null).length / entries.length >= 0.8
  );
};

/** What is wrong with the hash of an entry that was there in the same version. */
const hashOfKnown = (entry: LockedEntry, before: LockedEntry): 'lost' | 'other' | null => {
  if (before.integrity === null) return null;
  if (entry.integrity === null) return 'lost';
  const other =
    before.integrity !== entry.integrity && algorithmOf(before.integrity) === algorithmOf(entry.integrity);
  return other ? 'other' : null;
};

const hashOfNew = (entry: LockedEntry, hashed: boolean): 'none' | null =>
  entry.integrity === null && hashed && !entry.local ? 'none' : null;

const said = {
  lost: 'and had one',
  other: 'which is the same version as before',
  none: 'and has one for everything else',
};

const isTrusted = (entry: LockedEntry, trusted: (host: string) => boolean): boolean => {
  const host = hostOf(entry);
  return host !== null && trusted(host);
};

interface Locks {
  base: Locked;
  head: Locked;
  /** Hosts that are fine besides those of the base. */
  trusted: (host: string) => boolean;
}

/**
 * What nobody's package manager writes: a package from another host than its neighbours, one whose hash is gone, and
 * one whose hash is another one for the same version.
 */
export const tampering = (path: string, { base, head, trusted }: Locks): Tampering => {
  const hosts = hostsOf(base);
  const hashed = mostlyHashed(base);
  const problems: string[] = [];
  const rehashed: string[] = [];
  for (const [key, entry] of head.entries) {
    const known = base.entries.get(key);
    const before = known?.version === entry.version ? known : null;
    if (before?.resolved !== entry.resolved && !isTrusted(entry, trusted))
      problems.push(...strangeSource(entry, { path, hosts }));
    const hash = before ? hashOfKnown(entry, before) : hashOfNew(entry, hashed);
    const [list, text] = hash === 'other' ? [rehashed, 'another hash'] : [problems, 'no hash'];
    if (hash !== null) list.push(`\`${path}\` has ${text} for ${titleOf(entry)}, ${said[hash]}.`);
  }
  const wholesale = rehashed.length > 10 && rehashed.length > base.entries.size / 2;
  if (!wholesale) return { problems: [...problems, ...rehashed], flags: [] };
  return {
    problems,
    flags: [
      `\`${path}\` has another hash for most packages than before, as a package manager's new version writes it.`,
    ],
  };
};
