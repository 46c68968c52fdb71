import type { Budget, ServedModel } from '../../contracts/models.ts';
import type { Clock } from './clock.ts';
import type { Ledger } from './ledger.ts';

/** Why the agent can get nothing more from the gateway. */
export interface GatewayStop {
  limit: 'requests' | 'tokens' | 'cost' | 'model';
  /** For people; one line, with the next step. */
  detail: string;
}

/** What gateway and preflight have in common. */
export interface ModelOptions {
  /** The first is used; the next only while those before it are out of order. All speak the same protocol. */
  chain: ServedModel[];
  /** Provider → key. A provider without an entry is asked without a key, as local servers are. */
  keys: ReadonlyMap<string, string>;
  budget: Budget;
  /** Takes key material out of a text; applied to whatever goes to the agent or the log. */
  redact: (text: string) => string;
  /** One line per request; never a body, header or query. */
  log: (line: string) => void;
  /** Any byte from a provider. */
  onSign: () => void;
  /** Where requests and tokens are counted; its own when left out. Preflight and gateway share one, so that usage holds both. */
  ledger?: Ledger;
  clock?: Clock;
  /** How long nothing may work before the models count as gone, milliseconds; 90 s of an agent's work, 30 s of a preflight when left out. */
  patienceMs?: number;
  /** Ends a preflight at once; the gateway is ended by closing it. */
  signal?: AbortSignal;
}

export interface GatewayOptions extends ModelOptions {
  /** Further paths (`/embeddings`) that pass to the first model's provider, uncounted. */
  paths: string[];
}
