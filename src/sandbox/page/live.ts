import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Local } from '../local.ts';

const AT_MOST_EVERY_MS = 150;
const AGAIN_WITHIN_MS = 1_000;

/** However often it is rung meanwhile, `next` resolves once. */
const createBell = () => {
  let rung = false;
  let waiting: (() => void) | null = null;
  return {
    ring: (): void => {
      rung = true;
      waiting?.();
    },
    next: async (): Promise<void> => {
      if (!rung)
        await new Promise<void>((resolve) => {
          waiting = resolve;
        });
      rung = false;
      waiting = null;
    },
  };
};

/** A tick after every change of the local world. Before there is one the browser is told to ask again soon. */
export const ticks = (c: Context, local: Local | null) =>
  streamSSE(c, async (stream) => {
    await stream.writeSSE({ data: '', event: 'hello', retry: AGAIN_WITHIN_MS });
    if (!local) return;
    const bell = createBell();
    const stops = [local.github.onChange(bell.ring), local.linear.onChange(bell.ring)];
    stream.onAbort(bell.ring);
    while (!stream.aborted) {
      await bell.next();
      if (stream.aborted) break;
      await stream.writeSSE({ data: 'changed' });
      await stream.sleep(AT_MOST_EVERY_MS);
    }
    for (const stop of stops) stop();
  });
