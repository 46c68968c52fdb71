import type { Call } from '../calls.ts';

/** What a request says, whichever protocol it is in. */
export interface Asked {
  model: string;
  streaming: boolean;
  /** User and system texts, oldest first. */
  texts: string[];
  /** Names of the tools on offer. */
  tools: string[];
  /** Calls whose results are in the conversation. */
  results: number;
  /** Streaming chat tells its tokens only when asked to. */
  wantsUsage: boolean;
}

export interface TokenCounts {
  /** All input, cached input included. */
  input: number;
  cached: number;
  output: number;
}

export interface Reply {
  /** Differs from answer to answer. */
  id: string;
  model: string;
  say: string;
  call: Call | null;
  /** null: the answer does not tell. */
  usage: TokenCounts | null;
  /** Characters of one delta. */
  deltaLength: number;
}

/** One event of a stream. */
export interface WireEvent {
  event?: string;
  data: unknown;
}

/** One of the three wire protocols, from the side of a provider. */
export interface Wire {
  /** What follows the base address. */
  path: string;
  read(body: unknown): Asked;
  whole(reply: Reply): unknown;
  events(reply: Reply): Iterable<WireEvent>;
}

export const deltas = function* (text: string, length: number): Generator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
};
