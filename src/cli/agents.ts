import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CliKind } from '../adapters/agents/cli.ts';
import { cliCache, cliVariables } from '../runner/cli/find.ts';
import { installCli } from '../runner/cli/install.ts';
import { type PlaceOptions, placePackage } from '../runner/cli/place.ts';
import { cliPackage } from '../runner/cli/releases.ts';

/**
 * `npm run agents:fetch -- [--folder <folder>] [--registry <url>] [--platform <platform>]`: installs the pinned release
 * of every CLI, for the tests against them and for the sandbox. Their licences are their own; nothing of them is passed on.
 * When a release is pinned anew, this names the tree that belongs to it, with `--platform linux-arm64` the one for there.
 */
const kinds = ['opencode', 'claude-code', 'codex'] as const;

const here = `${process.platform}-${process.arch}`;

type Options = PlaceOptions & { platform: string };

const install = async (kind: CliKind, options: Options): Promise<string> =>
  (await installCli({ kind, release: null, ...options })).path;

/** What is for another machine is not run here. */
const place = async (kind: CliKind, options: Options): Promise<string> => {
  const wanted = cliPackage(kind, { platform: options.platform, release: null });
  if (wanted === null) throw new Error(`There is no ${kind} for ${options.platform}.`);
  return join((await placePackage(wanted, options)).folder, 'package', wanted.program);
};

const fetchAll = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      folder: { type: 'string', default: cliCache },
      platform: { type: 'string', default: here },
      // npm tells its scripts which registry it uses itself.
      registry: { type: 'string', default: process.env.npm_config_registry ?? 'https://registry.npmjs.org/' },
    },
  });
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  for (const kind of kinds) {
    const started = performance.now();
    const options = { ...values, log: (line: string) => console.log(line), signal: interrupted.signal };
    const path = values.platform === here ? await install(kind, options) : await place(kind, options);
    console.log(`  ${cliVariables[kind]}=${path} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
};

try {
  await fetchAll();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
