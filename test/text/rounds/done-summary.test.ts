import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PullRef } from '../../../src/core/item.ts';
import { doneSummary } from '../../../src/text/rounds/done-summary.ts';
import { attempt, delegation, item, rendered, returned, section, sha } from '../support.ts';
import { anyFindings, finding, firstRound, polishing, round } from './support.ts';

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
      { ...accepted(2), sections: [], fixUp: { round: 1, tasks: '', behavioural: [] } },
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
};

const merged = (changes: Partial<PullRef>) => ({
  ...done.item,
  pull: done.item.pull && { ...done.item.pull, ...changes },
});

describe('doneSummary', () => {
  it('is the last word on the ticket', () => {
    expect(doneSummary({ ...done, item: merged({ how: 'merge' }) })).toMatchInlineSnapshot(`
      "### Done: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      [Pull request #7](https://github.com/octo/links/pull/7) was merged as [\`fffffff\`](https://github.com/octo/links/commit/ffffffffffffffffffffffffffffffffffffffff) (\`ffffffffffffffffffffffffffffffffffffffff\`), with a merge commit.

      - **Sections:** 1 accepted, 1 dropped (2)
      - **Delegations:** 1 and 1 fix-up, in 3 attempts; 1 rejected or taken back
      - **Rounds:** 3 — 1: 1 high, 2 medium, 1 low; 2: **not reviewed**; 3: no findings
      - **Findings:** 4 (1 high, 2 medium, 1 low) — 1 fixed, 2 acknowledged, 1 filed

      **Follow-ups** (1)

      - [PER-241](https://linear.app/x/issue/PER-241) Canonical knowledge links stay broken after sync (High priority)

      This ticket is done."
    `);
  });

  it.each<[Partial<PullRef>, string]>([
    [{ how: 'squash' }, '), squashed into one commit.\n'],
    [{ how: 'rebase' }, '), rebased.\n'],
    [{ how: 'merge-queue' }, '), through the merge queue.\n'],
    // not guessed
    [{}, '`ffffffffffffffffffffffffffffffffffffffff`).\n'],
    [{ saidBy: 'ada' }, '), as ada said with `/merged`. GitHub shows no merge of it: close it there.\n'],
    [{ how: 'squash', base: 'release/1' }, 'It went to `release/1`, not to the default branch `main`.'],
  ])('says how and where it was merged: %j', (changes, text) => {
    expect(doneSummary({ ...done, item: merged(changes) })).toContain(text);
  });

  it('names what never got its answer, and how to keep it', () => {
    const open = [
      ...firstRound,
      finding({ id: 'F5', severity: 'low', title: 'Reads argv', path: 'src/cli.py', line: 3 }),
      finding({ id: 'F6', severity: 'high', title: 'Links break', state: 'reopened', path: null }),
    ];
    const shown = doneSummary({ ...done, findings: open });
    expect(shown).toContain('**Findings:** 6 (2 high');
    expect(shown).toContain(
      '**Without an answer when it was merged** (2)\n\n- **F6** High: Links break\n- **F5** Low: Reads argv (`src/cli.py:3`)',
    );
    expect(shown).toContain('`/follow-up <title> --priority <priority>` has what is to be done later filed');
    expect(doneSummary(done)).not.toContain('Without an answer');
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
