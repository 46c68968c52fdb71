import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doneSummary, type MergedHow } from '../../../src/text/rounds/done-summary.ts';
import { attempt, delegation, item, rendered, returned, section, sha } from '../support.ts';
import { anyFindings, firstRound, polishing, round } from './support.ts';

const accepted = (number: number, attempts = 1) =>
  delegation({
    number,
    state: { name: 'accepted', by: 'ada', mergeSha: sha('1') },
    attempts: Array.from({ length: attempts }, () => attempt({ outcome: returned() })),
  });

const done = {
  item: item({
    sections: [
      section('1', { state: 'accepted' }),
      section('2', { state: 'dropped', dropped: { by: 'ada', why: 'later' } }),
    ],
    delegations: [
      accepted(1, 2),
      accepted(2),
      delegation({ number: 3, state: { name: 'rejected', by: 'ada', why: 'no' } }),
    ],
    change: 'gate-links',
  }),
  rounds: [
    round({ findings: firstRound.map(({ id }) => id), state: { name: 'closed', clean: false }, fixUp: 2 }),
    round({ number: 2, findings: [], state: { name: 'not-reviewed', cause: 'died', detail: '', url: null } }),
    round({ number: 3, findings: [], state: { name: 'closed', clean: true } }),
  ],
  findings: firstRound,
  sha: sha('f'),
  how: { by: 'merge' } satisfies MergedHow,
};

describe('doneSummary', () => {
  it('is the last word on the ticket', () => {
    expect(doneSummary(done)).toMatchInlineSnapshot(`
      "### Done: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      [Pull request #7](https://github.com/octo/links/pull/7) was merged as [\`fffffff\`](https://github.com/octo/links/commit/ffffffffffffffffffffffffffffffffffffffff) (\`ffffffffffffffffffffffffffffffffffffffff\`), with a merge commit.

      - **Sections:** 1 accepted, 1 dropped
      - **Delegations:** 1 and 1 fix-up, in 3 attempts; 1 rejected or taken back
      - **Rounds:** 3 — 1: 1 high, 2 medium, 1 low; 2: **not reviewed**; 3: no findings
      - **Findings:** 4 (1 high, 2 medium, 1 low) — 1 fixed, 2 acknowledged, 1 filed

      **Follow-ups** (1)

      - [PER-241](https://linear.app/x/issue/PER-241) Canonical knowledge links stay broken after sync (High priority)"
    `);
  });

  it.each<[MergedHow, string]>([
    [{ by: 'squash' }, 'squashed into one commit.'],
    [{ by: 'rebase' }, 'rebased.'],
    [{ by: 'merge-queue' }, 'through the merge queue.'],
    [{ by: 'said', login: 'ada' }, 'as ada said with `/merged`.'],
  ])('says how it was merged: %j', (how, text) => {
    expect(doneSummary({ ...done, how })).toContain(text);
  });

  it('says that nobody reviewed where nobody did', () => {
    expect(doneSummary({ ...done, item: polishing, rounds: [], findings: [] })).toContain(
      '**Rounds:** none; no reviewer has read it',
    );
  });

  it('holds whatever is written, without HTML', () => {
    fc.assert(
      fc.property(anyFindings(6), (findings) => {
        const shown = doneSummary({ ...done, findings });
        const { html, words, headings } = rendered(shown);
        expect([html, headings]).toEqual([[], 1]);
        expect(words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
        expect(shown.length).toBeLessThan(20_000);
      }),
      { numRuns: 40 },
    );
  });
});
