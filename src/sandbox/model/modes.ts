import type { Action } from './script.ts';

/** How a scripted model behaves. */
export const modes = [
  'ok',
  '400',
  '401',
  '429',
  '500',
  /** An event stream that is none. */
  'garbage',
  /** A sign-in page, as a hotel has it. */
  'html',
  /** Never answers. */
  'hang',
  /** Breaks off after the first event. */
  'drop',
  /** One event every 50 ms. */
  'slow',
  /** Calls tools for ever. */
  'loop',
  'bad-arguments',
  /** Calls tools that an agent with little access does not have: the web, then the shell. */
  'denied',
  /** Writes beside the worktree. */
  'outside-write',
] as const;
export type Mode = (typeof modes)[number];

/** What the model does in the modes in which it answers; `results`: tools called so far. */
export const actionsOf = (
  mode: Mode,
  { played, results, url, outside }: { played: Action[]; results: number; url: string; outside: string },
): Action[] => {
  switch (mode) {
    case 'loop':
      return Array.from({ length: results + 1 }, (_, turn) => ({ do: 'run', command: `echo loop ${turn}` }));
    case 'bad-arguments':
      return [{ do: 'mumble' }];
    case 'denied':
      return [
        { do: 'fetch', url: `${url}/page` },
        { do: 'run', command: 'echo denied' },
      ];
    case 'outside-write':
      return [{ do: 'write', path: outside, content: 'outside\n' }];
    default:
      return played;
  }
};
