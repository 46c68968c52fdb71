import { lengthOf } from './json.ts';
import type { Protocol, ToldTokens } from './protocols/protocol.ts';

export interface Tokens {
  input: number;
  /** Part of the input. */
  cached: number;
  /** Part of the input: written into the provider's cache. */
  written: number;
  output: number;
  /** Something was not told, and is estimated from lengths. */
  estimated: boolean;
}

/** Counts the tokens of one answer from what passes. */
export interface Meter {
  /** An event of the stream, or the whole body. */
  add(value: unknown): void;
  tokens(): Tokens;
}

/** Characters of a token, about. */
const charactersPerToken = 4;

export const estimate = (characters: number): number =>
  Math.max(1, Math.ceil(characters / charactersPerToken));

/** `requestLength`: characters of the request, for when a provider does not tell its tokens. */
export const createMeter = (protocol: Protocol, requestLength: number): Meter => {
  let input: ToldTokens['input'] = null;
  let output: number | null = null;
  let said = 0;
  return {
    add: (value) => {
      const told = protocol.toldIn(value);
      if (told.input !== null && told.input.all > 0) input = told.input;
      output = told.output ?? output;
      said += lengthOf(protocol.saidIn(value));
    },
    tokens: () => {
      // a provider that tells 0 of what it wrote tells nothing
      const outputTold = output !== null && (output > 0 || said === 0);
      const all = input?.all ?? estimate(requestLength);
      return {
        input: all,
        cached: Math.min(all, input?.cached ?? 0),
        written: Math.min(all, input?.written ?? 0),
        output: outputTold && output !== null ? output : estimate(said),
        estimated: input === null || !outputTold,
      };
    },
  };
};
