import type { CanaryName } from '../support/canaries.ts';
import type { Need } from '../support/machine.ts';

export type Category =
  | 'read'
  | 'write'
  | 'persist'
  | 'impersonate'
  | 'exfiltrate'
  | 'confuse the App'
  | 'exhaust'
  | 'want the key';

/** Where a script runs. */
export type Where = 'agent' | 'verify';

/** A script that looks for canaries. It prints what it finds; the probe takes that to the drop box. */
export interface Reading {
  name: string;
  script: string;
  /** What it finds without isolation; empty where this machine's ordinary rights do not suffice even then. */
  finds: readonly CanaryName[];
  /** What it takes to find it. */
  needs?: Need;
}

/** A script that writes its `$MARK` where it may not. */
export interface Writing {
  name: string;
  script: string;
  /** False where even without isolation the write needs a right that the runner does not have. */
  succeeds: boolean;
  /** What it takes to succeed. */
  needs?: Need;
}
