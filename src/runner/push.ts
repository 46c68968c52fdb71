import { setTimeout as wait } from 'node:timers/promises';
import { GitFailure, withoutCredentials } from '../adapters/git/process.ts';
import type { Remote } from './run.ts';
import { askRunGit, type GitPlace } from './run-git.ts';

/** Our repository, the remote, and whom to tell. */
export interface Pushing {
  place: GitPlace;
  remote: Remote;
  log: (line: string) => void;
}

/** SHAs of the named refs as the remote has them now. */
export const remoteRefs = async (
  { place, remote }: Pushing,
  refs: string[],
): Promise<Map<string, string>> => {
  const args = ['ls-remote', '--refs', remote.url, ...refs];
  const answer = await askRunGit(place, args, { remote });
  if (answer.exitCode !== 0) throw new GitFailure({ args }, answer);
  const lines = answer.stdout.toString('utf8').split('\n');
  const found = lines.map((line): [string, string] => [line.slice(41), line.slice(0, 40)]);
  return new Map(found.filter(([ref]) => refs.includes(ref)));
};

export type Pushed =
  | { state: 'pushed' }
  /** Somebody else's commit is there already. */
  | { state: 'exists'; sha: string }
  /** The remote does not want a ref of this name, or not from us. */
  | { state: 'refused'; reason: string };

const pauses = [2000, 5000];

/**
 * Creates the ref or leaves it alone. A push whose reply was lost is asked about before it is repeated: the ref
 * standing at our own commit is success.
 */
export const pushNew = async (pushing: Pushing, push: { sha: string; ref: string }): Promise<Pushed> => {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await pushOnce(pushing, push);
    if (outcome.state !== 'failed') return outcome;
    const pause = pauses[attempt];
    if (pause === undefined) throw outcome.failure;
    pushing.log(`push of ${push.ref} failed, trying again: ${outcome.failure.message}`);
    await wait(pause, undefined, { signal: pushing.place.signal });
  }
};

const pushOnce = async (
  pushing: Pushing,
  { sha, ref }: { sha: string; ref: string },
): Promise<Pushed | { state: 'failed'; failure: GitFailure }> => {
  // An empty lease means: must not exist. That is the one way git has of saying create-only; nothing is overwritten.
  const args = [
    'push',
    '--porcelain',
    '--no-verify',
    `--force-with-lease=${ref}:`,
    pushing.remote.url,
    `${sha}:${ref}`,
  ];
  const answer = await askRunGit(pushing.place, args, { remote: pushing.remote });
  if (answer.exitCode === 0) return { state: 'pushed' };
  const rejected = /^!\t\S+\t(\[.*)$/m.exec(answer.stdout.toString('utf8'))?.[1];
  if (rejected === undefined) return { state: 'failed', failure: new GitFailure({ args }, answer) };
  const there = (await remoteRefs(pushing, [ref])).get(ref);
  if (there === sha) return { state: 'pushed' };
  if (there !== undefined) return { state: 'exists', sha: there };
  return { state: 'refused', reason: withoutCredentials(`${rejected} ${remoteWords(answer.stderr)}`.trim()) };
};

const remoteWords = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => line.slice(7).trim())
    .join(' ')
    .slice(0, 300);
