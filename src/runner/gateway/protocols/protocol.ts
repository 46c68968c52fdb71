import type { WireApi } from '../../../contracts/models.ts';

/**
 * What one event of a stream is. `filler` says nothing (a ping), `opening` only that an answer begins, `last` completes the answer, `error` is a failure
 * in the protocol's words, `foreign` is none of the protocol's events.
 */
export type Meaning = 'opening' | 'content' | 'last' | 'error' | 'filler' | 'foreign';

/** Tokens as a provider tells them. A field is null where it was not told. */
export interface ToldTokens {
  input: { all: number; cached: number; written: number } | null;
  output: number | null;
}

export interface GatewayError {
  status: 400 | 401 | 404 | 413 | 503;
  message: string;
}

/** One of the wire protocols: everything that differs between them. */
export interface Protocol {
  api: WireApi;
  /** What follows the base address. */
  path: string;
  meaningOf(event: unknown): Meaning;
  /** Whether a whole body is an answer. */
  isAnswer(body: unknown): boolean;
  /** Tools in a request that the provider itself executes, by what they are called there. */
  serverTools(body: unknown): string[];
  /** Tokens told in an event or in a whole body. */
  toldIn(value: unknown): ToldTokens;
  /** The part of an event or whole body whose texts the model wrote. */
  saidIn(value: unknown): unknown;
  errorBody(error: GatewayError): unknown;
  /** What else a streaming request needs so that its tokens are told. */
  streaming: Record<string, unknown>;
  /** The smallest request there is. `bounded: false` leaves out the limit of its length where the protocol allows. */
  probe(options: { bounded: boolean }): Record<string, unknown>;
}

export const untold: ToldTokens = { input: null, output: null };

/** Output tokens of a probe: fewer are refused by some providers. */
export const probeTokens = 32;
export const probeText = 'Answer with the word ok.';
