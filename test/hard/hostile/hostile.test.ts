import { afterAll, beforeAll } from 'vitest';
import { confuses } from './suites/confuse.ts';
import { exfiltrates } from './suites/exfiltrate.ts';
import { exhausts } from './suites/exhaust.ts';
import { impersonates } from './suites/impersonate.ts';
import { wants } from './suites/model.ts';
import { persists } from './suites/persist.ts';
import { reads } from './suites/read.ts';
import { without } from './suites/without.ts';
import { writes } from './suites/write.ts';
import { createTally } from './support/tally.ts';
import { type HostileWorld, startHostileWorld } from './support/world.ts';

/**
 * Scripts that attack as an agent or inside a verification command, in the shipped workflow and the bundled action.
 * Each is a row of a table in `cases/`; how a category is played and judged is in `suites/`. They are pointed, by
 * process and path, only at what the test itself made, and look at nothing else of the machine.
 *
 * Needs Linux, perl, and root or passwordless `sudo`, as every runner with isolation does; without, the first run fails
 * and says what is missing.
 */
let world: HostileWorld;
const tally = createTally();
const on = { world: () => world, tally };

beforeAll(async () => {
  world = await startHostileWorld();
});
afterAll(async () => {
  console.log(tally.table());
  await world?.stop();
});

reads(on);
wants(on);
persists(on);
impersonates(on);
without(on);
exfiltrates(on);
exhausts(on);
confuses(on);
writes(on);
