import { parse as parseToml } from 'smol-toml';
import { nameOf } from './ecosystems.ts';
import type { Locked } from './locked.ts';
import { mayFit } from './ranges.ts';
import { attempt, isRecord, recordAt, textAt } from './records.ts';
import type { Requests } from './requests.ts';

/** Manifest and lock side by side, at one commit. */
export interface Pair {
  kind: string;
  manifest: { path: string; text: string; requests: Requests };
  lock: { path: string; locked: Locked };
  /** The manifest's folder as the lock would write it. */
  folder: string;
  /** Requests that are no more. */
  gone: { group: string; name: string }[];
}

export interface Disagreement {
  /** The same disagreement at another commit has the same key. */
  key: string;
  text: string;
}

const dependencyGroup =
  /^(?:dependencies|devDependencies|optionalDependencies|peerDependencies|dev-dependencies|build-dependencies|packages|dev-packages|require|require-dev|dev_dependencies|imports|group\.[\w-]+|[\w-]+)$/;
/** Groups that tell how to resolve, and ask for nothing themselves. */
const steeringGroup =
  /^(?:overrides|resolutions|workspaces?|replace|conflict|patch|sources|requires|environment|project|dependency_overrides)$/;
const elsewhere =
  /^(?:workspace:|file:|link:|portal:|catalog:|git|https?:|github:|patch:|\.{0,2}\/|true$)|in_umbrella|path:/;
const platform = /^(?:php|ext-[\w-]+|lib-[\w-]+|composer(?:-[\w-]+)?|python|hhvm|ruby|flutter|dart|rust)$/;

const problem = (pair: Pair, key: string, what: string): Disagreement => ({
  key,
  text: `\`${pair.manifest.path}\` ${what}`,
});

const ofRequest = (
  pair: Pair,
  { group, name, spec }: { group: string; name: string; spec: string },
): Disagreement[] => {
  const { kind, lock, folder } = pair;
  const asked = `asks for \`${name}\`${spec === '' ? '' : ` at \`${spec.slice(0, 100)}\``}`;
  const recorded = lock.locked.specOf?.({ group, name, folder });
  if (recorded === null) return [problem(pair, `${group} ${name}`, `${asked}, \`${lock.path}\` does not.`)];
  if (recorded !== undefined && recorded !== spec)
    return [
      problem(
        pair,
        `${group} ${name}`,
        `${asked}, \`${lock.path}\` has it at \`${recorded.slice(0, 100)}\`.`,
      ),
    ];
  if (group === 'peerDependencies' || elsewhere.test(spec)) return [];
  const versions = lock.locked.versionsOf({ name, folder, spec });
  if (versions.length === 0)
    return group === 'optionalDependencies'
      ? []
      : [problem(pair, `${group} ${name}`, `${asked}, \`${lock.path}\` has no such package.`)];
  if (kind === 'go.mod')
    return versions.includes(spec)
      ? []
      : [
          problem(
            pair,
            `${group} ${name}`,
            `${asked}, \`${lock.path}\` has only \`${versions.slice(0, 5).join(', ')}\`.`,
          ),
        ];
  const bare = kind === 'Cargo.toml' ? 'caret' : 'exact';
  if (versions.some((version) => mayFit(spec.replace(/ \{.*$/, ''), version, bare))) return [];
  return [
    problem(
      pair,
      `${group} ${name}`,
      `${asked}, \`${lock.path}\` locks \`${versions.slice(0, 5).join(', ')}\`.`,
    ),
  ];
};

/** Cargo repeats the version of each package of the repository; `--locked` builds fail where it is another one. */
const ofCargoOwn = (pair: Pair, name: string, version: string | null): Disagreement[] => {
  const versions = [...pair.lock.locked.entries.values()]
    .filter((entry) => entry.local && entry.resolved === null && entry.name === name)
    .map((entry) => entry.version);
  const [locked] = versions;
  if (version === null || locked === undefined || versions.includes(version)) return [];
  return [
    problem(
      pair,
      'own version',
      `says \`version\` is \`${version}\`, \`${pair.lock.path}\` says \`${locked}\`.`,
    ),
  ];
};

/** Cargo lists what each package of the repository asks for, by name. */
const ofCargo = (pair: Pair, wanted: string[]): Disagreement[] => {
  const described = recordAt(
    attempt(() => parseToml(pair.manifest.text)),
    'package',
  );
  const own = textAt(described, 'name');
  const names = own === null ? null : (pair.lock.locked.namesOf?.(own) ?? null);
  if (own === null || names === null) return [];
  const said = `\`${pair.lock.path}\` for \`${own}\``;
  return [
    ...ofCargoOwn(pair, own, textAt(described, 'version')),
    ...wanted
      .filter((name) => !names.has(name))
      .map((name) => problem(pair, `listed ${name}`, `asks for \`${name}\`, ${said} does not.`)),
    ...pair.gone
      .filter(({ name }) => names.has(name) && !wanted.includes(name))
      .map(({ name }) =>
        problem(pair, `gone ${name}`, `no longer asks for \`${name}\`, ${said} still does.`),
      ),
  ];
};

/** A module that stands in for another one is locked under its own name; a folder is not. */
const ofReplacements = (pair: Pair): Disagreement[] =>
  [...pair.manifest.requests].flatMap(([key, spec]) => {
    const [, name = '', version = ''] = /^([^\s./]\S*)\s+(v\S+)$/.exec(spec) ?? [];
    if (!key.startsWith('replace ') || name === '') return [];
    if (pair.lock.locked.versionsOf({ name, folder: pair.folder, spec: version }).includes(version))
      return [];
    const text = `replaces \`${key.slice('replace '.length)}\` by \`${name}@${version}\`, \`${pair.lock.path}\` does not have it.`;
    return [problem(pair, `${key} ${spec}`, text)];
  });

/** npm repeats name and version of the package itself. */
const ofOwn = (pair: Pair): Disagreement[] => {
  const own = pair.lock.locked.own(pair.folder);
  const source =
    own === null || pair.kind !== 'package.json'
      ? null
      : attempt((): unknown => JSON.parse(pair.manifest.text));
  if (own === null || !isRecord(source)) return [];
  return (['name', 'version'] as const).flatMap((key) => {
    const [asked, locked] = [textAt(source, key), own[key]];
    if (asked === null || locked === null || asked === locked) return [];
    return [
      problem(
        pair,
        `own ${key}`,
        `says \`${key}\` is \`${asked}\`, \`${pair.lock.path}\` says \`${locked}\`.`,
      ),
    ];
  });
};

/** What went to another group is looked at there. */
const ofGone = (pair: Pair, asked: ReadonlySet<string>): Disagreement[] =>
  pair.gone
    .filter(({ name }) => !asked.has(name))
    .flatMap(({ group, name }) => {
      const recorded = pair.lock.locked.specOf?.({ group, name, folder: pair.folder }) ?? null;
      if (recorded === null) return [];
      const has = `\`${pair.lock.path}\` still has it at \`${recorded.slice(0, 100)}\`.`;
      return [problem(pair, `gone ${group} ${name}`, `no longer asks for \`${name}\`, ${has}`)];
    });

/** Where a lock does not hold what its manifest asks for. Overridden packages are left out: what they come to is no matter of their range. */
export const disagreements = (pair: Pair): Disagreement[] => {
  const { requests } = pair.manifest;
  const overridden = new Set(
    [...requests.keys()]
      .filter((key) => /^(?:overrides|resolutions|replace|dependency_overrides|patch) /.test(key))
      .map((key) => key.slice(key.indexOf(' ') + 1).replace(/^\*\*\//, '')),
  );
  const wanted = [...requests].flatMap(([key, spec]) => {
    const group = key.slice(0, key.indexOf(' '));
    const name = key.slice(key.indexOf(' ') + 1);
    const asks = dependencyGroup.test(group) && !steeringGroup.test(group) && !platform.test(name);
    return asks && !overridden.has(name) ? [{ group, name, spec }] : [];
  });
  const direct = wanted.map(({ name }) => name);
  const cargo = pair.kind === 'Cargo.toml' ? ofCargo(pair, direct) : [];
  const replaced = pair.kind === 'go.mod' ? ofReplacements(pair) : [];
  const missing = wanted.flatMap((request) => ofRequest(pair, request));
  return [
    ...missing,
    ...replaced,
    ...(missing.length > 0 ? [] : cargo),
    ...ofGone(pair, new Set(direct)),
    ...ofOwn(pair),
  ];
};

/** Locks whose form tells for sure whether they hold what is asked for. */
const precise = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'Cargo.lock',
  'go.sum',
]);
export const isPrecise = (lockPath: string): boolean => precise.has(nameOf(lockPath));
