/** Where git is looked for when nobody says: the process's own PATH is the composition root's to pass on. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin';

export interface GitEnvironmentOptions {
  /** Search path; `defaultPath` when absent. */
  path?: string | undefined;
  /** Further variables, e.g. `HTTPS_PROXY` or `GIT_INDEX_FILE`. */
  variables?: Record<string, string> | undefined;
  /** Further configuration, `[key, value]`; a later entry wins. */
  config?: [string, string][] | undefined;
  /** Token for exactly this address. Travels in the environment: argv is world-readable, disks outlive tokens. */
  credential?: { url: string; token: string } | undefined;
}

/**
 * Nothing of the machine, the user or the repository may run during our git operations: no hooks, no helpers, no
 * background maintenance that outlives the call.
 */
const hardening: [string, string][] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  ['core.autocrlf', 'false'],
  ['core.quotePath', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.excludesFile', '/dev/null'],
  ['init.templateDir', ''],
  ['init.defaultBranch', 'main'],
  ['credential.helper', ''],
  // A custom header follows a redirect to whatever host answers.
  ['http.followRedirects', 'false'],
  ['protocol.version', '2'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['commit.gpgSign', 'false'],
  ['submodule.recurse', 'false'],
  ['advice.detachedHead', 'false'],
];

const credentialConfig = (credential: { url: string; token: string } | undefined): [string, string][] => {
  if (!credential || !/^https?:/.test(credential.url)) return [];
  const basic = Buffer.from(`x-access-token:${credential.token}`).toString('base64');
  return [[`http.${new URL(credential.url).origin}/.extraHeader`, `Authorization: Basic ${basic}`]];
};

/** The whole environment of one git process; nothing is inherited. */
export const gitEnvironment = (options: GitEnvironmentOptions = {}): Record<string, string> => {
  const config = [...hardening, ...credentialConfig(options.credential), ...(options.config ?? [])];
  const entries = config.flatMap(([key, value], index): [string, string][] => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: options.path ?? defaultPath,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_ALLOW_PROTOCOL: 'http:https:file',
    ...options.variables,
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(entries),
  };
};
