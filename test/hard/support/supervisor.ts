import type { Local } from '../../../src/sandbox/local.ts';

export interface Crash {
  /** What it died of: the failpoint's name, or the signal of the test. */
  at: string;
  /** Since the supervisor began. */
  afterMs: number;
  /** Until the App was listening again. */
  downMs: number;
}

export interface Supervisor {
  crashes: Crash[];
  /** Rejects when the App ended in a way no test asked for. */
  failed: Promise<never>;
  /** Asks the App to end, as a deployment does, and resolves once its successor listens. */
  replace(): Promise<void>;
  /** Lets the App end: drained, exit code 0. */
  stop(): Promise<void>;
}

const endedWith = (code: number | null): string => (code === null ? 'a signal' : `code ${code}`);

/**
 * Starts the App again whenever it dies, as an init system does. Linear's next retry, a minute away, comes at once;
 * GitHub never retries, which the App's own sweep has to make good.
 */
export const supervise = (local: Local, options: { causeOf: () => string }): Supervisor => {
  const began = performance.now();
  const crashes: Crash[] = [];
  let stopping = false;
  let replaced: (() => void) | null = null;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // a test that does not look at it has its own ways to fail
  failed.catch(() => undefined);

  const restart = async (at: string): Promise<void> => {
    const diedAt = performance.now();
    await local.restartApp();
    const afterMs = Math.round(diedAt - began);
    crashes.push({ at, afterMs, downMs: Math.round(performance.now() - diedAt) });
    await local.linear.retryNow();
  };
  const watch = async (): Promise<void> => {
    while (!stopping) {
      const code = await local.app().child.exited;
      if (stopping) return;
      if (code !== (replaced ? 0 : null)) throw new Error(`the App ended with ${endedWith(code)}`);
      await restart(replaced ? 'SIGTERM' : options.causeOf());
      replaced?.();
      replaced = null;
    }
  };
  const watching = watch().catch((error: unknown) =>
    fail(error instanceof Error ? error : new Error('the App could not be started again')),
  );
  return {
    crashes,
    failed,
    replace: async () => {
      const done = new Promise<void>((resolve) => {
        replaced = resolve;
      });
      local.app().child.process.kill('SIGTERM');
      await Promise.race([done, failed]);
    },
    stop: async () => {
      stopping = true;
      await local.app().stop();
      await watching;
      // the one that was just being started
      await local.app().stop();
      const code = await local.app().child.exited;
      if (code !== 0) throw new Error(`the App ended with ${endedWith(code)} when asked to stop, not 0`);
    },
  };
};
