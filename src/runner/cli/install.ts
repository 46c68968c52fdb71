import { join } from 'node:path';
import type { CliKind } from '../../adapters/agents/cli.ts';
import type { CliRelease } from '../../contracts/assignment.ts';
import { RunRefused } from '../run.ts';
import { type PlaceOptions, placePackage } from './place.ts';
import { cliPackage, platforms } from './releases.ts';
import { versionOf } from './version.ts';

export interface InstallOptions extends PlaceOptions {
  kind: CliKind;
  /** Instead of the pinned release. What is kept of it cannot be known to be it, so it is fetched each time. */
  release: CliRelease | null;
  /** As Node names it, e.g. `linux-x64`; that of this machine if not said. */
  platform?: string;
}

export interface InstalledCli {
  /** The program. */
  path: string;
  /** What it answers to `--version`. */
  version: string;
  /** All that belongs to it. */
  folder: string;
}

/**
 * Installs one release of a CLI, or finds the pinned one kept and unchanged. Nothing of the package is run before it
 * is known to be what is wanted. Throws `RunRefused`, which names the remedy.
 */
export const installCli = async (options: InstallOptions): Promise<InstalledCli> => {
  const { kind, release, log, signal } = options;
  const platform = options.platform ?? `${process.platform}-${process.arch}`;
  const wanted = cliPackage(kind, { platform, release });
  if (wanted === null)
    throw new RunRefused(
      `There is no ${kind} for ${platform}: use a runner on ${platforms.join(' or ')}, e.g. \`runs-on: ubuntu-latest\`.`,
    );
  const { folder, kept } = await placePackage(wanted, options);
  const path = join(folder, 'package', wanted.program);
  const found = await versionOf(path, { signal });
  if ('problem' in found)
    throw new RunRefused(
      `${wanted.name}@${wanted.version} does not run on this runner (${found.problem}): use another runner, or pin another release in \`agents.allowed.<name>.release\`.`,
    );
  log(`${kind} ${found.version} ${kept ? 'is installed' : 'was installed'} in ${folder}`);
  return { path, version: found.version, folder };
};
