import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Local, startLocal } from '../../../src/sandbox/local.ts';
import { ownProject, type Stage } from '../../../src/sandbox/repository.ts';
import { story } from '../../../src/sandbox/story/index.ts';
import { type Armoury, createArmoury } from './failpoints.ts';
import { type Supervisor, supervise } from './supervisor.ts';

export interface HardWorld {
  local: Local;
  armoury: Armoury;
  supervisor: Supervisor;
  close(): Promise<void>;
}

export interface HardOptions {
  /** Does the delegations of a ticket that is planned already; without one the story is played whole, from the bare ticket. */
  agent?: string;
  /** Failpoints to die at from the start. */
  armed?: readonly string[];
  /** Lays the project into this folder; the story's own when absent. */
  stage?: (into: string) => Promise<Stage>;
  /** What agents of kind `replay` play; the story's own when absent. */
  recordings?: string;
}

/** Crashes in their order, to see what led to what. */
export const tellCrashes = (title: string, { supervisor }: HardWorld): void => {
  const lines = supervisor.crashes.map(
    ({ at, afterMs, downMs }) => `  ${(afterMs / 1000).toFixed(1).padStart(6)} s  ${at} (down ${downMs} ms)`,
  );
  console.log([`${title}: ${lines.length} crashes`, ...lines].join('\n'));
};

/** A local world whose App can be stopped at failpoints and is started again whenever it dies. */
export const startWorld = async (options: HardOptions = {}): Promise<HardWorld> => {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-hard-'));
  const armoury = createArmoury(join(folder, 'failpoints'));
  const into = join(folder, 'project');
  const { agent } = options;
  const stage = await (options.stage?.(into) ??
    ownProject({ into, agent: agent ?? null, bare: agent === undefined }));
  const local = await startLocal({
    folder,
    stage,
    ticket: story.ticket,
    webUrl: () => 'http://127.0.0.1:1',
    appEntry: 'sandbox/crashing-app.ts',
    appExtra: { FAILPOINTS: armoury.folder },
    ...(options.recordings === undefined ? {} : { recordings: options.recordings }),
  });
  armoury.arm(options.armed ?? []);
  let known: string[] = [];
  const causeOf = (): string => {
    const fired = armoury.fired();
    const fresh = fired.filter((name) => !known.includes(name));
    known = fired;
    return fresh.join(', ') || 'SIGKILL';
  };
  const supervisor = supervise(local, { causeOf });
  return {
    local,
    armoury,
    supervisor,
    close: async () => {
      armoury.disarm();
      await supervisor.stop().catch(() => undefined);
      await local.github.stop();
      await local.linear.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
