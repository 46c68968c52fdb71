import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { lockFolder } from '../../../src/adapters/postgres/folder-lock.ts';
import { openStore } from '../../../src/adapters/postgres/open.ts';
import { delivery, noon } from './samples.ts';

/**
 * A process of its own, to be killed. Each line it writes is JSON.
 *   race                  tries to lock each file named on a line of stdin
 *   hold <dataDir>        opens the store and keeps it until stdin ends
 *   write <dataDir> <tag> opens the store and inserts deliveries, ten at a time; one line per acknowledged id
 */
const [task, dataDir = '', tag = ''] = process.argv.slice(2);
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const problem = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const race = async (): Promise<void> => {
  say({ ready: true });
  for await (const path of createInterface({ input: process.stdin })) {
    await lockFolder(path).then(
      () => say({ path, won: process.pid }),
      (error: unknown) => say({ path, lost: problem(error) }),
    );
  }
};

const write = async (): Promise<void> => {
  const store = await openStore({ dataDir });
  await store.migrate();
  const writer = async (writerTag: string): Promise<void> => {
    for (let count = 0; ; count += 1) {
      const id = `${writerTag}-${count}`;
      await store.insertDelivery(delivery(id, { body: Buffer.alloc(2000, id) }), noon);
      say({ acknowledged: id });
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, index) => writer(`${tag}-${index}`)));
};

const hold = async (): Promise<void> => {
  const store = await openStore({ dataDir });
  say({ held: process.pid });
  process.stdin.resume();
  await once(process.stdin, 'end');
  await store.close();
};

const tasks: Record<string, () => Promise<void>> = { race, write, hold };
await tasks[task ?? '']?.().catch((error: unknown) => say({ failed: problem(error) }));
