import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { openStore } from '../../src/adapters/postgres/open.ts';
import type { Item } from '../../src/core/item.ts';
import type { Store } from '../../src/ports/store.ts';
import { decideAll, type Recorded, readCase, slugs, writeCase } from './case.ts';

const usage = `npx tsx test/cases/record.ts DATA_DIR SLUG [KEY]
  records the item (the one with ticket KEY, where there are several) of a stopped App as test/cases/SLUG/
npx tsx test/cases/record.ts --again
  decides every recorded case anew and writes its outcomes.json: read the difference before you commit it
`;

/** Addresses and folders that were true for an hour. */
const scrubbed = <T>(value: T, options: { item: Item; dataDir: string }): T => {
  const { item, dataDir } = options;
  const text = JSON.stringify(value)
    .replaceAll(new URL(item.repository.url).origin, 'http://github.test')
    .replaceAll(new URL(item.ticket.url).origin, 'http://linear.test')
    .replaceAll(dirname(dataDir), '/world')
    .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://local.test');
  return JSON.parse(text);
};

const find = async (store: Store, key: string | undefined): Promise<Item> => {
  const all = [...(await store.items({ open: true })), ...(await store.items({ open: false }))];
  const found = all.map(({ item }) => item).filter((item) => key === undefined || item.ticket.key === key);
  const [item] = found;
  if (item && found.length === 1) return item;
  const keys = all.map((one) => one.item.ticket.key).join(', ');
  throw new Error(`${found.length} items fit; name one of ${keys || 'none'}`);
};

/** Writes the case of one item; refuses when its log does not replay to the state it is in. */
export const record = async (options: { dataDir: string; slug: string; key?: string }): Promise<string> => {
  const dataDir = realpathSync(resolve(options.dataDir));
  const store = await openStore({ dataDir });
  try {
    await store.migrate();
    const item = await find(store, options.key);
    const first = await store.firstState(item.id);
    if (!first) throw new Error(`there is no first state of ${item.ticket.key}`);
    const log = await store.log(item.id);
    const recorded: Recorded = { item: first, steps: log.map(({ event, facts }) => ({ event, facts })) };
    const replayed = decideAll(recorded);
    if (!isDeepStrictEqual(replayed.item, item)) throw new Error('its log does not replay to its state');
    const notes = log.map((line) => line.outcome);
    if (
      !isDeepStrictEqual(
        replayed.steps.map((step) => step.note),
        notes,
      )
    )
      throw new Error('its log does not replay to its notes');
    const kept = scrubbed(recorded, { item, dataDir });
    writeCase(options.slug, { recorded: kept, decided: decideAll(kept) });
    return `test/cases/${options.slug}: ${log.length} steps to ${item.stage.name}`;
  } finally {
    await store.close();
  }
};

const main = async ([first, slug, key]: string[]): Promise<number> => {
  if (first === '--again') {
    for (const one of slugs()) {
      const { recorded } = readCase(one);
      writeCase(one, { recorded, decided: decideAll(recorded) });
    }
    return 0;
  }
  if (!first || !slug || !/^[a-z0-9-]+$/.test(slug)) {
    process.stderr.write(usage);
    return 2;
  }
  process.stdout.write(`${await record({ dataDir: first, slug, ...(key ? { key } : {}) })}\n`);
  return 0;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = await main(process.argv.slice(2));
