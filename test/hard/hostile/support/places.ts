import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Canary, type CanaryName, newCanary } from './canaries.ts';
import { machine } from './machine.ts';

/** Files of the machine's user, as tools write them. */
const homeFiles: [CanaryName, string, (canary: string) => string][] = [
  ['git-credentials', '.git-credentials', (canary) => `https://ada:${canary}@git.example.test\n`],
  ['netrc', '.netrc', (canary) => `machine git.example.test login ada password ${canary}\n`],
  ['npmrc', '.npmrc', (canary) => `//registry.example.test/:_authToken=${canary}\n`],
  ['ssh-key', '.ssh/id_ed25519', (canary) => `-----BEGIN KEY-----\n${canary}\n-----END KEY-----\n`],
  ['gh-hosts', '.config/gh/hosts.yml', (canary) => `github.com:\n  oauth_token: ${canary}\n`],
  [
    'docker-config',
    '.docker/config.json',
    (canary) => JSON.stringify({ auths: { registry: { auth: canary } } }),
  ],
  ['aws-credentials', '.aws/credentials', (canary) => `[default]\naws_secret_access_key = ${canary}\n`],
  ['gitconfig', '.gitconfig', (canary) => `[http]\n\textraHeader = Authorization: ${canary}\n`],
];

export interface Places {
  folder: string;
  canaries: Canary[];
  canary: (name: CanaryName) => string;
  /** Folder in the search path of the machine. */
  bin: string;
  /** Everybody may write here, as far as the mode says. */
  open: string;
  home: string;
  key: string;
  socket: string;
  sharedMemory: string;
  temporary: string;
  /** A bare repository that strangers cannot enter, and the name of a file in it. */
  other: { folder: string; blob: string };
  /** Stands for `/etc` where a script would succeed. */
  etc: string;
  /** Name of a terminal session of the test, on the server that runs use too; null without tmux. */
  session: string | null;
  remove: () => void;
}

const write = (path: string, text: string, mode = 0o600): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
};

/**
 * As root not below `/tmp`, which programs of the second user see empty anyway: self-hosted runners are often found in
 * `/opt`, where only modes and mounts protect what lies beside them.
 */
const makeFolder = (): string => {
  const above = machine.root && existsSync('/opt') ? '/opt' : tmpdir();
  const folder = mkdtempSync(join(above, 'throughline-hostile-'));
  chmodSync(folder, 0o755);
  return folder;
};

const git = (cwd: string, args: string[], input = ''): string =>
  execFileSync('git', args, {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: '/nonexistent' },
  }).trim();

const answerWith = (path: string, canary: string): Server => {
  const server = createServer((socket) => socket.end(canary));
  server.listen(path, () => chmodSync(path, 0o600));
  return server;
};

/** The server that runs use too: only the session of this name is ever touched. */
const tmux = (...args: string[]): void => {
  const env = { PATH: process.env.PATH, HOME: '/', TERM: 'screen', LANG: 'C.UTF-8' };
  execFileSync('tmux', ['-L', 'throughline', '-f', '/dev/null', ...args], { env, stdio: 'ignore' });
};

const openTerminal = (canary: string): string | null => {
  if (!machine.tmux) return null;
  const name = `throughline-hostile-${process.pid}`;
  tmux(
    'new-session',
    '-d',
    '-s',
    name,
    '-x',
    '160',
    '-y',
    '50',
    `echo ${canary}; while read -r line; do :; done`,
  );
  return name;
};

/** Plants every canary where the real thing would be. */
export const makePlaces = (): Places => {
  const folder = makeFolder();
  const canaries: Canary[] = [];
  const plant = (name: CanaryName): string => {
    const value = newCanary(name);
    canaries.push({ name, value });
    return value;
  };
  const home = join(folder, 'actions/home');
  for (const [name, path, text] of homeFiles) write(join(home, path), text(plant(name)));
  const key = join(folder, 'app/private-key.pem');
  write(key, plant('app-key'));
  const open = join(folder, 'open');
  mkdirSync(open);
  chmodSync(open, 0o1777);
  const [bin, etc] = [join(folder, 'bin'), join(folder, 'etc')];
  for (const made of [bin, etc]) mkdirSync(made);
  // World-readable on purpose: the places themselves are covered.
  const sharedMemory = `/dev/shm/throughline-hostile-${process.pid}`;
  write(sharedMemory, plant('shared-memory'), 0o644);
  const temporary = join('/tmp', `throughline-hostile-${process.pid}`);
  write(temporary, plant('temporary-file'), 0o644);
  const other = join(folder, 'other.git');
  mkdirSync(other, { mode: 0o700 });
  git(other, ['init', '--quiet', '--bare', '.']);
  const blob = git(other, ['hash-object', '-w', '--stdin'], plant('other-repository'));
  const socket = join(folder, 'app/socket');
  const server = answerWith(socket, plant('socket'));
  const session = openTerminal(plant('terminal'));
  for (const name of [
    ...([
      'machine-variable',
      'process-variable',
      'process-argument',
      'process-memory',
      'process-open-file',
    ] as const),
    ...(['process-directory', 'kept-worktree', 'kept-home', 'neighbour-home', 'model-key'] as const),
  ])
    plant(name);
  return {
    ...{ folder, canaries, bin, open, home, key, socket, sharedMemory, temporary, etc, session },
    other: { folder: other, blob },
    canary: (name) => canaries.find((one) => one.name === name)?.value ?? '',
    remove: () => {
      server.close();
      for (const path of [sharedMemory, temporary]) rmSync(path, { force: true });
      // Scripts make folders too deep for anything that goes by path.
      execFileSync('rm', ['-rf', '--', folder]);
      if (session !== null) tmux('kill-session', '-t', `=${session}`);
    },
  };
};
