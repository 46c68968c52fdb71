import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Round } from '../../../src/core/rounds/round.ts';
import { type HandingOver, handOverText, unreviewedText } from '../../../src/text/rounds/hand-over.ts';
import { roundsStoppedText } from '../../../src/text/rounds/stopped.ts';
import { attempt, delegation, ownHtml, rendered, returned, sha } from '../support.ts';
import { acknowledge, anyFindings, finding, firstRound, fix, longest, polishing, round } from './support.ts';

const lowLeft = finding({
  id: 'F5',
  severity: 'low',
  title: 'Name is long',
  state: 'answered',
  decided: { ...acknowledge, rationale: null },
  answer: { kind: 'acknowledged', sha: null, reason: 'It is the field’s own.', cites: null },
  seen: [2],
});

const closed = (number: number, changes: Partial<Round> = {}) =>
  round({ number, findings: [], state: { name: 'closed', clean: number > 1 }, ...changes });

const handing = (changes: Partial<HandingOver> = {}): HandingOver => ({
  item: polishing,
  rounds: [
    closed(1, { findings: firstRound.map(({ id }) => id) }),
    closed(2, { findings: ['F5'] }),
    closed(3, { head: sha('d') }),
  ],
  findings: [...firstRound, lowLeft],
  caps: [
    { setting: 'caps.rounds', used: 3, most: 5 },
    { setting: 'caps.item.tokens', used: 1_200_000, most: 4_000_000 },
  ],
  ...changes,
});

describe('what people without write access ask for', () => {
  const line = (text: string) => text.split('\n').filter((one) => one.startsWith('**Not taken up'));

  it.each([
    [
      ['linus'],
      '**Not taken up:** 1 demand of people without write access (linus). `/follow-up --priority <priority>` as a reply to a review comment files it as a ticket.',
    ],
    [['linus', 'linus', 'mo'], '3 demands of people without write access (linus and mo)'],
    [
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
      '7 demands of people without write access (a, b, c, d, e and 2 more)',
    ],
  ])('is said in one line: %j', (passedBy, text) => {
    for (const shown of [handOverText(handing({ passedBy })), unreviewedText(handing({ passedBy }))])
      expect(line(shown)).toEqual([expect.stringContaining(text)]);
  });

  it('is not mentioned where they ask for nothing', () => {
    expect(line(handOverText(handing()))).toEqual([]);
    expect(line(handOverText(handing({ passedBy: [] })))).toEqual([]);
  });
});

describe('handOverText', () => {
  it('hands over what is clean', () => {
    const byHand = {
      key: 'PER-242',
      url: 'https://linear.app/x/issue/PER-242',
      title: 'Docs',
      priority: 'low' as const,
    };
    expect(handOverText(handing({ followUps: [byHand] }))).toMatchInlineSnapshot(`
      "### Handed over: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      **Bot-clean after 3 rounds** at [\`ddddddd\`](https://github.com/octo/links/commit/dddddddddddddddddddddddddddddddddddddddd), read by Throughline’s review bot: no High or Medium is open, and every finding has its answer.

      - **Found:** 5 findings (1 high, 2 medium, 2 low) — 1 fixed, 3 acknowledged, 1 filed
      - **Used:** \`caps.rounds\` 3 of 5 · \`caps.item.tokens\` 1,200,000 of 4,000,000

      **Follow-ups** (2)

      - [PER-241](https://linear.app/x/issue/PER-241) Canonical knowledge links stay broken after sync (High priority)
      - [PER-242](https://linear.app/x/issue/PER-242) Docs (Low priority)

      <details><summary>Lows and notes left as they are (1)</summary>

      - **F5** Name is long (\`src/x.py:12\`): acknowledged, no action — It is the field’s own.

      </details>

      **Yours now:** read [pull request #7](https://github.com/octo/links/pull/7) and merge it in GitHub’s UI; Throughline never merges it. [PER-206](https://linear.app/x/issue/PER-206) is Done once it is merged. A new push or “changes requested” takes the rounds up again."
    `);
  });

  it.each<[string, Partial<HandingOver>, string]>([
    ['no round', { rounds: [], findings: [] }, 'Nobody has reviewed this pull request'],
    [
      'nobody reviewed the newest head',
      {
        rounds: [
          closed(1),
          closed(2, { state: { name: 'not-reviewed', cause: 'died', detail: '', url: null } }),
        ],
        findings: [],
      },
      'no clean review of the newest head',
    ],
    ['an open medium', { findings: [finding({ id: 'F9' })] }, '1 medium without an answer (F9)'],
  ])('does not call clean what is not: %s', (_, changes, text) => {
    const shown = handOverText(handing(changes));
    expect(shown).toContain(text);
    expect(shown).not.toMatch(/Bot-clean|✅/);
    expect(handOverText(handing())).toContain('**Bot-clean after 3 rounds**');
  });

  it('says that the newest head was skipped by rule', () => {
    const rounds = [closed(2), closed(3, { state: { name: 'skipped', why: 'documentation only' } })];
    expect(handOverText(handing({ rounds }))).toContain(
      'was skipped by rule, which counts as clean: documentation only.',
    );
  });
});

describe('what somebody accepted without passing', () => {
  const accepted = (failing: Parameters<typeof returned>[1]) => ({
    ...polishing,
    delegations: [
      delegation({
        ...{ number: 2, sections: [], fixUp: { round: 1, tasks: '', behavioural: [] } },
        state: { name: 'accepted', by: 'ada', mergeSha: sha('d') },
        attempts: [attempt({ outcome: returned({}, failing) })],
      }),
    ],
  });

  it.each([handOverText, unreviewedText])('is said to whoever merges', (text) => {
    expect(text(handing({ item: accepted({ 'test-integrity': ['no test'] }) }))).toContain(
      '⚠️ **Accepted without passing:** the findings of round 1 (`test-integrity`, by ada)',
    );
    expect(text(handing({ item: accepted({}) }))).not.toContain('⚠️');
  });
});

describe('unreviewedText', () => {
  it('says that nobody has reviewed, neither clean nor red, and how to have it reviewed', () => {
    const shown = unreviewedText(handing({ rounds: [], findings: [], caps: [] }));
    expect(shown).toMatchInlineSnapshot(`
      "### Handed over: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      No reviewer is configured: every section is accepted or dropped, and **nobody has reviewed [pull request #7](https://github.com/octo/links/pull/7) as a whole**.

      **Yours now:** review it, and merge it in GitHub’s UI when you are satisfied; Throughline never merges it. [PER-206](https://linear.app/x/issue/PER-206) is Done once it is merged. To have it reviewed first, name a reviewer under \`rounds.reviewer\` in \`.github/throughline.yml\`: the next push is reviewed."
    `);
    expect(shown).not.toMatch(/clean|✅|❌/i);
  });
});

describe('roundsStoppedText', () => {
  const stopped = {
    ...handing({
      rounds: [closed(1, { findings: ['F1'] })],
      findings: [finding({ state: 'reopened', decided: fix, seen: [1, 2] })],
    }),
    reached: [{ setting: 'caps.item.cost', used: 4, most: 4 }],
  };

  it('names the cap, what is open and what to type', () => {
    expect(roundsStoppedText(stopped)).toMatchInlineSnapshot(`
      "### The rounds stopped at a cap: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      ❌ **Not clean.** Used up: \`caps.item.cost\` $4.00 of $4.00, after 1 reviewed round, the last at [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb).

      - **Found:** 1 finding (1 medium) — 1 open
      - **Used:** \`caps.rounds\` 3 of 5 · \`caps.item.tokens\` 1,200,000 of 4,000,000

      **Still open:** 1 medium

      - MEDIUM — **F1** Partial pruning is not atomic with agent wiring (\`src/x.py:12\`)

      How it goes on:

      - \`/confirm\`: the next run is started all the same, on the record and with the caps of one run.
      - \`/retry\`: the rounds go on, once \`caps.item.cost\` in \`.github/throughline.yml\` leaves room.
      - \`/triage F1 file high\` or \`/triage F1 ack <why>\`: that finding is answered without a fix.
      - Push the fix to [\`feat/per-206-gate-links\`](https://github.com/octo/links/tree/feat/per-206-gate-links) by hand, then \`/confirm\`: your head is reviewed.
      - Merge [pull request #7](https://github.com/octo/links/pull/7) as it is, which is yours to decide: what is open stays on record here."
    `);
  });

  it('offers exactly one more round at the cap of rounds', () => {
    const reached = [{ setting: 'caps.rounds', used: 3, most: 3 }];
    const shown = roundsStoppedText({ ...stopped, reached });
    expect(shown).toContain('Used up: `caps.rounds` 3 of 3');
    expect(shown).toContain('`/confirm`: exactly one more round, on the record.');
  });

  it('says that nobody has seen the last fixes when nothing is open', () => {
    expect(roundsStoppedText({ ...stopped, findings: firstRound })).toContain(
      'no reviewer has seen what was fixed last',
    );
  });

  it('never offers to acknowledge what a person asks for', () => {
    expect(roundsStoppedText({ ...stopped, findings: [finding({ demanded: true })] })).not.toContain(
      'ack <why>',
    );
  });
});

describe('both', () => {
  it('hold whatever is written', () => {
    fc.assert(
      fc.property(anyFindings(6), (findings) => {
        const reached = [{ setting: 'caps.rounds', used: 5, most: 5 }];
        for (const shown of [
          handOverText(handing({ findings })),
          roundsStoppedText({ ...handing({ findings }), reached }),
        ]) {
          const { html, words, headings, images } = rendered(shown);
          for (const tag of html) expect(tag).toMatch(ownHtml);
          expect(html.join('')).not.toContain('<!--');
          expect([headings, images]).toEqual([1, 0]);
          expect(words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keep to what a comment holds', () => {
    const findings = Array.from({ length: 200 }, (_, index) => ({
      ...longest('low'),
      id: `F${index + 1}`,
      decided: fix,
    }));
    const left = findings.map((one) => ({ ...one, state: 'answered' as const, answer: lowLeft.answer }));
    const reached = [{ setting: 'caps.rounds', used: 5, most: 5 }];
    expect(handOverText(handing({ findings: left })).length).toBeLessThan(30_000);
    expect(roundsStoppedText({ ...handing({ findings }), reached }).length).toBeLessThan(30_000);
    expect(roundsStoppedText({ ...handing({ findings }), reached })).toMatch(
      /\d+ more, in the comments of the rounds/,
    );
  });
});
