import { createReading, type Ground, type Happening } from './ground.ts';
import { createIssues, type Issues } from './issues.ts';
import type { LinearState } from './state.ts';
import { createTalk, type Talk } from './talk.ts';

/** The state and every way it changes; the API and the people of the sandbox go through the same door. */
export interface World extends Ground, Issues, Talk {}

export const createWorld = (options: {
  state: LinearState;
  now: () => Date;
  onHappening: (happening: Happening) => void;
  onChange: () => void;
}): World => {
  const ground: Ground = {
    ...createReading(options.state, options.now),
    changed: options.onChange,
    tell: (happening) => {
      options.onHappening(happening);
      options.onChange();
    },
  };
  return { ...ground, ...createIssues(ground), ...createTalk(ground) };
};
