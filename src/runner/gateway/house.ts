import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServedModel } from '../../contracts/models.ts';
import type { Means } from './ask.ts';
import type { Health } from './health.ts';
import type { GatewayOptions, GatewayStop } from './options.ts';
import type { Protocol } from './protocols/protocol.ts';

/** What all requests of one gateway share. */
export interface House {
  /** First of the chain: the one that agents are shown. */
  first: ServedModel;
  paths: GatewayOptions['paths'];
  means: Means;
  health: Health;
  /** For the last model of the chain. */
  patienceMs: number;
  hasKey(model: ServedModel): boolean;
  /** Only the first reason counts. */
  stop(reason: GatewayStop): void;
  /** null while the agent may go on. */
  stopped(): GatewayStop | null;
}

/** One request of the agent. */
export interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  /** In whose shape errors are told. */
  protocol: Protocol;
  /** Aborts when the agent hangs up, or the gateway closes. */
  signal: AbortSignal;
}
