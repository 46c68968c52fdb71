import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pullMarks, pullText } from '../../../src/text/pull.ts';
import { pullBody } from '../../../src/text/rounds/pull-body.ts';
import { withBody } from '../../../src/text/rounds/with-body.ts';
import { attempt, delegation, item, ownHtml, rendered, returned, section, sha } from '../support.ts';
import { anyFindings, finding, firstRound, longest, polishing, round } from './support.ts';

const ids = firstRound.map(({ id }) => id);
const accepted = (number: number, sections: string[], digit: string) =>
  delegation({
    number,
    sections,
    state: { name: 'accepted', by: 'ada', mergeSha: sha(digit) },
    attempts: [attempt({ outcome: returned() })],
  });

describe('pullBody', () => {
  it('tells sections with their merges, rounds and what is not in it', () => {
    const shown = item({
      sections: [section('1', { state: 'accepted' }), section('2', { state: 'accepted' })],
      delegations: [
        accepted(1, ['1'], '1'),
        accepted(2, ['2'], '2'),
        { ...accepted(3, [], '3'), fixUp: { round: 1, tasks: '', behavioural: [] } },
      ],
    });
    const rounds = [
      round({ findings: ids, state: { name: 'closed', clean: false }, fixUp: 3 }),
      round({
        number: 2,
        head: sha('c'),
        reviewer: 'coderabbitai[bot]',
        findings: [],
        state: { name: 'not-reviewed', cause: 'silent', detail: '', url: null },
      }),
      round({ number: 3, head: sha('d'), findings: ['F5'], state: { name: 'triaging' } }),
    ];
    const { body } = pullBody({
      item: shown,
      rounds,
      findings: [...firstRound, finding({ id: 'F5', seen: [3] })],
    });
    expect(body).toMatchInlineSnapshot(`
      "<!-- throughline:begin -->

      Ticket: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      OpenSpec change: \`gate-links\`

      **Sections**

      - ✅ 1. Scanner primitives — [\`1111111\`](https://github.com/octo/links/commit/1111111111111111111111111111111111111111)
      - ✅ 2. Lint rules — [\`2222222\`](https://github.com/octo/links/commit/2222222222222222222222222222222222222222)

      **Delegations**

      - section 1: [\`1111111\`](https://github.com/octo/links/commit/1111111111111111111111111111111111111111) by \`oc\` with model \`kimi\`, 1 attempt, accepted by ada
      - section 2: [\`2222222\`](https://github.com/octo/links/commit/2222222222222222222222222222222222222222) by \`oc\` with model \`kimi\`, 1 attempt, accepted by ada
      - fixes of round 1: [\`3333333\`](https://github.com/octo/links/commit/3333333333333333333333333333333333333333) by \`oc\` with model \`kimi\`, 1 attempt, accepted by ada

      **Rounds**

      | round | head | reviewer | found | answers |
      | --- | --- | --- | --- | --- |
      | 1 | [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) | Throughline’s review bot | 1 high, 2 medium, 1 low | 1 fixed, 2 acknowledged, 1 filed |
      | 2 | [\`ccccccc\`](https://github.com/octo/links/commit/cccccccccccccccccccccccccccccccccccccccc) | coderabbitai\\[bot\\] | ❌ not reviewed | – |
      | 3 | [\`ddddddd\`](https://github.com/octo/links/commit/dddddddddddddddddddddddddddddddddddddddd) | Throughline’s review bot | 1 medium | 1 open |

      **Known limitations**

      - Canonical knowledge links can pass lint but remain broken after sync — filed as [PER-241](https://linear.app/x/issue/PER-241) (High priority). Out of scope per task 2.4 (“scan_file_for_knowledge SHALL NOT be modified — sync stays warning-only”). It blocks the warehouse migration.

      Each delegation is a merge of its own. Merge this pull request with a merge commit to keep them; write below or above this part, it is kept.

      <!-- throughline:end -->"
    `);
  });

  it('is what it was where there are no rounds yet', () => {
    expect(pullBody({ item: polishing, rounds: [], findings: [] })).toEqual(pullText(polishing));
  });

  it('counts and links the recorded decisions', () => {
    const node = {
      kind: 'question' as const,
      id: 'prune-order',
      parent: null,
      opens: null,
      question: 'Prune first?',
      why: 'It matters.',
      options: [{ id: 'a', text: 'Yes' }],
      recommended: 'a',
      justification: 'Simple.',
      resolvedBy: 'code' as const,
      evidence: [],
    };
    const answer = { by: 'code' as const, option: 'a', text: 'Yes', who: 'code', at: '2026-11-20T10:00:00Z' };
    const tree = {
      nodes: [{ node, state: { name: 'closed' as const, answer } }],
      asked: [],
      closed: [],
      refused: 0,
      log: [],
    };
    const planning = {
      runs: [],
      said: [],
      exploration: null,
      earlier: [],
      direction: null,
      tree,
      next: null,
      proposed: null,
      enhanced: false,
    };
    expect(pullBody({ item: item({ planning }), rounds: [], findings: [] }).body).toContain(
      '**Decisions:** 1, recorded in [`design.md`](https://github.com/octo/links/blob/feat/per-206-gate-links/openspec/changes/gate-links/design.md)',
    );
  });

  it('keeps its marks and its length, whatever is written', () => {
    fc.assert(
      fc.property(anyFindings(6), (findings) => {
        const rounds = [round({ findings: findings.map(({ id }) => id), reviewer: findings[0]?.by ?? 'x' })];
        const { body } = pullBody({ item: polishing, rounds, findings });
        expect(body.split('<!--')).toHaveLength(3);
        expect(body.startsWith(pullMarks.begin) && body.endsWith(pullMarks.end)).toBe(true);
        const { html, words, headings, images } = rendered(body);
        for (const tag of html) expect(tag).toMatch(ownHtml);
        expect([headings, images]).toEqual([0, 0]);
        expect(words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
        expect(withBody(withBody('Mine', body), body)).toBe(`Mine\n\n${body}`);
      }),
      { numRuns: 40 },
    );
  });

  it('names how many limitations have no room', () => {
    const filed = firstRound.filter(({ answer }) => answer?.kind === 'filed');
    const findings = Array.from({ length: 200 }, (_, index) => ({
      ...longest(),
      decided: filed[0]?.decided ?? null,
      answer: filed[0]?.answer ?? null,
      state: 'answered' as const,
      id: `F${index + 1}`,
    }));
    const rounds = Array.from({ length: 60 }, (_, index) =>
      round({
        number: index + 1,
        findings: findings.map(({ id }) => id),
        state: { name: 'closed', clean: false },
      }),
    );
    const { body } = pullBody({ item: polishing, rounds, findings });
    expect(body.length).toBeLessThan(25_000);
    expect(body).toMatch(/- \d+ more follow-ups, related to the ticket/);
    expect(body).toContain('40 earlier rounds not shown.');
  });
});
