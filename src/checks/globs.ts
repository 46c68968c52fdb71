import picomatch from 'picomatch';

/** Below a folder named as `docs` or `docs/` lies everything; a glob says itself how deep it goes. */
const patternsOf = (glob: string): string[] => {
  const plain = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  return plain === '' ? [] : [plain, `${plain}/**`];
};

/**
 * Matches repository-relative paths against configured globs; dotfiles included. Without a glob nothing matches.
 * No negation: a configured list only ever widens, so `!` is a plain character.
 */
export const globMatcher = (globs: string[]): ((path: string) => boolean) => {
  const patterns = globs.flatMap(patternsOf);
  if (patterns.length === 0) return () => false;
  return picomatch(patterns, { dot: true, nonegate: true });
};
