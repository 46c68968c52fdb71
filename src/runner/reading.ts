import { GitFailure } from '../adapters/git/process.ts';
import type { Reading } from '../adapters/git/read.ts';
import { askRunGit, type GitPlace } from './run-git.ts';

/** The readers of the git adapter over a repository of the run: all of it is here. */
export const readingOf = (place: GitPlace): Reading => {
  const run: Reading['run'] = async (args, options = {}) => {
    const answer = await askRunGit(place, args, options);
    if (answer.exitCode === 0) return answer.stdout;
    place.signal.throwIfAborted();
    throw new GitFailure({ args }, answer);
  };
  return { run, ask: (args, options) => askRunGit(place, args, options) };
};
