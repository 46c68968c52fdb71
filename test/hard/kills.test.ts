import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Changing, killAtRandom } from './support/kills.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An App whose end is noticed only when the test says so. */
const slowlyNoticed = () => {
  const startApp = () => {
    const shots: string[] = [];
    const process = {
      exitCode: null,
      signalCode: null as NodeJS.Signals | null,
      killed: false,
      shots,
      kill: (signal?: NodeJS.Signals | number) => {
        shots.push(String(signal));
        process.killed = true;
        return true;
      },
    };
    return process;
  };
  const apps = [startApp()];
  const current = () => apps[apps.length - 1] ?? startApp();
  const told: (() => void)[] = [];
  const local: Changing = {
    github: { onChange: () => () => undefined },
    linear: {
      onChange: (listener) => {
        told.push(listener);
        return () => undefined;
      },
    },
    app: () => ({ child: { process: current() } }),
  };
  return {
    local,
    shots: () => apps.map(({ shots }) => shots),
    change: () => {
      for (const tell of told) tell();
    },
    restart: () => {
      current().signalCode = 'SIGKILL';
      apps.push(startApp());
    },
  };
};

it.each([1, 2, 3, 4, 5])('every App is killed once, however close two moments are: seed %i', async (seed) => {
  const world = slowlyNoticed();
  killAtRandom(world.local, { seed, kills: 3, among: 3 });
  for (let app = 0; app < 4; app += 1) {
    for (let change = 0; change < 3; change += 1) world.change();
    await vi.advanceTimersByTimeAsync(120);
    if (app < 3) world.restart();
  }
  expect(world.shots()).toEqual([['SIGKILL'], ['SIGKILL'], ['SIGKILL'], []]);
});
