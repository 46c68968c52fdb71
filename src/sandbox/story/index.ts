import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const ticketSchema = z.strictObject({
  key: z.string(),
  title: z.string(),
  description: z.string(),
  labels: z.array(z.string()),
  /** Linear's scale: 1 urgent, 2 high, 3 medium, 4 low. */
  priority: z.int().min(0).max(4),
});

/** The story the sandbox plays: one ticket, one change, four delegations of which the first needs two attempts. */
export const story = {
  /** Files of the repository's first commit, dotfiles included. */
  repositoryPath: pathOf('./repository'),
  /** `<sections>/<attempt>/recording.json`, for agents of kind `replay`. */
  recordingsPath: pathOf('./recordings'),
  change: 'gate-artifact-reference-paths',
  ticket: ticketSchema.parse(JSON.parse(readFileSync(pathOf('./ticket.json'), 'utf8'))),
  /** Sections of each delegation, in order. */
  groups: [['1'], ['2', '3'], ['4'], ['5', '6', '7']],
  /** Recorded attempts in the order they are played: folder, and whether the fixture's own tests pass after it. */
  attempts: [
    { recording: '1', sections: ['1'], attempt: 1, passes: false },
    { recording: '1', sections: ['1'], attempt: 2, passes: true },
    { recording: '2-3', sections: ['2', '3'], attempt: 1, passes: true },
    { recording: '4', sections: ['4'], attempt: 1, passes: true },
    { recording: '5-7', sections: ['5', '6', '7'], attempt: 1, passes: true },
  ],
};
