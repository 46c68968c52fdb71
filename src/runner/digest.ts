import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { RunRefused } from './run.ts';

/** SHA-256 of a file, hex. */
export const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
};

/** An artifact can be replaced by whoever holds a run's token; the job output that carries its digest cannot. */
export const requireDigest = async (
  path: string,
  expected: { sha256: string; job: string },
): Promise<void> => {
  const stat = await lstat(path).catch(() => null);
  if (!stat?.isFile()) {
    throw new RunRefused(
      `Job \`${expected.job}\` handed nothing on: ${path} is not there. Somebody may have deleted its artifact; /retry.`,
    );
  }
  const found = await digestOf(path);
  if (found === expected.sha256) return;
  throw new RunRefused(
    `What was downloaded is not what job \`${expected.job}\` handed on (SHA-256 ${found}, expected ${expected.sha256 || 'none'}). The artifact was replaced; nothing of it is used. Look into the run before /retry.`,
  );
};
