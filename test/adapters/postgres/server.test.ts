import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/postgres/open.ts';
import { Unavailable } from '../../../src/ports/errors.ts';
import { delivery, noon } from './samples.ts';
import { type FreshHome, homes } from './support.ts';

describe('an address of a server', () => {
  it('that cannot be read is refused without repeating its password', async () => {
    for (const databaseUrl of ['mysql://u:hunter2@h/db', 'hunter2', 'postgres://u:hunter2@h:port/db']) {
      const error: unknown = await openStore({ databaseUrl }).catch((reason: unknown) => reason);
      expect(String(error)).toMatch(/DATABASE_URL cannot be read.*postgres:\/\//);
      expect(String(error)).not.toContain('hunter2');
    }
  });

  it('where nothing answers is unavailable, after some tries', async () => {
    const closed: Server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const address = closed.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const store = await openStore({ databaseUrl: `postgres://u:hunter2@127.0.0.1:${port}/db` });
    const error: unknown = await store.insertDelivery(delivery('a'), noon).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Unavailable);
    expect(String(error)).not.toContain('hunter2');
    await store.close();
    closed.close();
  });
});

for (const home of homes().filter(({ name }) => name === 'PostgreSQL')) {
  describe('a server that drops its connections', () => {
    let fresh: FreshHome;
    beforeEach(async () => {
      fresh = await home.fresh();
    });
    afterEach(() => fresh.store.close());

    const killAll = async (): Promise<number> => {
      const [row] = await fresh.sql.query<{ killed: number }>(
        `select count(pg_terminate_backend(pid)) as killed from pg_stat_activity
         where pid <> pg_backend_pid() and query like '%deliveries%'`,
      );
      return row?.killed ?? 0;
    };

    it('while they idle: nobody notices', async () => {
      const other = await fresh.another();
      const insert = (round: number) =>
        Promise.all(
          Array.from({ length: 5 }, (_, index) => other.insertDelivery(delivery(`${round}-${index}`), noon)),
        );
      await insert(0);
      expect(await killAll()).toBeGreaterThan(0);
      await insert(1);
      const rows = await fresh.sql.query('select id from deliveries');
      expect(rows).toHaveLength(10);
    });

    it('in the middle of a transaction: it is run again, whole', async () => {
      let runs = 0;
      await fresh.sql.transaction(async (tx) => {
        runs += 1;
        await tx.query("insert into cursors (name, value) values ('a', $1)", [`run ${runs}`]);
        if (runs > 1) return;
        const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
        const pid = own?.pid ?? 0;
        await fresh.sql.query('select pg_terminate_backend($1)', [pid]);
        // Until the loss has reached this side while nothing was asked: the driver's loudest moment.
        await vi.waitFor(async () =>
          expect(await fresh.sql.query('select 1 from pg_stat_activity where pid = $1', [pid])).toEqual([]),
        );
      });
      expect(runs).toBe(2);
      expect(await fresh.store.cursor('a')).toBe('run 2');
    });

    it('under load: every acknowledged delivery is there', async () => {
      const other = await fresh.another();
      const ids = Array.from({ length: 300 }, (_, index) => `d-${index}`);
      const inserting = Promise.all(
        ids.map(async (id, index) => {
          if (index % 60 === 0) await killAll();
          await other.insertDelivery(delivery(id), noon);
        }),
      );
      await inserting;
      const rows = await fresh.sql.query('select id from deliveries');
      expect(rows).toHaveLength(300);
    });
  });

  describe('two transactions that wait for each other', () => {
    it('both finish', async () => {
      const { store, sql } = await home.fresh();
      await store.setCursor('a', '0');
      await store.setCursor('b', '0');
      const started: (() => void)[] = [];
      const bothStarted = new Promise<void>((resolve) => {
        started.push(() => {}, resolve);
      });
      const both = (first: string, second: string) => {
        let run = 0;
        return sql.transaction(async (tx) => {
          run += 1;
          const set = (name: string) =>
            tx.query("update cursors set value = value || 'x' where name = $1", [name]);
          await set(first);
          if (run === 1) {
            started.shift()?.();
            await bothStarted;
          }
          await set(second);
        });
      };
      await Promise.all([both('a', 'b'), both('b', 'a')]);
      expect([await store.cursor('a'), await store.cursor('b')]).toEqual(['0xx', '0xx']);
      await store.close();
    });
  });
}
