import type { Clock } from './clock.ts';

/** Notices silence, but only while somebody waits: a reader that takes its time is not the other side's silence. */
export interface SilenceWatch {
  arm(): void;
  disarm(): void;
  /** Whether `onSilent` was called. */
  fired(): boolean;
  stop(): void;
}

/** One timer however many chunks there are: it looks at when the waiting began, and sleeps for what is left. */
export const watchSilence = (options: { clock: Clock; ms: number; onSilent: () => void }): SilenceWatch => {
  const { clock, ms, onSilent } = options;
  const over = new AbortController();
  let since: number | null = null;
  let fired = false;

  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const left = since === null ? ms : since + ms - clock.now();
      if (left <= 0) {
        fired = true;
        onSilent();
        return;
      }
      await clock.sleep(left, over.signal);
    }
  };
  void watch();

  return {
    arm: () => {
      since = clock.now();
    },
    disarm: () => {
      since = null;
    },
    fired: () => fired,
    stop: () => over.abort(),
  };
};
