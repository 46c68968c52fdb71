import { execFileSync } from 'node:child_process';
import { chmodSync, constants, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';

/** One step of the action, stopped before its first instruction. */
export interface Beginning {
  pid: number;
  /** Its whole environment. */
  env: Record<string, string>;
}

export interface Gate {
  /** Stands for the machine's Node. */
  node: string;
  close: () => void;
}

/** Agent name of assignments whose runner shall have no isolation to offer; with `-verify` after it, only in that job. */
export const unconfined = 'unconfined';

/**
 * The Node of the machine. It reports itself before it starts and waits until it may, so that a test knows process and
 * tokens of every step. For assignments of the agent `unconfined` it gives up the right to make namespaces first, as in a
 * container without `--privileged`, which is where isolation is not to be had in the wild.
 */
export const makeGate = (folder: string, begins: (step: Beginning) => Promise<void>): Gate => {
  mkdirSync(folder, { mode: 0o700 });
  const calls = join(folder, 'calls');
  execFileSync('mkfifo', ['-m', '600', calls]);
  const node = join(folder, 'node');
  const root = process.getuid?.() === 0;
  const less = ['setpriv', root ? '--bounding-set=-sys_admin' : '--no-new-privs', '--'];
  // Perl, because shells drop variables such as `INPUT_BUNDLE-SHA256`.
  writeFileSync(
    node,
    `#!/usr/bin/env perl
my $own = "${folder}/$$";
system('mkfifo', '-m', '600', $own) == 0 or die;
open(my $calls, '>', '${calls}') or die;
print $calls "$$\\n";
close $calls;
open(my $answer, '<', $own) or die;
my $go = <$answer>;
unlink $own;
my $without = ($ENV{INPUT_ASSIGNMENT} // '') =~ /"name":"${unconfined}(?:-$ENV{INPUT_STEP})?"/;
my @less = $without ? qw(${less.join(' ')}) : ();
exec(@less, '${process.execPath}', @ARGV);
`,
  );
  chmodSync(node, 0o700);
  const descriptor = openSync(calls, constants.O_RDWR | constants.O_NONBLOCK);
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const pid = Number(line);
      void begins({ pid, env: environmentOf(pid) }).finally(() =>
        writeFileSync(join(folder, String(pid)), 'go\n'),
      );
    }
  });
  return { node, close: () => socket.destroy() };
};

const environmentOf = (pid: number): Record<string, string> =>
  Object.fromEntries(
    readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
