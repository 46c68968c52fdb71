import type { Reading } from './case.ts';

/** What looks like a secret in all that a process has mapped and may write; its id comes after it. */
export const dumpMemory = `node -e '
const { openSync, readSync, readFileSync } = require("fs");
const mem = openSync("/proc/" + process.argv[1] + "/mem", "r");
for (const line of readFileSync("/proc/" + process.argv[1] + "/maps", "latin1").split("\\n")) {
  const found = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
  if (!found) continue;
  const start = parseInt(found[1], 16);
  const bytes = Buffer.alloc(parseInt(found[2], 16) - start);
  try { readSync(mem, bytes, 0, bytes.length, start); } catch { continue; }
  for (const hit of bytes.toString("latin1").match(/(?:runtime_|canary\\.)[\\w.-]+/g) ?? []) console.log(hit);
}'`;

/** The process's memory at one address, by a system call of its own; numbers are those of x64 and arm64. */
const vmRead = `perl -e '
my ($pid, $at) = ($ARGV[0], hex $ARGV[1]); my $got = "\\0" x 128;
my $here = pack("P Q", $got, 128); my $there = pack("Q Q", $at, 128);
my $call = \`uname -m\` =~ /x86_64/ ? 310 : 270;
syscall($call, 0 + $pid, $here, 1, $there, 1, 0) > 0 or die "refused: $!\\n";
print $got;'`;

/** Stops the process, takes 128 bytes of its memory word by word, and lets it go on. */
const ptrace = `perl -e '
my ($pid, $at) = (0 + $ARGV[0], hex $ARGV[1]); my $call = \`uname -m\` =~ /x86_64/ ? 101 : 117;
syscall($call, 16, $pid, 0, 0) == 0 or die "refused: $!\\n";
waitpid($pid, 0x40000000);
for my $i (0 .. 15) { my $word = "\\0" x 8; syscall($call, 2, $pid, $at + 8 * $i, $word); print $word; }
syscall($call, 17, $pid, 0, 0);'`;

const home = (path: string): string => `cat "$MACHINE_HOME/${path}"`;

/** Its parents up to the action, and no further. */
const ancestors = `p=$$
while [ "$p" -gt 0 ]; do
  tr '\\0' '\\n' <"/proc/$p/environ"
  [ "$p" != "$ACTION" ] || break
  p=$(sed -n 's/^PPid:\\t//p' "/proc/$p/status")
done`;

export const reading: readonly Reading[] = [
  {
    name: 'environment-of-the-action',
    script: 'cat "/proc/$ACTION/environ"',
    finds: ['runtime-token', 'machine-variable'],
  },
  { name: 'environment-of-its-parents', script: ancestors, finds: ['runtime-token', 'machine-variable'] },
  {
    name: 'memory-of-the-action',
    script: `${dumpMemory} "$ACTION"`,
    finds: ['runtime-token'],
    needs: 'root',
  },
  { name: 'environment-of-a-process', script: 'cat "/proc/$HOLDER/environ"', finds: ['process-variable'] },
  {
    name: 'environment-of-a-thread',
    script: 'cat "/proc/$HOLDER/task/$HOLDER/environ"',
    finds: ['process-variable'],
  },
  { name: 'arguments-of-a-process', script: 'cat "/proc/$HOLDER/cmdline"', finds: ['process-argument'] },
  { name: 'arguments-by-ps', script: 'ps -o args= -p "$HOLDER"', finds: ['process-argument'] },
  {
    name: 'memory-of-a-process',
    script: `${dumpMemory} "$HOLDER"`,
    finds: ['process-memory'],
    needs: 'root',
  },
  {
    name: 'memory-by-system-call',
    script: `${vmRead} "$HOLDER" "$ADDRESS"`,
    finds: ['process-memory'],
    needs: 'root',
  },
  {
    name: 'memory-by-ptrace',
    script: `${ptrace} "$HOLDER" "$ADDRESS"`,
    finds: ['process-memory'],
    needs: 'root',
  },
  { name: 'open-file-of-a-process', script: 'cat "/proc/$HOLDER/fd/3"', finds: ['process-open-file'] },
  { name: 'folder-of-a-process', script: 'cat "/proc/$HOLDER/cwd/secret"', finds: ['process-directory'] },
  { name: 'root-of-a-process', script: 'cat "/proc/$HOLDER/root$KEY"', finds: ['app-key'] },
  { name: 'mounts-of-a-process', script: 'nsenter --target "$HOLDER" --mount cat "$KEY"', finds: [] },
  { name: 'key-by-path', script: 'cat "$KEY"', finds: ['app-key'] },
  { name: 'key-by-link', script: 'ln -s "$KEY" .link; cat .link; rm .link', finds: ['app-key'] },
  {
    name: 'key-by-second-name',
    script: 'ln "$KEY" .second && cat .second; rm -f .second',
    finds: ['app-key'],
  },
  { name: 'key-by-sudo', script: 'sudo -n cat "$KEY"', finds: ['app-key'], needs: 'sudo' },
  { name: 'key-by-su', script: 'su root -c "cat $KEY" </dev/null', finds: ['app-key'], needs: 'root' },
  {
    name: 'key-as-root-of-a-namespace',
    script: 'unshare --user --map-root-user cat "$KEY"',
    finds: ['app-key'],
  },
  {
    name: 'key-through-a-mount',
    script:
      'unshare --user --map-root-user --mount sh -c "mkdir .m; mount --rbind / .m; cat .m$KEY"; rmdir .m',
    finds: ['app-key'],
  },
  { name: 'key-by-changed-root', script: 'chroot / cat "$KEY"', finds: ['app-key'], needs: 'root' },
  { name: 'git-credentials', script: home('.git-credentials'), finds: ['git-credentials'] },
  {
    name: 'git-credentials-by-git',
    script: `printf 'protocol=https\\nhost=git.example.test\\nusername=ada\\n\\n' |
HOME=$MACHINE_HOME git -c credential.helper=store credential fill </dev/stdin`,
    finds: ['git-credentials'],
  },
  { name: 'netrc', script: home('.netrc'), finds: ['netrc'] },
  { name: 'npmrc', script: home('.npmrc'), finds: ['npmrc'] },
  { name: 'ssh-key', script: home('.ssh/id_ed25519'), finds: ['ssh-key'] },
  { name: 'gh-hosts', script: home('.config/gh/hosts.yml'), finds: ['gh-hosts'] },
  { name: 'docker-config', script: home('.docker/config.json'), finds: ['docker-config'] },
  { name: 'aws-credentials', script: home('.aws/credentials'), finds: ['aws-credentials'] },
  {
    name: 'gitconfig-included',
    script: 'GIT_CONFIG_NOSYSTEM=1 git -c include.path="$MACHINE_HOME/.gitconfig" config --list',
    finds: ['gitconfig'],
  },
  {
    name: 'home-packed',
    script: 'tar -cf - -C "$MACHINE_HOME" . | cat',
    finds: ['npmrc', 'netrc', 'ssh-key'],
  },
  { name: 'home-as-home', script: 'HOME=$MACHINE_HOME git config --global --list', finds: ['gitconfig'] },
  {
    name: 'other-repository-by-alternates',
    script: 'GIT_ALTERNATE_OBJECT_DIRECTORIES=$OTHER/objects git cat-file blob "$BLOB"',
    finds: ['other-repository'],
  },
  {
    name: 'other-repository-opened',
    script: 'git -c safe.directory="*" --git-dir="$OTHER" cat-file blob "$BLOB"',
    finds: ['other-repository'],
  },
  {
    name: 'socket',
    script: `node -e 'require("net").connect(process.argv[1]).on("error", console.log).pipe(process.stdout)' "$SOCKET"`,
    finds: ['socket'],
  },
  { name: 'shared-memory', script: 'cat "$SHARED_MEMORY"', finds: ['shared-memory'] },
  { name: 'temporary-file', script: 'cat "$TEMPORARY"', finds: ['temporary-file'] },
  { name: 'kept-worktree', script: 'cat "$KEPT/worktree/.env"', finds: ['kept-worktree'] },
  { name: 'kept-home', script: 'cat "$KEPT/home/.token"', finds: ['kept-home'] },
  { name: 'neighbour-home', script: 'cat "$NEIGHBOUR/home/.token"', finds: ['neighbour-home'] },
  {
    name: 'terminal',
    script: 'tmux -L throughline capture-pane -p -t "=$SESSION:"',
    finds: ['terminal'],
    needs: 'tmux',
  },
  {
    name: 'terminal-by-its-socket',
    script: 'tmux -S "/tmp/tmux-$OWNER/throughline" capture-pane -p -t "=$SESSION:"',
    finds: ['terminal'],
    needs: 'tmux',
  },
];
