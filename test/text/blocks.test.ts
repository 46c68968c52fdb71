import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTicks } from '../../src/commands/boxes.ts';
import { configurationSchema } from '../../src/contracts/configuration.ts';
import { checkIds } from '../../src/contracts/review.ts';
import { findingsBlock, scopeBlock } from '../../src/text/blocks.ts';
import {
  attempt,
  deciding,
  delegation,
  hostile,
  item,
  ownHtml,
  rendered,
  returned,
  section,
  sha,
} from './support.ts';

const tick = (body: string, command: string): string =>
  body.replace(new RegExp(`- \\[ \\](.*box:${command}:)`), '- [x]$1');

describe('scopeBlock', () => {
  it('asks for the scope', () => {
    const one = delegation({ number: 2, sections: ['2', '3'] });
    const asking = item({
      delegations: [one],
      decision: { id: 'd2', asks: 'scope', since: '2026-11-20T10:00:00Z' },
      sections: [section('1', { state: 'accepted' }), section('2'), section('3'), section('4')],
    });
    expect(
      scopeBlock(asking, one, { caps: configurationSchema.shape.caps.parse({}) }),
    ).toMatchInlineSnapshot(`
      "### Scope of delegation 2: sections 2-3

      |  |  |
      | --- | --- |
      | **Ticket** | [PER-206](https://linear.app/x/issue/PER-206) Gate links |
      | **Repository** | \`octo/links\` |
      | **OpenSpec** | \`gate-links\` |
      | **Agent** | \`oc\` |
      | **Model** | \`kimi\` |
      | **Base** | [\`aaaaaaa\`](https://github.com/octo/links/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) of [\`feat/per-206-gate-links\`](https://github.com/octo/links/tree/feat/per-206-gate-links) |
      | **Caps** | 3 attempts, 30 minutes each, 100 files, 4000 lines |
      | **Forbidden** | \`.github/\`, dot-directories, \`CODEOWNERS\`, agent instructions, \`.gitmodules\`, links, what the tasks forbid |
      | **Left afterwards** | section 4 |

      - **2** Lint rules
      - **3** Autofix

      - [ ] **Confirm** — dispatch this delegation now <!-- box:confirm:d2 -->

      \`/confirm\` does the same; \`/delegate <sections>\` or \`/delegate next --agent <name>\` changes the scope."
    `);
  });

  it('is the dispatch block once it is confirmed', () => {
    const running = delegation({
      sections: ['2', '3'],
      number: 2,
      state: { name: 'running' },
      recordedBase: sha('a'),
      attempts: [
        attempt({ outcome: returned({ recommendation: 'iterate' }) }),
        attempt({
          number: 2,
          codeBranch: 'throughline/gate-links/2-3-2',
          notes: [
            'Attempt 1 failed verification-commands',
            '`npm test` printed:\nnot ok 21',
            'mind the anchors',
          ],
          outcome: { state: 'running', runId: 56, url: 'https://github.com/octo/links/actions/runs/56' },
        }),
      ],
    });
    expect(
      scopeBlock(item({ stage: { name: 'delegating' }, delegations: [running] }), running),
    ).toMatchInlineSnapshot(`
      "### Delegation 2 dispatched: sections 2-3

      |  |  |
      | --- | --- |
      | **Ticket** | [PER-206](https://linear.app/x/issue/PER-206) Gate links |
      | **Agent** | \`oc\` |
      | **Model** | \`kimi\` |
      | **OpenSpec** | \`gate-links\` |
      | **Repository** | \`octo/links\` |
      | **Branch** | [\`throughline/gate-links/2-3-2\`](https://github.com/octo/links/tree/throughline/gate-links/2-3-2) (off [\`feat/per-206-gate-links\`](https://github.com/octo/links/tree/feat/per-206-gate-links)) |
      | **Base** | [\`aaaaaaa\`](https://github.com/octo/links/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) |
      | **Attempt** | 2 |
      | **Worktree** | on the runner's machine, gone with it |
      | **Prompt** | \`prompt.md\` of the evidence |
      | **Evidence** | \`refs/throughline/assignments/3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10\` |
      | **Run** | [log of the run](https://github.com/octo/links/actions/runs/56) |
      | **Status** | **running** |

      - **2** Lint rules
      - **3** Autofix

      <details><summary>Notes for this attempt (3)</summary>

      - Attempt 1 failed verification-commands
      - \\\`npm test\\\` printed: …
      - mind the anchors

      </details>

      Prompt, answer, verification output and transcript, once the run is back:

      \`\`\`
      git fetch origin refs/throughline/assignments/3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10 && git show --stat FETCH_HEAD
      \`\`\`

      <details><summary>Earlier attempts</summary>

      - Attempt 1: returned

      </details>

      Nothing to do now: the deep review is posted when the run is back. \`/cancel\` stops it."
    `);
  });

  it('has one box, of its own decision', () => {
    const one = delegation();
    const body = scopeBlock(
      item({ delegations: [one], decision: { id: 'd1', asks: 'scope', since: '' } }),
      one,
    );
    expect(readTicks(body, tick(body, 'confirm'))).toMatchObject({
      state: 'ticked',
      tick: { decision: 'd1', means: { name: 'confirm' } },
    });
    expect(scopeBlock(item({ delegations: [one] }), one)).not.toContain('<!--');
  });

  it('offers commands instead of boxes on Linear', () => {
    const one = delegation();
    const body = scopeBlock(
      item({
        home: { on: 'linear' },
        pull: null,
        delegations: [one],
        decision: { id: 'd1', asks: 'scope', since: '' },
      }),
      one,
    );
    expect(body).toContain('- `/confirm` — **Confirm**');
    expect(body).not.toMatch(/<!--|<details>/);
  });

  it('says what failed and what to do', () => {
    const failed = delegation({
      state: { name: 'running' },
      attempts: [
        attempt({
          outcome: { state: 'failed', failure: 'timed-out', detail: 'The run reached its limit.', url: null },
        }),
      ],
    });
    expect(scopeBlock(item({ delegations: [failed] }), failed)).toMatch(
      /time limit[\s\S]*`\/retry` starts another attempt with the same time;/,
    );
  });
});

describe('findingsBlock', () => {
  it('asks for a decision', () => {
    const outcome = returned(
      {
        recommendation: 'iterate',
        reasons: ['Failed: verification-commands.', 'Attempt 1 of 3: another one is left.'],
        verification: [{ command: 'npm test', passed: false, output: 'not ok 1 ```\nexpected 2\n' }],
        manualTasks: ['1.3 [MANUAL] Try it'],
      },
      { 'verification-commands': ['`npm test` exited 1 after 0.9 s: its output is below.'] },
    );
    const asking = deciding(outcome);
    expect(findingsBlock(asking.item, asking.delegation)).toMatchInlineSnapshot(`
      "### Findings of delegation 1, attempt 1: section 1

      Status: **returned** · by \`oc\` with model \`kimi\` · 3 files, +120 −14 · [diff](https://github.com/octo/links/compare/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) · [run](https://github.com/octo/links/actions/runs/55) · [evidence](https://github.com/octo/links/commit/eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee)

      **Recommendation: iterate.** Failed: verification-commands. Attempt 1 of 3: another one is left.

      | # | check | looks for | verdict |
      | --- | --- | --- | --- |
      | 1 | \`acceptance-grep\` | claimed changes are in the tree | ✅ pass |
      | 2 | \`verification-commands\` | verification commands pass | ❌ fail |
      | 3 | \`diff-sanity\` | only declared files change, within the caps | ✅ pass |
      | 4 | \`substring-collision\` | a rename takes no other name with it | ✅ pass |
      | 5 | \`branding-leaks\` | no agent or vendor names | ✅ pass |
      | 6 | \`lockfile-regeneration\` | manifest and lockfile agree | ✅ pass |
      | 7 | \`endpoint-echo\` | only allowed hosts and environments | ✅ pass |
      | 8 | \`tasks-checkbox-state\` | the tasks of these sections are ticked, and no others | ✅ pass |
      | 9 | \`answer-contract\` | the answer is valid and lists the files that changed | ✅ pass |
      | 10 | \`forbidden-identifiers\` | guarded files and identifiers untouched | ✅ pass |
      | 11 | \`test-integrity\` | no test removed, skipped or emptied | ✅ pass |
      | 12 | \`secret-hygiene\` | no credential in the diff | ✅ pass |
      | 13 | \`commit-provenance\` | linear on its base, names the ticket, protected paths untouched | ✅ pass |
      | 14 | \`spec-conformance\` | requirements have evidence in code or tests | ✅ pass |

      What has to be repaired:

      - \`verification-commands\`
        - \`npm test\` exited 1 after 0.9 s: its output is below.

      Left to a person:

      - 1.3 \\[MANUAL\\] Try it

      <details><summary>❌ npm test</summary>

      \`\`\`\`text
      not ok 1 \`\`\`
      expected 2
      \`\`\`\`

      </details>

      <details><summary>What the other checks looked at</summary>

      - \`acceptance-grep\`
        - Looked at.
      - \`diff-sanity\`
        - Looked at.
      - \`substring-collision\`
        - Looked at.
      - \`branding-leaks\`
        - Looked at.
      - \`lockfile-regeneration\`
        - Looked at.
      - \`endpoint-echo\`
        - Looked at.
      - \`tasks-checkbox-state\`
        - Looked at.
      - \`answer-contract\`
        - Looked at.
      - \`forbidden-identifiers\`
        - Looked at.
      - \`test-integrity\`
        - Looked at.
      - \`secret-hygiene\`
        - Looked at.
      - \`commit-provenance\`
        - Looked at.
      - \`spec-conformance\`
        - Looked at.

      </details>

      Prompt and transcript: \`git fetch origin refs/throughline/assignments/3f0e8f0a-52a5-4c3c-9d0a-6a4b6d1f2c10\`

      - [ ] **Accept** — merge into the feature branch with \`--no-ff\` <!-- box:accept:d1a1 -->
      - [ ] **Iterate** — another attempt, the failed checks go into its prompt <!-- box:iterate:d1a1 -->
      - [ ] **Reject** — stop here, nothing is deleted <!-- box:reject:d1a1 -->

      To add words of your own: \`/iterate <notes>\`, \`/reject <why>\`."
    `);
  });

  it('has three boxes of its own attempt', () => {
    const { item: waiting, delegation: one } = deciding();
    const body = findingsBlock(waiting, one);
    for (const command of ['accept', 'iterate', 'reject'])
      expect(readTicks(body, tick(body, command))).toMatchObject({
        state: 'ticked',
        tick: { decision: 'd1a1', means: { name: command } },
      });
  });

  it.each([
    ['merging', { name: 'merging', by: 'ada' } as const, '**Accepted** by ada. Merging now.'],
    [
      'accepted',
      { name: 'accepted', by: 'ada', mergeSha: sha('d') } as const,
      `merged as [\`ddddddd\`](https://github.com/octo/links/commit/${sha('d')}).`,
    ],
    [
      'rejected',
      { name: 'rejected', by: 'ada', why: 'wrong way' } as const,
      '**Rejected** by ada: wrong way',
    ],
    ['withdrawn', { name: 'withdrawn', by: 'ada' } as const, 'Taken back by ada'],
  ])('says who decided: %s', (_, state, words) => {
    const { item: waiting, delegation: one } = deciding();
    const body = findingsBlock({ ...waiting, decision: null }, { ...one, state });
    expect(body).toContain(words);
    expect(body).not.toContain('<!--');
  });

  it('shows the last review while the next attempt runs, and earlier ones in one line', () => {
    const failing = returned({ recommendation: 'iterate' }, { 'diff-sanity': ['x'] });
    const one = delegation({
      state: { name: 'running' },
      attempts: [
        attempt({ outcome: failing }),
        attempt({ number: 2, outcome: failing }),
        attempt({ number: 3, outcome: { state: 'running', runId: 1, url: null } }),
      ],
    });
    const body = findingsBlock(item({ stage: { name: 'delegating' }, delegations: [one] }), one);
    expect(body).toContain('### Findings of delegation 1, attempt 2');
    expect(body).toContain('- Attempt 1: iterate recommended, failed `diff-sanity`');
    expect(body).toContain('**Iterate:** attempt 3 — running. Nothing to do now.');
  });

  it('shows every check, whatever the verdict', () => {
    const { item: waiting, delegation: one } = deciding(returned());
    const body = findingsBlock(waiting, one);
    for (const id of checkIds) expect(body).toContain(`\`${id}\``);
    expect(body).toContain('| no agent or vendor names | ✅ pass |');
  });

  it('says so while nothing has come back', () => {
    const one = delegation({ attempts: [attempt()] });
    expect(findingsBlock(item({ delegations: [one] }), one)).toContain(
      'Attempt 1: asked: waiting for a runner.',
    );
  });

  it('keeps the decision within what GitHub shows, however much was found', () => {
    const long = 'x'.repeat(60_000);
    const many = Array.from({ length: 200 }, () => long);
    const { item: waiting, delegation: one } = deciding(
      returned(
        {
          verification: many.map((output, index) => ({
            command: `cmd ${index} ${long}`,
            passed: false,
            output,
          })),
          manualTasks: many,
          reasons: [long],
        },
        Object.fromEntries(checkIds.map((id) => [id, many])),
      ),
    );
    const body = findingsBlock(waiting, one);
    expect(body.length).toBeLessThan(60_000);
    expect(body).toContain('box:accept:d1a1');
  });
});

describe('with hostile words everywhere', () => {
  const word = fc.constantFrom(...hostile);
  const boxes = (body: string): string[] => body.match(/<!-- box:[^>]*-->/g) ?? [];

  it('only our own boxes can be ticked and nobody is mentioned', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 8, maxLength: 8 }), (words) => {
        const [title = '', name = '', by = '', note = '', found = '', output = '', task = '', command = ''] =
          words;
        const outcome = returned(
          { verification: [{ command, passed: false, output }], manualTasks: [task], reasons: [found] },
          { 'diff-sanity': [found] },
        );
        const { item: waiting, delegation: one } = deciding(outcome);
        const bad = {
          ...waiting,
          ticket: { ...waiting.ticket, title },
          sections: [section('1', { title: name })],
          startedBy: by,
        };
        const noted = { ...one, attempts: one.attempts.map((last) => ({ ...last, notes: [note] })) };
        const findings = findingsBlock(bad, noted);
        const scope = scopeBlock(bad, noted);
        expect(boxes(findings)).toEqual(
          ['accept', 'iterate', 'reject'].map((choice) => `<!-- box:${choice}:d1a1 -->`),
        );
        expect(boxes(scope)).toEqual([]);
        for (const body of [findings, scope]) {
          const shown = rendered(body);
          for (const html of shown.html) expect(html).toMatch(ownHtml);
          expect(shown.words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
          expect({ headings: shown.headings, images: shown.images }).toEqual({ headings: 1, images: 0 });
          expect(body).not.toContain('ghp_');
        }
      }),
    );
  });
});
