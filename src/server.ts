import { pino } from 'pino';
import { serve } from './serve.ts';
import { readSettings } from './settings.ts';

const fail = (problem: string): never => {
  process.stderr.write(`throughline cannot start: ${problem}\n`);
  process.exit(1);
};

const read = readSettings(process.env);
if ('problem' in read) fail(read.problem);
else {
  const log = pino({ level: read.settings.logLevel });
  const running = await serve({ settings: read.settings, log }).catch((error: unknown) =>
    fail(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error'),
  );
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
