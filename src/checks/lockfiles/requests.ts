import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { attempt, isRecord, type Json, recordAt } from './records.ts';

/** What a manifest asks for: its version or source by group and name (`dependencies lodash` → `^4.17.21`). */
export type Requests = Map<string, string>;

type Reader = (text: string) => Requests;

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const groupsOf = (source: Json, groups: string[]): Requests =>
  new Map(
    groups.flatMap((group) =>
      Object.entries(recordAt(source, group)).map(
        ([name, spec]) => [`${group} ${name}`, shown(spec)] as const,
      ),
    ),
  );

const packageGroups = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'resolutions',
];

const packageJson: Reader = (text) => {
  const source: unknown = JSON.parse(text);
  if (!isRecord(source)) throw new Error('no object');
  const requests = groupsOf(source, packageGroups);
  for (const [name, spec] of Object.entries(recordAt(source, 'pnpm', 'overrides')))
    requests.set(`overrides ${name}`, shown(spec));
  if (source.workspaces !== undefined) requests.set('workspaces *', shown(source.workspaces));
  return requests;
};

/** `name[extra]>=1,<2; python_version < "3"` of Python. */
const pep508 = (group: string, list: unknown): [string, string][] =>
  (Array.isArray(list) ? list : []).flatMap((one: unknown): [string, string][] => {
    const [, name, spec] = typeof one === 'string' ? (/^\s*([\w.-]+)\s*(.*)$/s.exec(one) ?? []) : [];
    return name === undefined
      ? []
      : [[`${group} ${name.toLowerCase().replace(/[-_.]+/g, '-')}`, (spec ?? '').trim()]];
  });

const poetryGroups = (tool: Json): [string, string][] => {
  const groups = [
    ['dependencies', tool.dependencies],
    ['dev-dependencies', tool['dev-dependencies']],
  ] as [string, unknown][];
  for (const [name, group] of Object.entries(recordAt(tool, 'group')))
    groups.push([`group.${name}`, recordAt(group, 'dependencies')]);
  return groups.flatMap(([group, names]) =>
    Object.entries(isRecord(names) ? names : {}).map(([name, spec]): [string, string] => [
      `${group} ${name.toLowerCase().replace(/[-_.]+/g, '-')}`,
      shown(spec),
    ]),
  );
};

const pyproject: Reader = (text) => {
  const source: Json = parseToml(text);
  const project = recordAt(source, 'project');
  const listed = [
    recordAt(project, 'optional-dependencies'),
    recordAt(source, 'dependency-groups'),
    recordAt(source, 'tool', 'pdm', 'dev-dependencies'),
  ];
  const python = project['requires-python'];
  return new Map([
    ...pep508('dependencies', project.dependencies),
    ...listed.flatMap((groups) => Object.entries(groups).flatMap(([group, list]) => pep508(group, list))),
    ...pep508('tool.uv', recordAt(source, 'tool', 'uv')['dev-dependencies']),
    ...groupsOf(recordAt(source, 'tool', 'uv'), ['sources']),
    ...poetryGroups(recordAt(source, 'tool', 'poetry')),
    ...(python === undefined ? [] : [['project python', shown(python)] as const]),
  ]);
};

const cargoGroups = ['dependencies', 'dev-dependencies', 'build-dependencies'];
const cargoName = (name: string, spec: unknown): string =>
  isRecord(spec) && typeof spec.package === 'string' ? spec.package : name;
/** Version or source, then what else decides what is locked. */
const cargoSpec = (spec: unknown): string => {
  if (!isRecord(spec)) return shown(spec);
  const { features, 'default-features': byDefault, optional } = spec;
  const version = spec.path === undefined ? undefined : spec.version;
  const source = shown(spec.workspace ?? spec.git ?? spec.path ?? spec.version ?? '');
  const further = JSON.stringify({ version, features, byDefault, optional });
  return further === '{}' ? source : `${source} ${further}`;
};

const cargo: Reader = (text) => {
  const source: Json = parseToml(text);
  const targets = Object.values(recordAt(source, 'target'));
  const named = (place: unknown, table: string, group = table): [string, string][] =>
    Object.entries(recordAt(place, table)).map(([name, spec]) => [
      `${group} ${cargoName(name, spec)}`,
      cargoSpec(spec),
    ]);
  return new Map([
    ...[source, ...targets].flatMap((place) => cargoGroups.flatMap((group) => named(place, group))),
    // What a workspace offers is locked only where a member takes it.
    ...named(recordAt(source, 'workspace'), 'dependencies', 'workspace'),
    ...named(source, 'patch'),
  ]);
};

const toml =
  (groups: string[]): Reader =>
  (text) =>
    groupsOf(parseToml(text), groups);
const json =
  (groups: string[]): Reader =>
  (text) => {
    const source: unknown = JSON.parse(text);
    if (!isRecord(source)) throw new Error('no object');
    return groupsOf(source, groups);
  };
const yaml =
  (groups: string[]): Reader =>
  (text) => {
    const source: unknown = parseYaml(text);
    return groupsOf(isRecord(source) ? source : {}, groups);
  };
/** Helm lists its dependencies. */
const chart: Reader = (text) => {
  const source: unknown = parseYaml(text);
  const list: unknown = isRecord(source) ? source.dependencies : [];
  return new Map(
    (Array.isArray(list) ? list : [])
      .filter(isRecord)
      .map((one) => [`dependencies ${shown(one.name)}`, `${shown(one.version)} ${shown(one.repository)}`]),
  );
};

const longestLine = 1_000;
/** For languages whose manifest is a program: name and spec are groups 1 and 2 of a line. */
const lines =
  (pattern: RegExp): Reader =>
  (text) =>
    new Map(
      text.split(/\r?\n/).flatMap((line) => {
        const match = pattern.exec(line.slice(0, longestLine));
        return match
          ? [
              [
                `dependencies ${match[1] ?? ''}`,
                (match[2] ?? '').replace(/\s*(?:#|\/\/).*$/, '').trim(),
              ] as const,
            ]
          : [];
      }),
    );

/** Lines of go.mod as `verb rest`, whether they stand in a block or by themselves; without comments (`// indirect`). */
const goLines = (text: string): { verb: string; rest: string }[] => {
  let block = '';
  return text.split(/\r?\n/).flatMap((whole) => {
    const line = whole
      .slice(0, longestLine)
      .replace(/\/\/.*$/, '')
      .trim();
    const [, opened] = /^(\w+)\s*\($/.exec(line) ?? [];
    if (opened !== undefined || line === ')') {
      block = opened ?? '';
      return [];
    }
    const [, verb = block, rest = line] = /^(require|replace)\s+([^(].*)$/.exec(line) ?? [];
    return [{ verb, rest }];
  });
};

const goMod: Reader = (text) =>
  new Map(
    goLines(text).flatMap(({ verb, rest }) => {
      const [, name, spec] =
        (verb === 'require' ? /^(\S+)\s+(v\S+)$/ : /^(\S+)(?:\s+v\S+)?\s*=>\s*(.+)$/).exec(rest) ?? [];
      const known = verb === 'require' || verb === 'replace';
      return known && name !== undefined ? [[`${verb} ${name}`, spec ?? ''] as const] : [];
    }),
  );

const packageReference: Reader = (text) =>
  new Map(
    [
      ...text.matchAll(
        /<Package(?:Reference|Version)\s{1,8}(?:Include|Update)="([^"]{1,200})"([^>]{0,300})>/g,
      ),
    ].map((match) => [
      `dependencies ${match[1] ?? ''}`,
      /Version="([^"]{0,100})"/.exec(match[2] ?? '')?.[1] ?? '',
    ]),
  );

const readers: Record<string, Reader> = {
  'package.json': packageJson,
  'pyproject.toml': pyproject,
  'Cargo.toml': cargo,
  Pipfile: toml(['packages', 'dev-packages', 'requires']),
  'go.mod': goMod,
  Gemfile: lines(/^\s*gem\b[\s(]*["']([\w./-]+)["'](?:\s*,\s*(.*))?$/),
  gemspec: lines(/\.add_(?:runtime_|development_)?dependency[\s(]*["']([\w.-]+)["'](?:\s*,\s*(.*?))?\)?$/),
  'composer.json': json(['require', 'require-dev', 'conflict', 'replace']),
  'mix.exs': lines(/^\s*\{\s*:(\w+)\s*,\s*(.*?)\},?\s*\]?\s*$/),
  'Package.swift': lines(
    /\.package\(\s*(?:name:\s*"[^"]*",\s*)?(?:url|path):\s*"([^"]+)"\s*,?\s*(.*?)\)?,?\s*$/,
  ),
  'pubspec.yaml': yaml(['dependencies', 'dev_dependencies', 'dependency_overrides', 'environment']),
  'flake.nix': lines(/^\s*(?:inputs\.)?([\w.-]*?)(?:\.?url|\.follows)\s*=\s*"([^"]*)"/),
  Podfile: lines(/^\s*pod\s+["']([^"']+)["'](?:\s*,\s*(.*))?$/),
  'Chart.yaml': chart,
  'deno.json': json(['imports']),
  csproj: packageReference,
};

/** Null when the manifest cannot be read. */
export const requestsOf = (kind: string, text: string | null): Requests | null => {
  if (text === null) return new Map();
  const read = readers[kind];
  return read ? attempt(() => read(text)) : null;
};

export interface RequestChange {
  group: string;
  name: string;
  /** null: it was not, or is no longer, asked for. */
  before: string | null;
  after: string | null;
}

export const changedRequests = (base: Requests, head: Requests): RequestChange[] =>
  [...new Set([...base.keys(), ...head.keys()])]
    .filter((key) => base.get(key) !== head.get(key))
    .map((key) => ({
      group: key.slice(0, key.indexOf(' ')),
      name: key.slice(key.indexOf(' ') + 1),
      before: base.get(key) ?? null,
      after: head.get(key) ?? null,
    }));
