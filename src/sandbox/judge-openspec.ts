import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const cli = fileURLToPath(new URL('../../node_modules/.bin/openspec', import.meta.url));

/** What OpenSpec's own CLI says of a change. */
export interface OpenSpecVerdict {
  strict: boolean;
  archivable: boolean;
  /** Its output, where it says no. */
  problems: string[];
}

const run = async (
  cwd: string,
  home: string,
  args: string[],
): Promise<{ passed: boolean; output: string }> => {
  const { exitCode, all } = await execa(cli, args, {
    cwd,
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
    extendEnv: false,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: home,
      OPENSPEC_TELEMETRY: '0',
      DO_NOT_TRACK: '1',
      OPENSPEC_NO_UPDATE_CHECK: '1',
      OPENSPEC_NO_COMPLETIONS: '1',
    },
  });
  return { passed: exitCode === 0, output: all.trim() };
};

/** Clones a branch, validates all of it strictly, and archives the change in a copy. */
export const judgeOpenSpec = async (options: {
  gitDir: string;
  branch: string;
  change: string;
  /** Folder of its own. */
  into: string;
}): Promise<OpenSpecVerdict> => {
  const { gitDir, branch, change, into } = options;
  await rm(into, { recursive: true, force: true });
  const [home, clone, copy] = [join(into, 'home'), join(into, 'clone'), join(into, 'copy')];
  await mkdir(home, { recursive: true });
  await execa('git', ['clone', '--quiet', '--branch', branch, '--', gitDir, clone]);
  await cp(clone, copy, { recursive: true });
  const validated = await run(clone, home, ['validate', '--all', '--strict']);
  const archived = await run(copy, home, ['archive', change, '-y', '--json']);
  // an archive can leave specs behind that are not valid any more
  const after = archived.passed ? await run(copy, home, ['validate', '--all', '--strict']) : null;
  const said = [
    { what: 'openspec validate --all --strict', result: validated },
    { what: `openspec archive ${change}`, result: archived },
    { what: 'openspec validate --all --strict after the archive', result: after },
  ];
  return {
    strict: validated.passed,
    archivable: archived.passed && after?.passed === true,
    problems: said.flatMap(({ what, result }) =>
      result && !result.passed ? [`${what}: ${result.output.slice(-400)}`] : [],
    ),
  };
};
