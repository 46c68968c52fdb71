import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A scrubbed environment in which a CLI says its version and reaches for nothing. */
const environment = (home: string, path: string | undefined) => ({
  PATH: path ?? '/usr/local/bin:/usr/bin:/bin',
  HOME: home,
  LANG: 'C.UTF-8',
  TERM: 'dumb',
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  npm_config_registry: 'http://127.0.0.1:9/',
});

/** What a program answers to `--version`, or why it does not. */
export const versionOf = async (
  program: string,
  options: { signal: AbortSignal; path?: string | undefined },
): Promise<{ version: string } | { problem: string }> => {
  const home = await mkdtemp(join(tmpdir(), 'throughline-version-'));
  try {
    const ended = await execa(program, ['--version'], {
      env: environment(home, options.path),
      extendEnv: false,
      cwd: home,
      stdin: 'ignore',
      timeout: 60_000,
      reject: false,
      cancelSignal: options.signal,
    });
    options.signal.throwIfAborted();
    const version = /\d+\.\d+\.\d+[\w.+-]*/.exec(ended.stdout)?.[0];
    if (!ended.failed && version !== undefined) return { version };
    return { problem: ended.signal === 'SIGILL' ? wrongProcessor : (ended.shortMessage ?? ended.stdout) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};

const wrongProcessor = 'this processor lacks instructions that it needs, such as AVX2';
