import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePullBody, pullText } from '../../src/text/pull.ts';
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

  it.each(hostile)('keeps its marks whatever the title is: %j', (title) => {
    const text = pullText(item({ ticket: { ...item().ticket, title }, sections: [section('1', { title })] }));
    expect(text.body.split('<!--')).toHaveLength(3);
    expect(text.body.startsWith(begin) && text.body.endsWith(end)).toBe(true);
    expect(text.title).not.toMatch(/\n|<!--|fixes #12|closes PER-9/);
  });
});

describe('mergePullBody', () => {
  const ours = `${begin}\nnew\n${end}`;

  it.each([
    ['an empty body', '', ours],
    ['a body without ours', 'My words', `${ours}\n\nMy words`],
    ['an older one', `Above\n${begin}\nold\n${end}\nBelow`, `Above\n${ours}\nBelow`],
    ['a lost end', `Above\n${begin}\nold`, `${ours}\n\nAbove\n\nold`],
    ['one twice', `${begin}a${end} x ${begin}b${end}`, `${ours} x b`],
  ])('%s', (_, existing, expected) => {
    expect(mergePullBody(existing, ours)).toBe(expected);
  });

  it('changes nothing the second time and keeps what people wrote', () => {
    const part = fc.constantFrom(begin, end, 'words', '\n', ' ', 'more');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        const existing = parts.join('');
        const once = mergePullBody(existing, ours);
        expect(mergePullBody(once, ours)).toBe(once);
        expect(once.split(begin)).toHaveLength(2);
        const inside = existing.slice(
          existing.indexOf(begin),
          existing.indexOf(end, existing.indexOf(begin)),
        );
        const count = (text: string): number => text.split('words').length - 1;
        expect(count(once)).toBeGreaterThanOrEqual(count(existing) - count(inside));
      }),
    );
  });
});
