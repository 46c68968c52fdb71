import { GitFailure } from '../adapters/git/process.ts';
import type { Session } from '../adapters/git/read.ts';
import { askRunGit, type GitPlace } from './run-git.ts';

/** The readers of the git adapter over a repository of the run: all of it is here, nothing is fetched. */
export const sessionOf = (place: GitPlace): Session => {
  const run: Session['run'] = async (args, options = {}) => {
    const answer = await askRunGit(place, args, options);
    if (answer.exitCode === 0) return answer.stdout;
    place.signal.throwIfAborted();
    throw new GitFailure({ args }, answer);
  };
  return {
    commits: new Set(),
    run,
    ask: (args, options) => askRunGit(place, args, options),
    fetch: () => Promise.reject(new Error('A repository of the run has no remote to fetch from.')),
  };
};
