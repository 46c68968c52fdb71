import { access, constants } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CliKind } from '../../adapters/agents/cli.ts';
import type { InstalledCli } from './install.ts';
import { cliPackage } from './releases.ts';
import { versionOf } from './version.ts';

/** Variables that name the program of a CLI. */
export const cliVariables: Record<CliKind, string> = {
  opencode: 'OPENCODE_BIN',
  'claude-code': 'CLAUDE_BIN',
  codex: 'CODEX_BIN',
};

/** Where `npm run agents:fetch` puts the CLIs, below a checkout of this repository. */
export const cliCache = 'node_modules/.cache/agents';

type Looked = InstalledCli | { missing: string };

/** A CLI that is there already, by its variable or kept in `folder`; `missing` says why there is none. */
export const findCli = async (
  kind: CliKind,
  { env, folder }: { env: Readonly<Record<string, string | undefined>>; folder: string },
): Promise<Looked> => {
  const variable = cliVariables[kind];
  const named = env[variable];
  if (!named) {
    const kept = await findKeptCli(kind, { path: env.PATH, folder });
    return 'missing' in kept ? { missing: `${kept.missing}, and ${variable} is not set` } : kept;
  }
  const program = resolve(named);
  if (!(await isProgram(program))) return { missing: `${variable} names ${program}, which is no program` };
  return looked(program, { path: env.PATH, folder: dirname(program) });
};

/** The pinned release, where it was put into `folder`. */
export const findKeptCli = async (
  kind: CliKind,
  { path, folder }: { /** Search path. */ path: string | undefined; folder: string },
): Promise<Looked> => {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = cliPackage(kind, { platform, release: null });
  if (pinned === null) return { missing: `there is no ${kind} for ${platform}` };
  const home = resolve(folder, `${pinned.name}@${pinned.version}`);
  const program = join(home, 'package', pinned.program);
  if (!(await isProgram(program))) return { missing: `${program} is not there (npm run agents:fetch)` };
  return looked(program, { path, folder: home });
};

const isProgram = async (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const looked = async (
  program: string,
  { path, folder }: { path: string | undefined; folder: string },
): Promise<Looked> => {
  const found = await versionOf(program, { signal: new AbortController().signal, path });
  if ('problem' in found) return { missing: `${program} does not run: ${found.problem}` };
  return { path: program, version: found.version, folder };
};
