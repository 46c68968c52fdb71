import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { reviewPlan } from '../../../src/runner/planning/review.ts';
import { knownSecrets } from '../../../src/runner/secrets/known.ts';
import { planningAssignment } from '../../phases/sample.ts';

const inputs = { said: [], direction: null, decisions: [], change: null };
const value = { status: 'PROPOSED', change: 'gate-links', summary: 'A gate.' };

/** In a folder that is no repository. */
const review = (head: string | null, signal = new AbortController().signal) =>
  reviewPlan(
    {
      assignment: { ...planningAssignment, phase: 'propose', inputs },
      place: { cwd: tmpdir(), path: process.env.PATH, signal },
      known: knownSecrets([]),
      openspec: () => Promise.reject(new Error('not to be asked')),
    },
    {
      answer: { state: 'done', bytes: Buffer.from(''), value, status: 'PROPOSED' },
      taken: { head, withheld: null, remarks: [] },
    },
  );

describe('commits that git cannot read', () => {
  it('are the finding of a turn', async () => {
    const { problems } = await review('c'.repeat(40));
    expect(problems).toEqual(['What you committed cannot be read.']);
  });

  it('end the run when there are none, or it is ended', async () => {
    await expect(review(null)).rejects.toThrow('git');
    await expect(review('c'.repeat(40), AbortSignal.abort(new Error('ended')))).rejects.toThrow('ended');
  });
});
