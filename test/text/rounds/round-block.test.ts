import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, NotReviewed, Round } from '../../../src/core/rounds/round.ts';
import { type Remarks, roundBlock } from '../../../src/text/rounds/round-block.ts';
import { ownHtml, rendered, sha } from '../support.ts';
import {
  acknowledge,
  anyFindings,
  anyWords,
  file,
  finding,
  firstRound,
  fix,
  longest,
  polishing,
  round,
  run,
} from './support.ts';

const show = (
  one: Round,
  {
    findings = firstRound,
    rounds = [one],
    remarks = null,
  }: { findings?: typeof firstRound; rounds?: Round[]; remarks?: Remarks | null } = {},
): string => roundBlock({ item: polishing, round: one, rounds, findings, remarks });

const ids = firstRound.map(({ id }) => id);

describe('roundBlock', () => {
  it('says who reviews which head, since when', () => {
    const reviewing = round({
      state: { name: 'reviewing' },
      findings: [],
      reviews: [run('https://github.com/octo/links/actions/runs/5')],
    });
    expect(show(reviewing)).toMatchInlineSnapshot(`
      "### Round 1: review of [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)

      Status: **being reviewed** by Throughline’s review bot, since 2026-11-20T10:00:00Z · [run](https://github.com/octo/links/actions/runs/5)

      Nothing to do now: findings and their answers are posted here."
    `);
  });

  it('is the triage comment once everything is answered', () => {
    const closed = round({ state: { name: 'closed', clean: false }, findings: ids });
    expect(show(closed)).toMatchInlineSnapshot(`
      "### Round 1: review of [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)

      Status: **every finding has its answer** (1 high, 2 medium, 1 low) · not clean: another round reviews what was fixed.

      **F4 · HIGH** — Canonical knowledge links can pass lint but remain broken after sync ([\`scan.py:88\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/scan.py#L88)).

      - **Decision:** filed as [PER-241](https://linear.app/x/issue/PER-241) (High priority). Out of scope per task 2.4 (“scan_file_for_knowledge SHALL NOT be modified — sync stays warning-only”). It blocks the warehouse migration.

      **F2 · MEDIUM** — Partial pruning is not atomic with agent wiring ([\`src/x.py:12\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/src/x.py#L12)).

      - **Decision:** acknowledged, no behavioural change — fixed in [\`9999999\`](https://github.com/octo/links/commit/9999999999999999999999999999999999999999) by adding an inline rationale comment. Per the recorded decision \`prune-order\` (“prune first, wire later”). The current ordering is a deliberate design choice.

      **F3 · MEDIUM** — Warehouse link policy in \`core/scanner/\` rather than \`domains/warehouse/\` (\`core/scanner\`).

      - **Decision:** acknowledged, no action. The code was there before: \`core/scanner/base.py:3\` (“class LinkPolicy:”). This is the pre-existing pattern.

      **F1 · LOW** — \`_print_lint_report\` detected \`--fix\` via \`sys.argv\`.

      - **Decision:** fixed in [\`9999999\`](https://github.com/octo/links/commit/9999999999999999999999999999999999999999). LintReport has \`fix_requested: bool = False\` now.

      <details><summary>What the reviewer wrote</summary>

      - **F4**: A crash between \`prune()\` and \`wire()\` leaves agents without links.
      - **F2**: A crash between \`prune()\` and \`wire()\` leaves agents without links.
      - **F3**: A crash between \`prune()\` and \`wire()\` leaves agents without links.

      </details>

      To correct an answer: \`/triage F4 fix\`, \`/triage F4 ack <why>\`, \`/triage F4 file high\`."
    `);
  });

  it('says what is about to be done, what came back and who asks for it', () => {
    const second = round({
      number: 2,
      state: { name: 'answering' },
      findings: ['F2', 'F5', 'F6', 'F7'],
      fixUp: 5,
    });
    const findings = [
      finding({
        id: 'F2',
        state: 'reopened',
        seen: [1, 2],
        decided: fix,
        earlier: [{ kind: 'fixed', sha: sha('9'), reason: 'Wired first.' }],
      }),
      finding({ id: 'F5', severity: 'high', decided: file, seen: [2], title: 'Links stay broken' }),
      finding({ id: 'F6', severity: 'low', decided: acknowledge, seen: [2], title: 'Order is odd' }),
      finding({
        id: 'F7',
        by: 'grace',
        demanded: true,
        url: 'https://github.com/octo/links/pull/7#discussion_r1',
        title: 'Name it',
        detail: '',
        decided: { ...fix, behavioural: false, by: 'ada' },
        seen: [2],
      }),
      finding({
        id: 'F1',
        state: 'verified',
        decided: fix,
        answer: { kind: 'fixed', sha: sha('9'), reason: 'Done.' },
        seen: [1],
      }),
    ];
    const remarks = { summary: 'Reads well.', questions: ['Is `--fix` idempotent?'], notes: ['[ ] no box'] };
    const rounds = [round({ state: { name: 'closed', clean: false } }), second];
    expect(show(second, { findings, rounds, remarks })).toMatchInlineSnapshot(`
      "### Round 2: review of [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb)

      Status: **being answered** (1 high, 2 medium, 1 low) · fixes are made by delegation 5

      > Reads well.

      **F5 · HIGH** — Links stay broken ([\`src/x.py:12\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/src/x.py#L12)).

      - **Decision:** to be filed (High priority, blocks PER-250): Out of scope per task 2.4 (“scan_file_for_knowledge SHALL NOT be modified — sync stays warning-only”). It blocks the warehouse migration.

      **F2 · MEDIUM** — Partial pruning is not atomic with agent wiring ([\`src/x.py:12\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/src/x.py#L12)).

      - **Came back:** found in round 1, then fixed in [\`9999999\`](https://github.com/octo/links/commit/9999999999999999999999999999999999999999).
      - **Decision:** to be fixed in this round, with a regression test: Rewrite only the parenthesised target in \`fix_links\`. It belongs to this change.

      **F7 · MEDIUM** — Name it ([\`src/x.py:12\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/src/x.py#L12)).

      - **grace asks for it** ([comment](https://github.com/octo/links/pull/7#discussion_r1)): it is fixed or filed, never acknowledged away.
      - **Decision:** to be fixed in this round (decided by ada): Rewrite only the parenthesised target in \`fix_links\`. It belongs to this change.

      **F6 · LOW** — Order is odd ([\`src/x.py:12\`](https://github.com/octo/links/blob/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb/src/x.py#L12)).

      - **Decision:** to be acknowledged, with an inline rationale comment: Per the recorded decision \`prune-order\` (“prune first, wire later”). The current ordering is a deliberate design choice.

      Verified in this round, not found again:

      - **F1**: fixed in [\`9999999\`](https://github.com/octo/links/commit/9999999999999999999999999999999999999999)

      <details><summary>What the reviewer wrote</summary>

      - **F5**: A crash between \`prune()\` and \`wire()\` leaves agents without links.
      - **F2**: A crash between \`prune()\` and \`wire()\` leaves agents without links.
      - **F6**: A crash between \`prune()\` and \`wire()\` leaves agents without links.

      </details>

      <details><summary>Open questions (1)</summary>

      - Is \`--fix\` idempotent?

      </details>

      <details><summary>Notes of the reviewer (1)</summary>

      - \\[ ] no box

      </details>

      To correct an answer: \`/triage F5 fix\`, \`/triage F5 ack <why>\`, \`/triage F5 file high\`."
    `);
  });

  it.each<[string, Round, string]>([
    [
      'clean, nothing found',
      round({ number: 3, state: { name: 'closed', clean: true }, findings: [] }),
      'Status: ✅ **clean** · no findings.',
    ],
    [
      'clean, only lows',
      round({ state: { name: 'closed', clean: true }, findings: ['F1'] }),
      'Status: ✅ **clean** · No findings above LOW (1 low), and every finding has its answer.',
    ],
    [
      'skipped',
      round({ state: { name: 'skipped', why: 'documentation only' }, findings: [] }),
      'Status: **skipped by rule, which counts as clean** · documentation only',
    ],
  ])('%s', (_, one, status) => {
    expect(show(one)).toContain(status);
  });

  const causes: NotReviewed[] = [
    'died',
    'timed-out',
    'silent',
    'unreadable',
    'outdated',
    'cancelled',
    'refused',
  ];

  it.each(causes)('is never green when the review is missing: %s', (cause) => {
    for (const reviewer of ['throughline', 'coderabbitai']) {
      const shown = show(
        round({
          reviewer,
          state: {
            name: 'not-reviewed',
            cause,
            detail: 'exit 1',
            url: 'https://github.com/o/r/actions/runs/5',
          },
          findings: [],
        }),
      );
      expect(shown).toContain('❌ **NOBODY has reviewed this head.**');
      expect(shown).toContain('https://github.com/o/r/actions/runs/5');
      expect(shown).toContain('`/retry`');
      expect(shown).not.toMatch(/✅|counts as clean|\*\*clean/);
    }
  });

  it('shows in the round before what was answered then', () => {
    const back = finding({
      state: 'reopened',
      seen: [1, 2],
      earlier: [{ kind: 'fixed', sha: sha('9'), reason: 'Wired.' }],
    });
    const before = show(round({ state: { name: 'closed', clean: false } }), { findings: [back] });
    expect(before).toContain('- **Decision:** fixed in [`9999999`]');
    expect(before).not.toContain('Came back');
    expect(show(round({ number: 2 }), { findings: [back] })).toContain('- **Decision:** none yet');
  });

  it('is not clean while something above low has no answer, whatever the state says', () => {
    const closed = round({ state: { name: 'closed', clean: true } });
    expect(show(closed, { findings: [finding()] })).not.toContain('✅');
    expect(show(closed, { findings: [finding({ state: 'verified' })] })).toContain('✅');
  });

  const many = (number: number, of: (index: number) => Partial<Finding>): Finding[] =>
    Array.from({ length: number }, (_, index) => finding({ ...of(index), id: `F${index + 1}` }));
  const showAll = (findings: Finding[]): string =>
    show(round({ findings: findings.map(({ id }) => id) }), { findings });

  it('shows the worst whole and two hundred in short', () => {
    const findings = many(200, (index) => ({
      severity: index < 100 ? 'low' : 'medium',
      title: `Title number ${index + 1}`,
      decided: { ...fix, task: 'Do it. '.repeat(50) },
    }));
    const shown = showAll(findings);
    expect(shown.length).toBeLessThan(62_000);
    expect(shown).not.toContain('no room in this comment');
    expect(shown).toContain('**F101 · MEDIUM** — Title number 101 ([`src/x.py:12`]');
    expect(shown).toContain('- **F100 · LOW** — Title number 100 (`src/x.py:12`): to be fixed\n');
    expect(shown).toMatch(/\d+ less severe findings, in short/);
    expect(shown.indexOf('**F200 · MEDIUM**')).toBeLessThan(shown.indexOf('**F1 · LOW**'));
    expect(showAll(findings.slice(0, 10))).not.toContain('in short');
  });

  it('counts and names what has no room', () => {
    const findings = many(200, (index) => longest(index === 199 ? 'high' : 'medium'));
    const shown = showAll(findings);
    expect(shown.length).toBeLessThan(62_000);
    const cut = Number(/\*\*(\d+) more findings \(\d+ medium\) have no room/.exec(shown)?.[1]);
    const entries = shown.match(/\*\*F\d+ · (?:HIGH|MEDIUM)\*\*/g)?.length ?? 0;
    expect(cut).toBeGreaterThan(0);
    expect(cut + entries).toBe(200);
    expect(shown).toContain('\n\n**F200 · HIGH** — ');
    for (const { id } of findings) expect(shown).toMatch(new RegExp(`\\b${id}\\b`));
  });

  it('holds whatever is written, and names every finding', () => {
    fc.assert(
      fc.property(
        anyFindings(8),
        fc.constantFrom('triaging' as const, 'answering' as const),
        fc.array(anyWords, { maxLength: 5 }),
        (findings, name, remarks) => {
          const one = round({ number: 2, state: { name }, findings: findings.map(({ id }) => id) });
          const shown = show(one, {
            findings,
            remarks: { summary: remarks[0] ?? '', questions: remarks, notes: remarks },
          });
          expect(shown.length).toBeLessThan(62_000);
          const { html, words, headings, images } = rendered(shown);
          for (const tag of html) expect(tag).toMatch(ownHtml);
          expect(html.join('')).not.toContain('<!--');
          expect(headings).toBe(1);
          expect(images).toBe(0);
          expect(words).not.toMatch(/@octocat|fixes #12|closes PER-9|ghp_a/);
          expect(shown).not.toMatch(/^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\](?!\()/m);
          for (const { id } of findings) expect(shown).toMatch(new RegExp(`\\b${id}\\b`));
        },
      ),
      { numRuns: 60 },
    );
  });
});
