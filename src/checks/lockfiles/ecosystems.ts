export interface Ecosystem {
  /** Which reader understands the manifest. */
  kind: string;
  manifest: RegExp;
  /** File names of its locks, with the command that writes each anew. */
  locks: Record<string, string>;
  /** Files that steer what is locked, besides the manifest. */
  steering?: RegExp;
  /** False where a lock knows no ranges, so that a wider one may leave it as it is. */
  recordsRanges: boolean;
}

/** In the order in which they are asked: the first whose manifest fits. */
const ecosystems: Ecosystem[] = [
  {
    kind: 'package.json',
    manifest: /^package\.json$/,
    locks: {
      'package-lock.json': 'npm install --package-lock-only',
      'npm-shrinkwrap.json': 'npm install --package-lock-only',
      'pnpm-lock.yaml': 'pnpm install --lockfile-only',
      'yarn.lock': 'yarn install',
      'bun.lock': 'bun install --lockfile-only',
      'bun.lockb': 'bun install --lockfile-only',
    },
    steering:
      /^(?:pnpm-workspace\.yaml|\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.c?js|lerna\.json|bunfig\.toml)$/,
    recordsRanges: true,
  },
  {
    kind: 'Cargo.toml',
    manifest: /^Cargo\.toml$/,
    locks: { 'Cargo.lock': 'cargo update --workspace' },
    recordsRanges: false,
  },
  {
    kind: 'pyproject.toml',
    manifest: /^pyproject\.toml$/,
    locks: {
      'poetry.lock': 'poetry lock',
      'uv.lock': 'uv lock',
      'pdm.lock': 'pdm lock --update-reuse',
      'pylock.toml': 'uv lock',
    },
    steering: /^(?:poetry\.toml|uv\.toml|pdm\.toml)$/,
    recordsRanges: true,
  },
  { kind: 'Pipfile', manifest: /^Pipfile$/, locks: { 'Pipfile.lock': 'pipenv lock' }, recordsRanges: true },
  {
    kind: 'go.mod',
    manifest: /^go\.mod$/,
    locks: { 'go.sum': 'go mod tidy' },
    steering: /^go\.work$|\.go$/,
    recordsRanges: false,
  },
  {
    kind: 'Gemfile',
    manifest: /^(?:Gemfile|gems\.rb)$/,
    locks: { 'Gemfile.lock': 'bundle lock', 'gems.locked': 'bundle lock' },
    steering: /^\.ruby-version$|\.gemspec$/,
    recordsRanges: true,
  },
  { kind: 'gemspec', manifest: /\.gemspec$/, locks: { 'Gemfile.lock': 'bundle lock' }, recordsRanges: true },
  {
    kind: 'composer.json',
    manifest: /^composer\.json$/,
    locks: { 'composer.lock': 'composer update --lock' },
    recordsRanges: true,
  },
  { kind: 'mix.exs', manifest: /^mix\.exs$/, locks: { 'mix.lock': 'mix deps.get' }, recordsRanges: false },
  {
    kind: 'Package.swift',
    manifest: /^Package\.swift$/,
    locks: { 'Package.resolved': 'swift package resolve' },
    recordsRanges: false,
  },
  {
    kind: 'pubspec.yaml',
    manifest: /^pubspec\.yaml$/,
    locks: { 'pubspec.lock': 'dart pub get' },
    recordsRanges: false,
  },
  {
    kind: 'flake.nix',
    manifest: /^flake\.nix$/,
    locks: { 'flake.lock': 'nix flake lock' },
    recordsRanges: true,
  },
  { kind: 'Podfile', manifest: /^Podfile$/, locks: { 'Podfile.lock': 'pod install' }, recordsRanges: true },
  {
    kind: 'Chart.yaml',
    manifest: /^Chart\.yaml$/,
    locks: { 'Chart.lock': 'helm dependency update' },
    recordsRanges: true,
  },
  {
    kind: 'deno.json',
    manifest: /^deno\.jsonc?$/,
    locks: { 'deno.lock': 'deno install' },
    steering: /\.[jt]sx?$/,
    recordsRanges: true,
  },
  {
    kind: 'csproj',
    manifest: /^(?:[\w.-]+\.(?:cs|fs|vb)proj|Directory\.Packages\.props)$/,
    locks: { 'packages.lock.json': 'dotnet restore --force-evaluate' },
    steering: /^(?:Directory\.(?:Packages|Build)\.props|nuget\.config)$/i,
    recordsRanges: true,
  },
];

export const folderOf = (path: string): string =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const inFolder = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

export const ecosystemOf = (path: string): Ecosystem | null =>
  ecosystems.find(({ manifest }) => manifest.test(nameOf(path))) ?? null;

/** Which ecosystem a lock is of, and what writes it. */
export const lockOf = (path: string): { ecosystem: Ecosystem; command: string } | null => {
  for (const ecosystem of ecosystems) {
    const command = Object.hasOwn(ecosystem.locks, nameOf(path)) ? ecosystem.locks[nameOf(path)] : undefined;
    if (command !== undefined) return { ecosystem, command };
  }
  return null;
};

/** Locks of the same folder, or of the closest one above that has any; empty when there are none. */
export const nearestLocks = (
  path: string,
  ecosystem: Ecosystem,
  has: (path: string) => boolean,
): string[] => {
  let folder = folderOf(path);
  for (;;) {
    const found = Object.keys(ecosystem.locks)
      .map((name) => inFolder(folder, name))
      .filter(has);
    if (found.length > 0) return found;
    if (folder === '') return [];
    folder = folderOf(folder);
  }
};
