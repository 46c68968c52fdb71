import { describe, expect, it } from 'vitest';
import type { Tracked } from '../../src/core/feature.ts';
import type { Item } from '../../src/core/item.ts';
import { noticeText } from '../../src/text/notices.ts';
import { statusComment } from '../../src/text/status.ts';
import { finding } from './rounds/support.ts';
import { attempt, delegation, item, returned, sha } from './support.ts';

const accepted = delegation({
  state: { name: 'accepted', by: 'ada', mergeSha: sha('d') },
  attempts: [attempt({ outcome: returned() })],
});
const rewritten = { from: sha('a'), to: sha('b'), by: 'grace', lost: [1] };
const at = (name: 'polishing' | 'deciding', feature: Partial<NonNullable<Item['feature']>> = {}): Item =>
  item({
    stage: { name },
    delegations: [accepted],
    feature: { branch: 'feat/per-206-gate-links', head: sha('b'), ...feature },
  });

describe('what happened to a pull request outside of here', () => {
  it('tells a force push: who, from where to where, what is gone, and the way back', () => {
    expect(noticeText({ kind: 'rewritten', to: 'ada', rewritten }, at('polishing'))).toMatchInlineSnapshot(`
      "ada: [\`feat/per-206-gate-links\`](https://github.com/octo/links/tree/feat/per-206-gate-links) was force-pushed by grace from [\`aaaaaaa\`](https://github.com/octo/links/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) to [\`bbbbbbb\`](https://github.com/octo/links/commit/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb).

      Accepted merges that are no longer in the branch; what they brought may be gone, or stand in other commits:

      - delegation 1 ([\`ddddddd\`](https://github.com/octo/links/commit/dddddddddddddddddddddddddddddddddddddddd), accepted by ada)

      The new head is reviewed as it is. Nothing is lost; to bring the old head back:

      \`\`\`sh
      git fetch origin aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      git push --force origin aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:refs/heads/feat/per-206-gate-links
      \`\`\`"
    `);
    const notice = (given: Item): string => noticeText({ kind: 'rewritten', to: 'ada', rewritten }, given);
    const waiting = { ...accepted, number: 2, state: { name: 'returned' as const } };
    expect(notice({ ...at('deciding'), delegations: [accepted, waiting] })).toContain(
      '`/iterate` has it done again there',
    );
    expect(notice({ ...at('deciding'), delegations: [accepted] })).toContain('what goes on from here');
    const shown = statusComment(at('polishing', { rewritten }));
    expect(shown).toContain('was force-pushed by grace from');
    expect(shown).toContain('Not in it any more: the merge of delegation 1.');
    expect(shown).toContain(`\`git push --force origin ${sha('a')}:refs/heads/feat/per-206-gate-links\``);
  });

  it('tells a deleted branch with its commit', () => {
    const deleted = { sha: sha('a'), by: null };
    expect(
      noticeText({ kind: 'branch-deleted', to: 'ada', ...deleted }, at('polishing')),
    ).toMatchInlineSnapshot(`
      "ada: the branch \`feat/per-206-gate-links\` was deleted, and GitHub closes its pull request with it. It was at [\`aaaaaaa\`](https://github.com/octo/links/commit/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa); nothing else was deleted.

      To go on, restore it with the button in [Pull request #7](https://github.com/octo/links/pull/7) or by

      \`\`\`sh
      git fetch origin aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      git push origin aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:refs/heads/feat/per-206-gate-links
      \`\`\`

      and reopen the pull request. \`/delegate\` goes on in a new one."
    `);
    const shown = statusComment({ ...at('polishing', { deleted }), stage: { name: 'rejected' } });
    expect(shown).toContain(`git push origin ${sha('a')}:refs/heads/feat/per-206-gate-links`);
  });

  it('tells another base, and what that means for the ticket', () => {
    const reply = { kind: 'retargeted', to: 'ada', from: 'main', base: 'release/1', by: 'grace' } as const;
    expect(noticeText(reply, at('polishing'))).toMatchInlineSnapshot(
      `"ada: [Pull request #7](https://github.com/octo/links/pull/7) goes to \`release/1\` now, not to \`main\` any more (grace changed it). The next review compares with \`release/1\`; what was reviewed stays reviewed. The ticket is done once it is merged there, whether or not that reaches \`main\`; it will say so. Edit the base on GitHub to send it back."`,
    );
    expect(noticeText({ ...reply, from: 'release/1', base: 'main', by: null }, at('polishing'))).toContain(
      'The ticket is done once it is merged there.',
    );
    const elsewhere = at('polishing');
    if (elsewhere.pull) elsewhere.pull.base = 'release/1';
    expect(statusComment(elsewhere)).toContain(' into `release/1`: open');
  });

  it('says at the end which findings have no answer', () => {
    const findings = [finding(), finding({ id: 'F2', state: 'verified' })];
    const done = { ...at('polishing'), stage: { name: 'done' as const }, findings };
    expect(statusComment(done)).toContain(
      'Done. Merged with 1 finding of the review without an answer: F1. `/follow-up <title> --priority <priority>` has',
    );
    expect(statusComment({ ...done, findings: [] })).toContain('Done. Nothing is left to do.');
  });

  it.each<[string, Item['stage'], Tracked, string | null]>([
    [
      'Done before the merge',
      { name: 'polishing' },
      { name: 'Done', type: 'completed', reached: 'started' },
      'Linear shows **Done**; the pull request is not merged.',
    ],
    [
      'Canceled while work goes on',
      { name: 'polishing' },
      { name: 'Canceled', type: 'canceled', reached: 'started' },
      'Linear shows **Canceled**, and the work goes on here: `/cancel` stops it.',
    ],
    [
      'moved back after the merge',
      { name: 'done' },
      { name: 'In Review', type: 'started', reached: 'completed' },
      'Linear shows **In Review** although this is merged',
    ],
    [
      'as it should be',
      { name: 'polishing' },
      { name: 'In Review', type: 'started', reached: 'started' },
      null,
    ],
    [
      'not moved by us yet',
      { name: 'done' },
      { name: 'In Review', type: 'started', reached: 'started' },
      null,
    ],
    ['left to people', { name: 'cancelled' }, { name: 'Done', type: 'completed', reached: null }, null],
  ])('shows where the tracker says otherwise: %s', (_what, stage, tracked, said) => {
    const shown = statusComment({ ...at('polishing'), stage, tracked });
    if (said === null) expect(shown).not.toContain('Linear shows');
    else expect(shown).toContain(said);
  });
});
