import { describe, expect, it } from 'vitest';
import type { Round } from '../../../src/core/rounds/round.ts';
import { botReviewCheck, supersededChecks } from '../../../src/text/rounds/bot-check.ts';
import { hostile, sha } from '../support.ts';
import { finding, firstRound, longest, polishing, round, run } from './support.ts';

const check = (one: Round, findings = firstRound, word: string | null = null) =>
  botReviewCheck({ item: polishing, round: one, findings, word });

const ids = firstRound.map(({ id }) => id);
const open = firstRound.map((one) => ({ ...one, state: 'open' as const, answer: null }));

describe('botReviewCheck', () => {
  it('lists what was found, on the lines it is about', () => {
    const shown = check(
      round({ findings: ids, reviews: [run('https://github.com/octo/links/actions/runs/5')] }),
      open,
    );
    expect(shown).toMatchInlineSnapshot(`
      {
        "annotations": [
          {
            "level": "failure",
            "line": 88,
            "message": "F4: Canonical knowledge links can pass lint but remain broken after sync — A crash between \`prune()\` and \`wire()\` leaves agents without links.",
            "path": "scan.py",
          },
          {
            "level": "warning",
            "line": 12,
            "message": "F2: Partial pruning is not atomic with agent wiring — A crash between \`prune()\` and \`wire()\` leaves agents without links.",
            "path": "src/x.py",
          },
        ],
        "detailsUrl": "https://github.com/octo/links/actions/runs/5",
        "externalId": "bot-review:9c6ff2b2-4d1f-4cf0-9e6f-1d3a5b7c9e10:r1v1",
        "headSha": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "name": "throughline / bot review",
        "state": {
          "conclusion": "failure",
          "status": "completed",
        },
        "summary": "Every finding gets exactly one answer: fixed, acknowledged with a reason, or filed as a ticket. The answers are in the comment of the round.

      - **F4 · HIGH** — Canonical knowledge links can pass lint but remain broken after sync (\`scan.py:88\`): to be filed (High priority, blocks PER-250)
      - **F2 · MEDIUM** — Partial pruning is not atomic with agent wiring (\`src/x.py:12\`): to be acknowledged, with an inline rationale comment
      - **F3 · MEDIUM** — Warehouse link policy in \`core/scanner/\` rather than \`domains/warehouse/\` (\`core/scanner\`): to be acknowledged
      - **F1 · LOW** — \`_print_lint_report\` detected \`--fix\` via \`sys.argv\`: to be fixed in this round

      - [PER-206](https://linear.app/x/issue/PER-206) Gate links · pull request [#7](https://github.com/octo/links/pull/7) · [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)",
        "title": "Round 1: 1 high, 2 medium, 1 low to be answered",
      }
    `);
  });

  it.each<[string, Round, typeof firstRound, string, string]>([
    ['being reviewed', round({ state: { name: 'reviewing' } }), [], 'in_progress', 'Round 1: being reviewed'],
    [
      'skipped',
      round({ state: { name: 'skipped', why: 'documentation only' }, findings: [] }),
      [],
      'success',
      'Round 1: skipped: documentation only',
    ],
    [
      'did not run',
      round({ state: { name: 'not-reviewed', cause: 'died', detail: '', url: null } }),
      firstRound,
      'failure',
      'Round 1: did not run — the run of the review died',
    ],
    [
      'clean',
      round({ state: { name: 'closed', clean: true }, findings: [] }),
      [],
      'success',
      'Round 1: clean',
    ],
    [
      'clean, with answers',
      round({ state: { name: 'closed', clean: true }, findings: ids }),
      firstRound,
      'success',
      'Round 1: clean, every finding answered (1 high, 2 medium, 1 low)',
    ],
    [
      'called clean, and is not',
      round({ state: { name: 'closed', clean: true }, findings: ids }),
      open,
      'failure',
      'Round 1: 1 high, 2 medium, 1 low, answered; another round reviews what was fixed',
    ],
    [
      'fixed, to be reviewed again',
      round({ state: { name: 'closed', clean: false }, findings: ids }),
      firstRound,
      'failure',
      'Round 1: 1 high, 2 medium, 1 low, answered; another round reviews what was fixed',
    ],
    [
      'only lows so far',
      round({ state: { name: 'answering' }, findings: ['F1'] }),
      open,
      'neutral',
      'Round 1: 1 low to be answered',
    ],
  ])('%s', (_, one, findings, conclusion, title) => {
    const { state, title: shown } = check(one, findings);
    expect(state.status === 'completed' ? state.conclusion : state.status).toBe(conclusion);
    expect(shown).toBe(title);
  });

  it('names cause and remedy when nobody reviewed, and shows no old word', () => {
    const one = round({
      state: {
        name: 'not-reviewed',
        cause: 'timed-out',
        detail: 'after 30 minutes',
        url: 'https://github.com/o/r/1',
      },
      findings: ids,
    });
    const shown = check(one, firstRound, 'old word');
    expect(shown.summary).toContain('Nobody has reviewed this commit');
    expect(shown.summary).toContain('after 30 minutes');
    expect(shown.summary).toContain('`/retry`');
    expect(shown.summary).not.toContain('F1');
    expect(shown).toMatchObject({ headSha: sha('b'), detailsUrl: 'https://github.com/o/r/1' });
    expect(shown.text).toBeUndefined();
    expect(check(round(), firstRound, 'word').text).toBe('word');
  });

  it('is over, and not green, on a head that a newer one took the place of', () => {
    const one = round({
      superseded: [{ head: sha('d'), review: 1 }],
      reviews: [run('https://x/1'), run('https://x/2')],
    });
    const [left] = supersededChecks(polishing, one);
    expect(left).toMatchObject({
      headSha: sha('d'),
      state: { status: 'completed', conclusion: 'cancelled' },
      title: 'Round 1: not reviewed, a newer commit came',
    });
    expect(left?.externalId).toBe(check(round({ reviews: [run('https://x/1')] })).externalId);
    expect(left?.externalId).not.toBe(check(one).externalId);
    expect(left?.summary).toContain('Nobody has reviewed this commit');
    const back = supersededChecks(polishing, { ...one, head: sha('d') });
    expect(back[0]?.summary).not.toContain('Nobody has reviewed');
    expect(supersededChecks(polishing, round())).toEqual([]);
  });

  it('says it on the lines, in plain words', () => {
    const told = hostile.map((title, index) => finding({ id: `F${index + 1}`, title, detail: title }));
    const { annotations = [] } = check(round({ findings: told.map(({ id }) => id) }), told);
    expect(annotations).toHaveLength(hostile.length);
    for (const { message } of annotations) {
      expect(message).not.toMatch(/@octocat|fixes #12|closes PER-9|<!--|\n|\u202e|ghp_a/);
      expect(message.length).toBeLessThanOrEqual(1_000);
    }
  });

  it('keeps to what a check holds', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ ...longest(), id: `F${index + 1}` }));
    const { summary } = check(round({ findings: many.map(({ id }) => id) }), many);
    expect(summary.length).toBeLessThan(40_000);
    expect(summary).toMatch(/- \d+ more, less severe ones/);
  });
});
