import { describe, expect, it } from 'vitest';
import { pullText } from '../../src/text/pull.ts';
import { attempt, delegation, hostile, item, returned, section, sha } from './support.ts';

const begin = '<!-- throughline:begin -->';
const end = '<!-- throughline:end -->';

describe('pullText', () => {
  it('names ticket, sections and delegations', () => {
    const accepted = delegation({
      state: { name: 'accepted', by: 'ada', mergeSha: sha('d') },
      attempts: [attempt(), attempt({ number: 2, outcome: returned() })],
    });
    const shown = item({
      delegations: [accepted],
      sections: [
        section('1', { state: 'accepted' }),
        section('2', { state: 'dropped', dropped: { by: 'ada', why: 'later' } }),
        section('3'),
      ],
    });
    expect(pullText(shown).title).toBe('PER-206: Gate links');
    expect(pullText(shown).body).toMatchInlineSnapshot(`
      "<!-- throughline:begin -->

      Ticket: [PER-206](https://linear.app/x/issue/PER-206) Gate links

      OpenSpec change: \`gate-links\`

      **Sections**

      - ✅ 1. Scanner primitives
      - ➖ 2. Lint rules (dropped: later)
      - ⚪ 3. Autofix

      **Delegations**

      - section 1: [\`ddddddd\`](https://github.com/octo/links/commit/dddddddddddddddddddddddddddddddddddddddd) by \`oc\` with model \`kimi\`, 2 attempts, accepted by ada

      Each delegation is a merge of its own. Merge this pull request with a merge commit to keep them; write below or above this part, it is kept.

      <!-- throughline:end -->"
    `);
  });

  it('names the checks that somebody let pass', () => {
    const shown = (outcome = returned()) =>
      pullText(
        item({
          delegations: [
            delegation({
              state: { name: 'accepted', by: 'ada', mergeSha: sha('d') },
              attempts: [attempt({ outcome: returned({}, { 'diff-sanity': ['no'] }) }), attempt({ outcome })],
            }),
          ],
        }),
      ).body;
    const failing = returned({}, { 'test-integrity': ['no'], 'spec-conformance': ['no'] });
    expect(shown(failing)).toContain(
      'accepted by ada, ⚠️ without passing `test-integrity`, `spec-conformance`\n',
    );
    expect(shown()).toContain('accepted by ada\n');
  });

  it.each(hostile)('keeps its marks whatever the title is: %j', (title) => {
    const text = pullText(item({ ticket: { ...item().ticket, title }, sections: [section('1', { title })] }));
    expect(text.body.split('<!--')).toHaveLength(3);
    expect(text.body.startsWith(begin) && text.body.endsWith(end)).toBe(true);
    expect(text.title).not.toMatch(/\n|<!--|fixes #12|closes PER-9/);
  });
});
