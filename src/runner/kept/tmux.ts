import { execa } from 'execa';
import { defaultPath } from '../../adapters/git/environment.ts';

export interface Session {
  name: string;
  /** Aborted when somebody kills the session while the agent works. */
  killed: AbortSignal;
  stopWatching(): void;
}

const lookEveryMs = 1000;

/** Shows the file until it is removed; the agent itself is no child of the session, so that the run can end all of it. */
const pane = 'tail -n +1 -F "$1" & while [ -e "$1" ]; do sleep 2; done; kill $!';

/**
 * The server outlives the job on purpose: without RUNNER_TRACKING_ID in its environment the Actions runner does not take
 * it for an orphan.
 */
const tmux = (path: string | undefined, args: string[]) =>
  execa('tmux', ['-L', 'throughline', '-f', '/dev/null', ...args], {
    env: { PATH: path ?? defaultPath, HOME: '/', TERM: 'screen', LANG: 'C.UTF-8' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 10_000,
  });

/** Opens a detached session that shows the file; null where there is no tmux. */
export const openSession = async (options: {
  name: string;
  output: string;
  path: string | undefined;
}): Promise<Session | null> => {
  const { name, output, path } = options;
  await endSession(name, path);
  const size = ['-x', '160', '-y', '50'];
  const opened = await tmux(path, ['new-session', '-d', '-s', name, ...size, 'sh', '-c', pane, 'sh', output]);
  if (opened.exitCode !== 0) return null;
  const killed = new AbortController();
  const timer = setInterval(async () => {
    const seen = await tmux(path, ['has-session', '-t', `=${name}`]);
    if (seen.exitCode === 1) killed.abort(new Error('its tmux session was killed'));
  }, lookEveryMs);
  return { name, killed: killed.signal, stopWatching: () => clearInterval(timer) };
};

export const endSession = async (name: string, path: string | undefined): Promise<void> => {
  await tmux(path, ['kill-session', '-t', `=${name}`]);
};
