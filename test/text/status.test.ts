import { describe, expect, it } from 'vitest';
import { blockedCauses, type Stage, stageNames } from '../../src/core/item.ts';
import { statusComment } from '../../src/text/status.ts';
import { planningAt } from '../core/planning-support.ts';
import { attempt, deciding, delegation, hostile, item, rendered, returned, section, sha } from './support.ts';

const blocked = (changes: Partial<Extract<Stage, { name: 'blocked' }>> = {}): Stage => ({
  name: 'blocked',
  cause: 'run-failed',
  failure: 'lost',
  detail: 'GitHub shows no run.',
  url: 'https://github.com/octo/links/actions/runs/55',
  resume: 'delegating',
  ...changes,
});

describe('statusComment', () => {
  it('shows the sections and whom it waits for', () => {
    const accepted = delegation({
      state: { name: 'accepted', by: 'ada', mergeSha: sha('d') },
      attempts: [attempt({ outcome: returned() })],
    });
    const waiting = deciding();
    const shown = item({
      stage: { name: 'deciding' },
      delegations: [accepted, { ...waiting.delegation, number: 2, sections: ['2'] }],
      sections: [
        section('1', { state: 'accepted' }),
        section('2'),
        section('3', { state: 'dropped', dropped: { by: 'ada', why: 'not needed' } }),
        section('4'),
      ],
    });
    expect(statusComment(shown)).toMatchInlineSnapshot(`
      "### [PER-206](https://linear.app/x/issue/PER-206) Gate links

      Stage: **deciding** · OpenSpec change \`gate-links\` · Pull request [#7](https://github.com/octo/links/pull/7): open (draft) · mode copilot

      | § | section | state | delegation | merge |
      | --- | --- | --- | --- | --- |
      | 1 | Scanner primitives | ✅ accepted | 1 | [\`ddddddd\`](https://github.com/octo/links/commit/dddddddddddddddddddddddddddddddddddddddd) |
      | 2 | Lint rules | to be decided | 2 | – |
      | 3 | Autofix | dropped by ada: not needed | – | – |
      | 4 | Docs | open | – | – |

      Waits for ada: accept, iterate or reject in the findings block."
    `);
  });

  it('says what blocks it, where to look and what would resolve it', () => {
    expect(statusComment(item({ stage: blocked() }))).toMatchInlineSnapshot(`
      "### [PER-206](https://linear.app/x/issue/PER-206) Gate links

      Stage: **blocked** · OpenSpec change \`gate-links\` · Pull request [#7](https://github.com/octo/links/pull/7): open (draft) · mode copilot

      | § | section | state | delegation | merge |
      | --- | --- | --- | --- | --- |
      | 1 | Scanner primitives | open | – | – |
      | 2 | Lint rules | open | – | – |
      | 3 | Autofix | open | – | – |

      **Blocked: the run was lost.** [Log](https://github.com/octo/links/actions/runs/55)

      > GitHub shows no run.

      \`/retry\` dispatches a fresh attempt under another name; should the lost run still come up, its result is not taken. \`/reject <why>\` stops here."
    `);
  });

  it.each(blockedCauses)('names a way out of blocked(%s)', (cause) => {
    expect(statusComment(item({ stage: blocked({ cause, failure: null }) }))).toMatch(
      /`\/(retry|confirm|iterate <notes>|reject <why>)`/,
    );
  });

  it.each(stageNames)('has words for %s', (name) => {
    const stage: Stage = name === 'blocked' ? blocked() : { name };
    expect(statusComment(item({ stage }))).toContain(`Stage: **${name.replace('-', ' ')}**`);
  });

  it.each([
    ['exploring', 'An agent explores the ticket ([running]('],
    ['choosing', 'Waits for ada: choose a direction (`/choose <number>`)'],
    ['grilling', 'one question, in the grill comment. 0 confirmed · 0 deferred · 0 silent assumptions.'],
    ['proposing', 'An agent writes the plan ([running]('],
  ] as const)('says what planning waits for at %s', (name, words) => {
    const shown = item({ stage: { name }, change: null, sections: [], ...planningAt[name]() });
    expect(statusComment(shown)).toContain(words);
  });

  it('points to planning where nothing is planned', () => {
    const shown = item({ stage: { name: 'exploring' }, change: null, sections: [] });
    expect(statusComment(shown)).toContain('Waits for `/explore`, or `/delegate --from-ticket`');
  });

  it('shows what is wrong with a plan, and what to do', () => {
    const stage = blocked({
      cause: 'invalid-artifacts',
      failure: null,
      detail: '',
      findings: ['design.md does not name `anchors`.'],
      resume: 'proposing',
    });
    const shown = statusComment(item({ stage }));
    expect(shown).toContain('- design.md does not name `anchors`.');
    expect(shown).toContain('`/retry` asks the agent again');
  });

  it('says that it is paused, and until when a limit holds it', () => {
    const text = statusComment(item({ paused: true }), { waitingUntil: '2026-11-20T11:00:00Z' });
    expect(text).toContain('· **paused** ·');
    expect(text).toContain('`/resume` goes on.');
    expect(text).toContain('goes on by itself at 2026-11-20T11:00:00Z');
  });

  it('says that nobody reviewed it', () => {
    expect(statusComment(item({ stage: { name: 'handed-over' } }))).toContain('no reviewer is configured');
  });

  it.each(hostile)('keeps %j out of its structure', (word) => {
    const text = statusComment(
      item({
        ticket: { ...item().ticket, title: word },
        sections: [section('1', { title: word })],
        stage: blocked({ detail: word, failure: null }),
      }),
    );
    const shown = rendered(text);
    expect(shown.html).toEqual([]);
    expect(shown.words).not.toMatch(/@octocat|fixes #12|closes PER-9/);
    expect({ headings: shown.headings, images: shown.images }).toEqual({ headings: 1, images: 0 });
    expect(text.split('\n').filter((line) => line.startsWith('| 1 |'))).toHaveLength(1);
  });
});
