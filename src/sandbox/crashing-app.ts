import { appendFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { serve } from '../serve.ts';
import { readSettings } from '../settings.ts';

/**
 * The App for tests of recovery: at an armed failpoint it dies as by SIGKILL. `FAILPOINTS` is a folder:
 * a file `armed/<name>` arms a failpoint, moving to `fired/<name>` before the process dies, so that it dies there once;
 * `reached` lists, a line each, the failpoints each process came by.
 */
const folder = process.env.FAILPOINTS ?? '.';
const seen = new Set<string>();

/** The rename decides: a test can disarm it at any moment. */
const wasArmed = (name: string): boolean => {
  try {
    renameSync(join(folder, 'armed', name), join(folder, 'fired', name));
    return true;
  } catch {
    return false;
  }
};

const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // not one more statement: the signal can arrive a moment later
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('killed');
};

const failpoint = (name: string): void => {
  if (!seen.has(name)) appendFileSync(join(folder, 'reached'), `${name}\n`);
  seen.add(name);
  if (wasArmed(name)) die();
};

const read = readSettings(process.env);
if ('problem' in read) throw new Error(read.problem);
const log = pino({ level: read.settings.logLevel });
const starting = serve({ settings: read.settings, log, failpoint });
// before it listens: it is asked to end as soon as it does
process.once('SIGTERM', () => {
  starting
    .then((running) => running.stop())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});
await starting;
