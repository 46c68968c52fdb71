import { createParser } from 'eventsource-parser';
import { parseJson } from './json.ts';
import type { Meter } from './meter.ts';
import type { Meaning, Protocol } from './protocols/protocol.ts';

/**
 * What has been read of a stream so far. `waiting`: nothing the protocol knows yet; `answering`: at least one event of an
 * answer; `foreign`: it began with something else; `refused`: it began with an error in the protocol's words.
 */
export type StreamState = 'waiting' | 'answering' | 'foreign' | 'refused';

export interface EventReader {
  feed(text: string): void;
  state(): StreamState;
  /** The answer is complete, by the protocol's own word. */
  complete(): boolean;
  /** An error event came. */
  failed(): boolean;
}

/** What a stream is after the first event of each meaning. */
const begun: Record<Meaning, StreamState> = {
  filler: 'waiting',
  opening: 'waiting',
  content: 'answering',
  last: 'answering',
  foreign: 'foreign',
  error: 'refused',
};

export const readEvents = (protocol: Protocol, meter: Meter): EventReader => {
  let state: StreamState = 'waiting';
  let complete = false;
  let failed = false;

  const take = (event: unknown): void => {
    const meaning = protocol.meaningOf(event);
    if (state === 'waiting') state = begun[meaning];
    if (state === 'foreign' || state === 'refused') return;
    // what is held back may tell tokens too
    meter.add(event);
    complete ||= meaning === 'last';
    failed ||= meaning === 'error';
  };
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data !== '[DONE]') return take(parseJson(data));
      if (state === 'answering') complete = true;
      else take(undefined);
    },
  });

  return {
    feed: (text) => parser.feed(text),
    state: () => state,
    complete: () => complete,
    failed: () => failed,
  };
};
