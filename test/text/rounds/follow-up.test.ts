import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fingerprintLine,
  followUpDescription,
  followUpGone,
  followUpTitle,
} from '../../../src/text/rounds/follow-up.ts';
import { rendered } from '../support.ts';
import { anyFindings, anyWords, file, finding, polishing, round } from './support.ts';

const filed = file;
const source = {
  item: polishing,
  round: round(),
  finding: finding({ severity: 'high', decided: file }),
  verified: 'Verified at `bbbbbbb`: there: `src/x.py`.',
  named: [{ key: 'PER-199', title: 'Atomic pruning', url: 'https://linear.app/x/issue/PER-199' }],
};

describe('a follow-up ticket', () => {
  it('tells everything to somebody who was not there', () => {
    expect(followUpTitle({ ...source, filed })).toBe('Canonical knowledge links stay broken after sync');
    expect(followUpDescription({ ...source, filed })).toMatchInlineSnapshot(`
      "**Found:** Partial pruning is not atomic with agent wiring.

      > A crash between \`prune()\` and \`wire()\` leaves agents without links.

      - **Where:** [\`src/x.py:12\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/src/x.py#L12) at [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)
      - **Severity:** High; filed with high priority
      - **Found by:** the review bot, as F1 in round 1 of [pull request #7](https://github.com/octo/links/pull/7)
      - **Comes from:** [PER-206](https://linear.app/x/issue/PER-206) Gate links
      - **Blocks:** PER-250, which cannot go on without it

      **Why it is not part of that change**

      Task 2.4 of the change says:

      \`\`\`text
      scan_file_for_knowledge SHALL NOT be modified — sync stays warning-only
      \`\`\`

      It blocks the warehouse migration.

      ---

      Verified at \`bbbbbbb\`: there: \`src/x.py\`.

      Its words name [PER-199](https://linear.app/x/issue/PER-199) Atomic pruning: related to this ticket, look whether that is the same.

      Fingerprint: 5f2c9b0a4d"
    `);
  });

  it('names a person who found it, with a link', () => {
    const by = finding({
      by: 'grace',
      url: 'https://github.com/octo/links/pull/7#r1',
      path: null,
      line: null,
    });
    const shown = followUpDescription({
      ...source,
      finding: by,
      filed: { ...filed, cites: null, blocks: null, priority: 'none' },
    });
    expect(shown).toContain(
      '**Found by:** grace, as F1 in round 1 of [pull request #7](https://github.com/octo/links/pull/7) ([its words](https://github.com/octo/links/pull/7#r1))',
    );
    expect(shown).toContain('**Where:** the change as a whole at');
    expect(shown).toContain('filed with no priority');
    expect(shown).not.toMatch(/Blocks|says:/);
  });

  it('says when a later review does not find it any more', () => {
    expect(followUpGone({ ...source, round: round({ number: 3 }) })).toMatchInlineSnapshot(`
      "Round 3 of [pull request #7](https://github.com/octo/links/pull/7) did not find this any more at [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb): Partial pruning is not atomic with agent wiring, last seen at \`src/x.py:12\`.

      It may be solved, or only out of the reviewer’s sight. Look before you end this ticket; its state was not changed."
    `);
  });

  it('ends with the fingerprint, whatever is written', () => {
    fc.assert(
      fc.property(anyFindings(1), anyWords, anyWords, anyWords, ([one], title, reason, quote) => {
        const told = { ...(one ?? finding()), fingerprint: 'abc123' };
        const about = { ...filed, title, reason, cites: { of: 'task' as const, id: '2.4', quote } };
        const shown = followUpDescription({ ...source, finding: told, filed: about });
        expect(shown.split('\n').at(-1)).toBe(fingerprintLine('abc123'));
        expect(shown.match(/^Fingerprint: /gm)).toHaveLength(1);
        expect(shown.length).toBeLessThan(20_000);
        const { html, headings, images, words } = rendered(shown);
        expect([html, headings, images]).toEqual([[], 0, 0]);
        expect(words).toContain('Fingerprint: abc123');
        expect(words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
        const named = followUpTitle({ finding: told, filed: about });
        expect(named).not.toMatch(/\n|@octocat|<!--/);
        expect(named.length).toBeLessThanOrEqual(200);
        expect(named).not.toBe('');
      }),
      { numRuns: 60 },
    );
  });
});
