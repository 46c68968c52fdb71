import type { Tally } from '../support/tally.ts';
import type { HostileWorld } from '../support/world.ts';

/** Registers the tests of one category. */
export type Suite = (on: { world: () => HostileWorld; tally: Tally }) => void;
