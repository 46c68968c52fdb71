import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import ssri from 'ssri';
import { EnvHttpProxyAgent, interceptors, request } from 'undici';
import { RunRefused } from '../run.ts';
import type { CliPackage } from './releases.ts';
import { codeOf, diskFull, isDiskFull } from './trouble.ts';

export interface DownloadOptions {
  /** npm registry, e.g. `https://registry.npmjs.org/`. */
  registry: string;
  /** File that is written. */
  file: string;
  signal: AbortSignal;
  /** Milliseconds between tries, 2000 if not said. */
  pauseMs?: number;
}

const tries = 3;
/** Milliseconds without a byte. */
const patience = 60_000;
/**
 * More than any package, so that the reader never makes the connection wait: a server that closes the connection at the
 * end of an answer ends this whole process if its reader is behind (nodejs/undici#5360).
 */
const highWaterMark = 1024 ** 3;

/** Where a registry keeps the package. */
const addressOf = ({ name, version }: CliPackage, registry: string): string => {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return `${registry.replace(/\/+$/, '')}/${name}/-/${base}-${version}.tgz`;
};

/** Fetches a package; throws `RunRefused` when it is not what its integrity says, or cannot be had. */
export const downloadPackage = async (wanted: CliPackage, options: DownloadOptions): Promise<void> => {
  const url = addressOf(wanted, options.registry);
  const agent = new EnvHttpProxyAgent();
  const dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 3 }));
  try {
    for (let left = tries - 1; ; left -= 1) {
      const trouble = await tryOnce(url, { dispatcher, wanted, options });
      if (trouble === null) return;
      if (left === 0 || !trouble.passing) throw new RunRefused(trouble.message);
      await wait(options.pauseMs ?? 2000, undefined, { signal: options.signal });
    }
  } finally {
    await agent.destroy();
  }
};

interface Trouble {
  message: string;
  /** May be gone at the next try. */
  passing: boolean;
}

interface Try {
  dispatcher: ReturnType<EnvHttpProxyAgent['compose']>;
  wanted: CliPackage;
  options: DownloadOptions;
}

const tryOnce = async (url: string, { dispatcher, wanted, options }: Try): Promise<Trouble | null> => {
  const { signal, file } = options;
  try {
    const answer = await request(url, {
      dispatcher,
      signal,
      headersTimeout: patience,
      bodyTimeout: patience,
      highWaterMark,
    });
    if (answer.statusCode !== 200) {
      await answer.body.dump();
      return statusTrouble(url, answer.statusCode);
    }
    const check = ssri.integrityStream({ integrity: wanted.integrity });
    await pipeline(answer.body, check, createWriteStream(file, { flags: 'w', mode: 0o600 }), { signal });
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return errorTrouble(error, { url, wanted });
  }
};

const statusTrouble = (url: string, status: number): Trouble => ({
  message:
    status === 404
      ? `There is no ${url}: name a version that npm has in \`agents.allowed.<name>.release\`.`
      : `The npm registry answered ${status} for ${url}: dispatch again later, or name another registry by \`npm_config_registry\` in the runner's environment.`,
  passing: status >= 500 || status === 429,
});

const errorTrouble = (error: unknown, about: { url: string; wanted: CliPackage }): Trouble => {
  const code = codeOf(error);
  const { name, version } = about.wanted;
  if (code === 'EINTEGRITY' || code === 'EBADSIZE')
    return {
      message: `What ${about.url} gives is not ${name}@${version} with the integrity that is pinned, so it was not used. Correct \`agents.allowed.<name>.release\` (\`npm view ${name}@${version} dist.integrity\`), or look into the registry.`,
      passing: false,
    };
  if (isDiskFull(error)) return { message: diskFull(`${name}@${version}`), passing: false };
  const why = code || (error instanceof Error ? error.message : String(error));
  return {
    message: `${about.url} could not be fetched (${why}): let the runner reach the npm registry (another one by \`npm_config_registry\` in its environment), set \`HTTPS_PROXY\` on it, or keep the pinned CLI in its folder beforehand.`,
    passing: true,
  };
};
