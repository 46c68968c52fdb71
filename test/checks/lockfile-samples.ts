/** Small manifests and locks as package managers write them. */

type Names = Record<string, string>;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const hash = (name: string, version: string): string =>
  `sha512-${Buffer.from(`${name}${version}`.repeat(6)).toString('base64').slice(0, 86)}==`;
const tarball = (name: string, version: string): string =>
  `https://registry.npmjs.org/${name}/-/${name}-${version}.tgz`;

export const packageJson = (dependencies: Names, more: object = {}): string =>
  json({ name: 'widgets', version: '1.0.0', ...more, dependencies });

/** `installed`: versions by name. */
export const npmLock = (
  dependencies: Names,
  installed: Names,
  more: { version?: string; members?: Record<string, object>; entries?: object } = {},
): string => {
  const { version = '1.0.0', members = {}, entries = {} } = more;
  return json({
    name: 'widgets',
    version,
    lockfileVersion: 3,
    packages: {
      '': { name: 'widgets', version, dependencies },
      ...members,
      ...Object.fromEntries(
        Object.entries(installed).map(([name, one]) => [
          `node_modules/${name}`,
          { version: one, resolved: tarball(name, one), integrity: hash(name, one) },
        ]),
      ),
      ...entries,
    },
  });
};

export const npmLockOne = (installed: Names): string =>
  json({
    name: 'widgets',
    version: '1.0.0',
    lockfileVersion: 1,
    dependencies: Object.fromEntries(
      Object.entries(installed).map(([name, one]) => [
        name,
        { version: one, resolved: tarball(name, one), integrity: hash(name, one) },
      ]),
    ),
  });

/** By importer: name to [specifier, version]. */
export const pnpmLock = (importers: Record<string, Record<string, [string, string]>>): string => {
  const all = Object.values(importers).flatMap((one) => Object.entries(one));
  return [
    "lockfileVersion: '9.0'",
    '',
    'importers:',
    ...Object.entries(importers).flatMap(([folder, names]) => [
      '',
      `  ${folder}:`,
      '    dependencies:',
      ...Object.entries(names).flatMap(([name, [specifier, version]]) => [
        `      ${name}:`,
        `        specifier: ${specifier}`,
        `        version: ${version}`,
      ]),
    ]),
    '',
    'packages:',
    ...all.flatMap(([name, [, version]]) => [
      '',
      `  ${name}@${version}:`,
      `    resolution: {integrity: ${hash(name, version)}}`,
    ]),
    '',
  ].join('\n');
};

/** By descriptor (`lodash@^4.0.0`): the version. */
export const yarnLock = (locked: Names): string =>
  [
    '# yarn lockfile v1',
    '',
    ...Object.entries(locked).flatMap(([descriptor, version]) => {
      const name = descriptor.slice(0, descriptor.indexOf('@', 1));
      return [
        '',
        `${descriptor}:`,
        `  version "${version}"`,
        `  resolved "https://registry.yarnpkg.com/${name}/-/${name}-${version}.tgz#abc"`,
        `  integrity ${hash(name, version)}`,
      ];
    }),
    '',
  ].join('\n');

export const berryLock = (dependencies: Names, locked: Names): string =>
  [
    '__metadata:',
    '  version: 8',
    '  cacheKey: 10c0',
    ...Object.entries(locked).flatMap(([name, version]) => [
      '',
      `"${name}@npm:${dependencies[name] ?? version}":`,
      `  version: ${version}`,
      `  resolution: "${name}@npm:${version}"`,
      `  checksum: 10c0/${Buffer.from(`${name}${version}`).toString('hex')}`,
      '  languageName: node',
      '  linkType: hard',
    ]),
    '',
    '"widgets@workspace:.":',
    '  version: 0.0.0-use.local',
    '  resolution: "widgets@workspace:."',
    '  dependencies:',
    ...Object.entries(dependencies).map(([name, spec]) => `    ${name}: "npm:${spec}"`),
    '  languageName: unknown',
    '  linkType: soft',
    '',
  ].join('\n');

export const cargoToml = (dependencies: Names, more = ''): string =>
  `[package]\nname = "widgets"\nversion = "0.1.0"\n${more}\n[dependencies]\n${Object.entries(dependencies)
    .map(([name, spec]) => `${name} = "${spec}"\n`)
    .join('')}`;

export const cargoLock = (locked: Names): string =>
  `version = 3\n\n[[package]]\nname = "widgets"\nversion = "0.1.0"\ndependencies = ${JSON.stringify(Object.keys(locked))}\n\n${Object.entries(
    locked,
  )
    .map(
      ([name, version]) =>
        `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${Buffer.from(name + version).toString('hex')}"\n`,
    )
    .join('\n')}`;

export const goMod = (required: Names): string =>
  `module github.com/acme/widgets\n\ngo 1.22\n\nrequire (\n${Object.entries(required)
    .map(([name, version]) => `\t${name} ${version}\n`)
    .join('')})\n`;

export const goSum = (required: Names): string =>
  Object.entries(required)
    .map(
      ([name, version]) =>
        `${name} ${version} h1:${Buffer.from(name + version).toString('base64')}=\n${name} ${version}/go.mod h1:${Buffer.from(`mod${name}${version}`).toString('base64')}=\n`,
    )
    .join('');

export const poetryToml = (dependencies: Names): string =>
  `[tool.poetry]\nname = "widgets"\nversion = "0.1.0"\n\n[tool.poetry.dependencies]\npython = "^3.11"\n${Object.entries(
    dependencies,
  )
    .map(([name, spec]) => `${name} = "${spec}"\n`)
    .join('')}`;

export const tomlLock = (locked: Names): string =>
  `${Object.entries(locked)
    .map(
      ([name, version]) =>
        `[[package]]\nname = "${name}"\nversion = "${version}"\nfiles = [{file = "a.whl", hash = "sha256:aa"}]\n`,
    )
    .join('\n')}\n[metadata]\ncontent-hash = "${Buffer.from(JSON.stringify(locked)).toString('hex')}"\n`;
