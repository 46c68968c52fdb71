import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answers, createAnswers } from './answers.ts';
import { gitEnvironment } from './environment.ts';
import { isStaleLock } from './failure.ts';
import { createObjectReader, type ObjectReader } from './object-reader.ts';
import { askGit, git } from './process.ts';

/** A bare repository of ours that holds what was fetched from one address. May be deleted at any time. */
export interface CachedRepository {
  directory: string;
  /** Commits that were seen in it. Nothing is ever removed from it but all at once. */
  commits: Set<string>;
  /** What git said of the objects in it, and in the others: a question names its directory. */
  answers: Answers;
  objects: ObjectReader;
  /** Runs `work` alone: git's own locks would let two fetches fail each other. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

/** `cacheDir` belongs to one process. */
export const createCache = (options: {
  cacheDir: string;
  log: (line: string) => void;
  path?: string | undefined;
  variables?: Record<string, string> | undefined;
}) => {
  const repositories = new Map<string, CachedRepository>();
  const answers = createAnswers();

  const prepare = async (directory: string, url: string): Promise<void> => {
    await mkdir(directory, { recursive: true });
    const call = { cwd: directory, env: gitEnvironment({ path: options.path }) };
    await git({ ...call, args: ['init', '--quiet', '--bare', '.'] });
    await git({ ...call, args: ['config', 'remote.origin.url', url] });
    // where the repository itself names a promisor, every read would fetch what is missing, and no setting stops it
    for (const key of ['remote.origin.promisor', 'remote.origin.partialclonefilter'])
      await askGit({ ...call, args: ['config', '--unset-all', key] });
  };

  const create = (directory: string, url: string): CachedRepository => {
    let ready = false;
    const commits = new Set<string>();
    const { path, variables } = options;
    const objects = createObjectReader({ cwd: directory, env: gitEnvironment({ path, variables }) });
    let last: Promise<unknown> = Promise.resolve();
    const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
      if (!ready) await prepare(directory, url);
      ready = true;
      return work();
    };
    const attemptTwice = async <T>(work: () => Promise<T>): Promise<T> => {
      try {
        return await attempt(work);
      } catch (error) {
        if (!isStaleLock(error)) throw error;
        options.log(`git: ${directory} was left locked by a killed process; fetching it anew`);
        await rm(directory, { recursive: true, force: true });
        ready = false;
        commits.clear();
        answers.forget();
        objects.close();
        return attempt(work);
      }
    };
    return {
      directory,
      commits,
      answers,
      objects,
      alone: (work) => {
        const mine = last.then(() => attemptTwice(work));
        last = mine.catch(() => undefined);
        return mine;
      },
    };
  };

  return (fullName: string, url: string): CachedRepository => {
    const hash = createHash('sha256').update(`${fullName}\n${url}`).digest('hex').slice(0, 12);
    const directory = join(options.cacheDir, `${fullName.replace(/[^\w.-]+/g, '__')}-${hash}.git`);
    const known = repositories.get(directory) ?? create(directory, url);
    repositories.set(directory, known);
    return known;
  };
};
