import { existsSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { serve } from '../serve.ts';
import { readSettings } from '../settings.ts';

/** The App for tests of time: its clock is ahead by the minutes that stand in the file `AHEAD`, none while there is no such file. */
const file = process.env.AHEAD ?? '';
const aheadMs = (): number => (existsSync(file) ? Number(readFileSync(file, 'utf8')) * 60_000 : 0);

const read = readSettings(process.env);
if ('problem' in read) throw new Error(read.problem);
const log = pino({ level: read.settings.logLevel });
const clock = { now: () => new Date(Date.now() + aheadMs()) };
const running = await serve({ settings: read.settings, log, clock });
process.once('SIGTERM', () => {
  running.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
