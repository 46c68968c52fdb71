import { defaultPath } from '../adapters/git/environment.ts';

/**
 * The whole environment of an agent or a verification command. An allow-list: whatever else the machine holds
 * (tokens, cloud credentials, the run's own variables) is not there to be printed.
 */
export const scrubbedEnvironment = (options: {
  path: string | undefined;
  home: string;
  temporary: string;
}): Record<string, string> => ({
  PATH: options.path ?? defaultPath,
  HOME: options.home,
  TMPDIR: options.temporary,
  LANG: 'C.UTF-8',
  TERM: 'dumb',
});
