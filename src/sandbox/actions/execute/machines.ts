import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder } from '../../../runner/remove.ts';
import type { ActionsOptions } from '../options.ts';

/** Where one job works. */
export interface Machine {
  /** `sandbox-1` */
  name: string;
  workspace: string;
  /** Emptied before the job. */
  temp: string;
  toolCache: string;
  /** Lets the next job have it. */
  leave(): Promise<void>;
}

/** The runners: so many jobs at once, the others wait in the order they came. */
export interface Machines {
  /** Null when `signal` was aborted before one was free. */
  take(options: { repository: string; jobId: number; signal: AbortSignal }): Promise<Machine | null>;
}

interface Waiting {
  signal: AbortSignal;
  give: (runner: number | null) => void;
}

export function createMachines({ folder, machine }: ActionsOptions): Machines {
  const free = Array.from({ length: machine.count ?? 2 }, (_, at) => at + 1);
  const waiting: Waiting[] = [];

  function serve(): void {
    while (waiting.length > 0) {
      const runner = free[0];
      if (runner === undefined) return;
      const next = waiting.shift();
      if (!next || next.signal.aborted) continue;
      free.shift();
      next.give(runner);
    }
  }

  const claim = (signal: AbortSignal): Promise<number | null> =>
    new Promise((resolve) => {
      const entry: Waiting = { signal, give: resolve };
      signal.addEventListener('abort', () => resolve(null), { once: true });
      waiting.push(entry);
      serve();
    });

  return {
    async take({ repository, jobId, signal }) {
      if (signal.aborted) return null;
      const runner = await claim(signal);
      if (runner === null) return null;
      const hosted = machine.environment === 'github-hosted';
      const home = join(folder, hosted ? `hosted-${jobId}` : `runner-${runner}`);
      const name = repository.split('/')[1] ?? repository;
      const work = join(home, '_work');
      const places = {
        workspace: join(work, name, name),
        temp: join(work, '_temp'),
        toolCache: join(work, '_tool'),
      };
      await removeFolder(places.temp);
      for (const place of Object.values(places)) await mkdir(place, { recursive: true });
      return {
        name: `sandbox-${runner}`,
        ...places,
        async leave() {
          // What another user left here may not be ours to remove.
          if (hosted) await removeFolder(home).catch(() => undefined);
          free.push(runner);
          free.sort((a, b) => a - b);
          serve();
        },
      };
    },
  };
}
