import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { answers } from './answers.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const issue = {
  key: z.string(),
  title: z.string(),
  description: z.string(),
  /** Linear's scale: 1 urgent, 2 high, 3 medium, 4 low. */
  priority: z.int().min(0).max(4),
};
const ticketSchema = z.strictObject({
  ...issue,
  /** A second ticket that turns out to have the same cause. */
  related: z.strictObject(issue),
  /** One that waits for this: a finding that is filed blocks it. */
  later: z.strictObject(issue),
});

/** The story the sandbox plays: one ticket, one change, four delegations of which the first needs two attempts. */
export const story = {
  /** Files of the repository's first commit, dotfiles included; the change is not among them. */
  repositoryPath: pathOf('./repository'),
  /** `<phase or sections>/<attempt>/recording.json`, for agents of kind `replay`. */
  recordingsPath: pathOf('./recordings'),
  /** The change as `propose` writes it, from the repository's root. */
  changePath: pathOf('./recordings/propose/1/files'),
  change: 'gate-artifact-reference-paths',
  ticket: ticketSchema.parse(JSON.parse(readFileSync(pathOf('./ticket.json'), 'utf8'))),
  /** Direction that is chosen, from 1. */
  direction: 1,
  answers,
  /** What planning comes to with these answers. */
  plan: {
    directions: 2,
    grill: { confirmed: 15, deferred: 0, assumptions: 0, refused: 1, fromCode: 3 },
  },
  /** Planning assignments in the order they are asked for. */
  planning: [
    { phase: 'explore', attempt: 1 },
    { phase: 'grill', attempt: 1 },
    { phase: 'grill', attempt: 2 },
    { phase: 'grill', attempt: 3 },
    { phase: 'propose', attempt: 1 },
    { phase: 'enhance', attempt: 1 },
  ],
  /** Sections of each delegation, in order. */
  groups: [['1'], ['2', '3'], ['4'], ['5', '6', '7']],
  /** What the rounds of review come to: severities found, and how they are answered. */
  rounds: [
    { findings: { high: 1, medium: 2, low: 1 }, answers: { filed: 1, acknowledged: 2, fixed: 1 } },
    { findings: { high: 0, medium: 3, low: 0 }, answers: { fixed: 3 } },
    { findings: { high: 0, medium: 0, low: 0 }, answers: {} },
  ],
  followUps: [{ key: 'PER-241', priority: 'High', parent: 'PER-206', relation: 'related' }],
  /** Recorded attempts in the order they are played: folder, and whether the fixture's own tests pass after it. */
  attempts: [
    { recording: '1', sections: ['1'], attempt: 1, passes: false },
    { recording: '1', sections: ['1'], attempt: 2, passes: true },
    { recording: '2-3', sections: ['2', '3'], attempt: 1, passes: true },
    { recording: '4', sections: ['4'], attempt: 1, passes: true },
    { recording: '5-7', sections: ['5', '6', '7'], attempt: 1, passes: true },
  ],
};
